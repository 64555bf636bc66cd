"""One process at a time has the data folder; its secret stays the same."""

import os

import pytest

from ops import Stop
from ops.data import Data


def test_a_second_start_on_the_same_folder_is_refused_and_told_who_has_it(tmp_path):
    first = Data(tmp_path)
    first.lock()

    with pytest.raises(Stop) as refusal:
        Data(tmp_path).lock()

    assert str(refusal.value) == (
        f"Another start already uses {tmp_path} (process {os.getpid()}):"
        " stop it first, or choose another folder with --data DIR."
    )


def test_the_lock_goes_with_whoever_held_it(tmp_path):
    first = Data(tmp_path)
    first.lock()
    del first

    second = Data(tmp_path)
    second.lock()
    second.unlock()

    Data(tmp_path).lock()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(Stop, match="cannot be used: Not a directory"):
        Data(tmp_path / "file" / "var").lock()


def test_the_secret_key_is_made_once(tmp_path, monkeypatch):
    monkeypatch.delenv("CARTWHEEL_SECRET_KEY", raising=False)
    first = Data(tmp_path).environment()["CARTWHEEL_SECRET_KEY"]

    assert Data(tmp_path).environment()["CARTWHEEL_SECRET_KEY"] == first
    assert len(first) == 64


def test_a_secret_key_from_outside_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("CARTWHEEL_SECRET_KEY", "mine")

    assert Data(tmp_path).environment()["CARTWHEEL_SECRET_KEY"] == "mine"
    assert not (tmp_path / "secrets").exists()
