"""Bring the database and the static files to where this version of Cartwheel expects them.

One process for all of it, because starting Django costs more than most of these steps.
"""

import argparse
import io
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from config.env import ConfigurationError
from ops.data import Data
from ops.run import REFUSED

NO_BUSINESS = """
There is no business yet. Open one, with its owner:

    bin/manage create_owner
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="ops.prepare")
    parser.add_argument("--static", action="store_true", help="also collect the static files")
    parser.add_argument("--demo", action="store_true", help="also fill an empty database")
    given = parser.parse_args()
    try:
        django.setup()
        prepare_database(demo=given.demo)
        if given.static:
            call_command("collectstatic", interactive=False, verbosity=0)
    except (ConfigurationError, CommandError) as error:
        print(f"Cartwheel cannot start: {error}", file=sys.stderr)
        sys.exit(REFUSED)
    Data(Path(settings.DATA_DIR)).welcome.write_text(welcome())


def prepare_database(*, demo: bool) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("check_start")
    if demo and not has_account():
        print("Loading the demo business ...", flush=True)
        call_command("load_demo", verbosity=0)


def has_account() -> bool:
    from cartwheel.domain.accounts.models import Account

    return Account.objects.exists()


def welcome() -> str:
    """The demo's sign-ins where it is loaded, or how to begin where there is nothing."""
    if not has_account():
        return NO_BUSINESS
    signins = io.StringIO()
    call_command("demo_signins", stdout=signins)
    return signins.getvalue()


if __name__ == "__main__":
    main()
