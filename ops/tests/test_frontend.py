"""The build: one sprite of the icons in use, and nothing done twice."""

import re
import shutil

import pytest

from ops import ROOT, frontend, stamp


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A small product that is built by the real script with the real packages."""
    frontend.build()
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    shutil.copy(ROOT / "build.mjs", tmp_path)
    for kind, text in (("js", 'import("./lazy.js");'), ("css", "body { color: red; }")):
        (tmp_path / f"cartwheel/ui/{kind}").mkdir(parents=True)
        (tmp_path / f"cartwheel/ui/{kind}/app.{kind}").write_text(text)
    (tmp_path / "cartwheel/ui/js/lazy.js").write_text("export const lazy = true;")
    (tmp_path / "cartwheel/tests").mkdir()
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    return tmp_path


def build():
    return frontend._node()("node", ["build.mjs"])


def icons(project):
    sprite = (project / "cartwheel/ui/static/ui/icons.svg").read_text()
    return re.findall(r'<symbol id="([\w-]+)"', sprite)


def test_the_sprite_holds_the_icons_that_templates_and_python_name(project):
    (project / "cartwheel/a.html").write_text('{% icon "users" %}{% empty icon="cake" %}')
    (project / "cartwheel/b.py").write_text("""page(icon='star')\nbutton(icon="cake")""")
    (project / "cartwheel/tests/test_c.py").write_text('assert icon="no-such-icon"')

    assert build() == 0
    assert icons(project) == ["cake", "star", "users"]


def test_an_icon_that_does_not_exist_stops_the_build_and_says_where(project, capfd):
    (project / "cartwheel/a.html").write_text('{% icon "unicycle" %}')

    assert build() == 1
    assert capfd.readouterr().err == (
        'cartwheel/a.html names the icon "unicycle", which Lucide does not have.\n'
    )


def test_entries_keep_their_names_and_lazy_parts_carry_a_hash(project):
    assert build() == 0

    out = project / "cartwheel/ui/static/ui"
    names = sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())
    assert [re.sub(r"-\w{8}\.", "-HASH.", name) for name in names] == [
        "app.js",
        "chunks/lazy-HASH.js",
        "icons.svg",
        "style.css",
    ]


def test_a_digest_follows_names_and_contents_but_not_order(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1")
    two.write_text("2")
    before = stamp.digest([one, two])
    assert stamp.digest([two, one]) == before

    two.write_text("3")
    assert stamp.digest([one, two]) != before


def test_a_stamp_is_current_until_what_it_stands_for_changes(tmp_path):
    mark = tmp_path / "new" / "stamp"
    assert not stamp.is_current(mark, "a")

    stamp.put(mark, "a")
    assert (stamp.is_current(mark, "a"), stamp.is_current(mark, "b")) == (True, False)
