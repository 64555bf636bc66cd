"""``python -m bench``: fill a database, serve it, measure it, print a table."""

import argparse
import os
from pathlib import Path

import django


def main() -> None:
    given = _arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from bench.run import run  # needs Django to be set up

    text = run(given.families, given.accounts, requests=given.requests, only=given.only)
    print(text)
    if given.write:
        from bench.report import write

        write(given.write, text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--families", type=int, default=100_000, help="default: 100000")
    parser.add_argument("--accounts", type=int, default=200, help="small businesses around it")
    parser.add_argument("--requests", type=int, default=200, help="in each of the six turns")
    parser.add_argument("--only", default="", help="only what has this in its name")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table into this page")
    return parser.parse_args()


if __name__ == "__main__":
    main()
