"""``bin/test``: every check there is, and at the end the names of those that failed.

With arguments only the tests run, and the arguments go to pytest: ``bin/test cartwheel/kernel``.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from ops import ROOT, Stop, chromium, frontend, scratch
from ops.children import python

TEMPLATES = "cartwheel"
# Not the script beside Python, whose first line breaks when the checkout is moved.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@dataclass(frozen=True)
class Check:
    name: str
    command: list[str]


STATIC = ["collectstatic", "--no-input", "--verbosity", "0"]
CHECKS = [
    Check("ruff", python("-m", "ruff", "check", ".")),
    Check("ruff format", python("-m", "ruff", "format", "--check", ".")),
    Check("import-linter", python("-c", LINT_IMPORTS)),
    Check("djlint", python("-m", "djlint", "--lint", "--quiet", TEMPLATES)),
    Check("mypy", python("-m", "mypy")),
    Check("migrations", python("manage.py", "makemigrations", "--check", "--dry-run")),
]


def main() -> None:
    try:
        sys.exit(check(sys.argv[1:]))
    except Stop as reason:
        sys.exit(f"bin/test: {reason}")
    except KeyboardInterrupt:
        sys.exit(130)


def check(arguments: list[str]) -> int:
    """Run the checks; 1 when any failed."""
    # It may have to be installed, which is mostly waiting for the network.
    with ThreadPoolExecutor() as aside, scratch.environment() as environment:
        browser = aside.submit(chromium.require)
        environment |= _colors()
        checks = [] if arguments else list(CHECKS)
        with tables(environment, wanted=not arguments) as made:
            frontend.build()
            if browser.done():
                browser.result()  # where there can be none, this says so before all checks
            static = Check("static files", python("manage.py", *STATIC))
            failed = failures([*checks, static], environment)
        environment |= made | {"CHROMIUM": browser.result()}
        failed += failures([tests(arguments)], environment)
    if failed:
        print(f"\nFailed: {', '.join(failed)}.", flush=True)
    return 1 if failed else 0


@contextmanager
def tables(environment: dict[str, str], *, wanted: bool) -> Iterator[dict[str, str]]:
    """Make the tables while the block runs: what tells the tests to copy them.

    Every process of the tests would make its own otherwise, half a minute of work. A database that
    ``DATABASE_URL`` names is left alone, and so is everything when it is not ``wanted``.
    """
    made: dict[str, str] = {}
    if not wanted or os.environ.get("DATABASE_URL"):
        yield made
        return
    making = subprocess.Popen(
        python("manage.py", "migrate", "--verbosity", "0"), cwd=ROOT, env=environment
    )
    try:
        yield made
        if making.poll() is None:
            compile_tests(environment)
        if making.wait() == 0:
            made["CARTWHEEL_TEST_TEMPLATE"] = "on"
    finally:
        making.terminate()
        making.wait()


def compile_tests(environment: dict[str, str]) -> None:
    """Once, while a core would idle: both processes of the tests would do it.

    What cannot be compiled is told by the tests.
    """
    collect = python("-m", "pytest", "--collect-only", "-qq")
    subprocess.run(collect, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False)


def failures(checks: list[Check], environment: dict[str, str]) -> list[str]:
    """The names of those that do not pass."""
    return [each.name for each in checks if not passes(each, environment)]


def tests(arguments: list[str]) -> Check:
    color = ["--color=no"] if os.environ.get("CI") else []
    # Two processes for the whole, each given a test whenever it has ended one: shares that are
    # dealt out ahead end far apart. Starting the second would take longer than a few tests do.
    whole = ["-n", "2", "--maxschedchunk", "1"]
    return Check("tests", python("-m", "pytest", *color, *(arguments or whole)))


def passes(each: Check, environment: dict[str, str]) -> bool:
    print(f"\n== {each.name}", flush=True)
    begun = time.monotonic()
    status = subprocess.call(each.command, cwd=ROOT, env=environment)
    verdict = "passed" if status == 0 else f"FAILED (status {status})"
    print(f"-- {each.name} {verdict} in {time.monotonic() - begun:.1f} s", flush=True)
    return status == 0


def _colors() -> dict[str, str]:
    return {"NO_COLOR": "1"} if os.environ.get("CI") else {}


if __name__ == "__main__":
    main()
