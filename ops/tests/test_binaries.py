"""Which PostgreSQL is used: the one named, else the newest, but never one too new for the data."""

import pytest

from ops import Stop, binaries


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Pretend that the system has these versions."""

    def install(*versions):
        for version in versions:
            folder = tmp_path / str(version) / "bin"
            folder.mkdir(parents=True)
            for name in ("initdb", "pg_ctl", "postgres"):
                (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}.3'\n")
                (folder / name).chmod(0o755)
        monkeypatch.delenv("PGBIN", raising=False)
        monkeypatch.setattr(binaries, "SYSTEM", [f"{tmp_path}/*/bin".lstrip("/")])
        monkeypatch.setattr(binaries, "_wheel", list)

    return install


def test_the_newest_is_taken(installed):
    installed(15, 17, 16)

    assert binaries.find().major == 17


def test_one_older_than_15_is_no_server_for_us(installed):
    installed(14)

    with pytest.raises(Stop) as refusal:
        binaries.find()
    assert str(refusal.value) == "PostgreSQL 15 or newer was not found: install it, or set PGBIN."


def test_data_keep_the_version_that_made_them(installed):
    installed(15, 17)

    assert binaries.find(made_by=15).major == 15


def test_data_of_a_version_that_is_gone_are_not_touched(installed):
    installed(17)

    with pytest.raises(Stop, match="The data were made by PostgreSQL 15, which is not on this"):
        binaries.find(made_by=15)


def test_a_named_folder_goes_before_all_others(installed, tmp_path, monkeypatch):
    installed(15, 17)
    monkeypatch.setenv("PGBIN", str(tmp_path / "15" / "bin"))

    assert binaries.find().major == 15


def test_a_named_folder_without_a_server_is_refused(installed, tmp_path, monkeypatch):
    installed(17)
    monkeypatch.setenv("PGBIN", str(tmp_path))

    with pytest.raises(Stop, match="which holds no PostgreSQL server"):
        binaries.find()


def test_the_wheel_brings_a_server():
    folders = binaries._wheel()

    assert [each.major for each in binaries._complete(folders)] == [17]
