"""Pieces of a page that are drawn once."""

import pytest
from django.utils.translation import override

from cartwheel.ui import kept
from cartwheel.ui.kept import drawn
from cartwheel.ui.shell import Person

RILEY = Person("Riley Shaw", "riley@otters.example")
HERE = {"csrf_token": "token-1", "here": '/a/?q="><script>'}


@pytest.fixture(autouse=True)
def nothing_kept():
    kept._kept.cache_clear()


def profile(marks=HERE, **shown):
    shown = {"person": RILEY, "profile_items": [], "theme_url": "/theme/"} | shown
    return drawn("ui/profile.html", marks=marks, **shown)


def test_the_same_values_are_drawn_once():
    assert profile() == profile()
    assert kept._kept.cache_info()[:2] == (1, 1)  # hits, misses


def test_another_value_is_another_piece():
    other = profile(person=Person("Dana Whitlock", "dana@otters.example"))
    assert "Dana Whitlock" in other
    assert "Riley" not in other
    assert "Riley Shaw" in profile()


def test_another_language_is_another_piece():
    profile()
    with override("de"):
        profile()
    assert kept._kept.cache_info().misses == 2


def test_marks_are_put_in_each_time_and_escaped():
    first, second = profile(), profile(marks={"csrf_token": "token-2", "here": "/b/"})

    assert 'name="csrfmiddlewaretoken" value="token-1"' in first
    assert 'value="/a/?q=&quot;&gt;&lt;script&gt;"' in first
    assert 'name="csrfmiddlewaretoken" value="token-2"' in second
    assert "token-1" not in second
    assert "\x02" not in first + second
    assert kept._kept.cache_info().misses == 1


def test_nothing_reaches_a_piece_but_what_it_is_given():
    assert drawn("ui/profile.html").strip() == ""


def test_while_developing_every_piece_is_drawn_anew(settings):
    settings.DEBUG = True
    profile()
    assert kept._kept.cache_info().misses == 0
