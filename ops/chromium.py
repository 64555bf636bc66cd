"""The browser that the tests drive: the system's Chromium."""

import os
import shutil
import subprocess

from ops import Stop

# The shell draws, runs scripts and speaks to Playwright like Chromium, without a browser around the
# page: a fifth less work.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


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
    _apt("update")
    for package in (SHELL, "chromium"):  # not every distribution has the shell
        _apt("install", package)
        if found := find():
            return found
    raise Stop("Chromium could not be installed; the reason stands above.")


def _apt(*command: str) -> None:
    subprocess.run(
        ["apt-get", "-qq", "-y", *command],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdout=subprocess.DEVNULL,
        check=False,
    )


if __name__ == "__main__":
    print(require())
