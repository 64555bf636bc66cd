"""The browser that the tests drive: the system's Chromium."""

import os
import shutil
import subprocess

from ops import Stop

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def require() -> str:
    """The path of the browser; installed through apt where root may do so."""
    return find() or install()


def find() -> str | None:
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


def install() -> str:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(
            "The browser tests need Chromium: install it (on Debian: apt-get install chromium),"
            " or set CHROMIUM to its path."
        )
    print("Installing Chromium for the browser tests ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-qq", "-y", "chromium"]):
        subprocess.run(["apt-get", *command], env=quiet, check=False, stdout=subprocess.DEVNULL)
    found = find()
    if found is None:
        raise Stop("Chromium could not be installed; the reason stands above.")
    return found


if __name__ == "__main__":
    print(require())
