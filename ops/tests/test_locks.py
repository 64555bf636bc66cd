"""The lock files pin every package by hash and name no package host."""

import json
import re

from ops import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def packages(lock):
    return set(re.findall(r"^([a-z0-9._-]+)==(\S+)", lock.read_text(), re.MULTILINE))


def test_no_requirement_names_a_host():
    files = sorted((ROOT / "requirements").iterdir())

    assert [file.name for file in files if re.search(r"https?://|file:", file.read_text())] == []


def test_every_locked_package_carries_its_hashes():
    for lock in LOCKS:
        requirements = lock.read_text().replace("\\\n", " ").splitlines()
        assert [line for line in requirements if "--hash=sha256:" not in line] == [], lock.name


def test_development_installs_what_production_installs():
    runtime, dev = (packages(ROOT / "requirements" / f"{name}.txt") for name in ("runtime", "dev"))

    assert runtime - dev == set()


def test_what_is_asked_for_is_locked():
    for lock in LOCKS:
        asked = re.findall(r"^(\w[\w-]*)", lock.with_suffix(".in").read_text(), re.MULTILINE)
        locked = {name for name, _ in packages(lock)}
        assert {name.lower().replace("_", "-") for name in asked} - locked == set(), lock.name


def test_the_npm_lock_names_no_host_and_has_every_integrity():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    installed = [package for path, package in lock["packages"].items() if path]

    assert [package for package in installed if "resolved" in package] == []
    assert [package for package in installed if "integrity" not in package] == []


def test_npm_packages_are_pinned_exactly_as_locked():
    wanted = json.loads((ROOT / "package.json").read_text())
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"][""]

    for kind in ("dependencies", "devDependencies"):
        assert wanted[kind] == locked[kind]
        assert [v for v in wanted[kind].values() if not re.fullmatch(r"\d+\.\d+\.\d+", v)] == []
