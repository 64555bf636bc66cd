"""Bring the database and the static files to where this version of Cartwheel expects them.

One process for all of it, because starting Django costs more than most of these steps.
"""

import argparse
import io
import shlex
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from config.env import ConfigurationError
from ops import ROOT
from ops.data import Data
from ops.run import REFUSED

NO_BUSINESS = """
There is no business yet. Open one, with its owner:

    {where}bin/manage create_owner
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
    refuse_role()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("check_start")
    if demo and not has_account():
        print("Loading the demo business ...", flush=True)
        call_command("load_demo", verbosity=0)


def refuse_role() -> None:
    """A role that row-level security does not bind is refused before it owns any table."""
    from cartwheel.kernel.tenancy.inspection import role_problem

    problem = role_problem()
    if problem:
        raise CommandError(problem)


def has_account() -> bool:
    from cartwheel.domain.accounts.models import Account

    return Account.objects.exists()


def has_demo() -> bool:
    """Its addresses end in .example, so nobody else has them."""
    from cartwheel.demo.cast import SIGN_INS
    from cartwheel.domain.identity.models import User

    return User.objects.filter(email=SIGN_INS[0][0]).exists()


def welcome() -> str:
    """The demo's sign-ins where it is loaded, or how to begin where there is nothing."""
    if not has_account():
        return NO_BUSINESS.format(where=_where())
    if not has_demo():
        return ""
    signins = io.StringIO()
    call_command("demo_signins", stdout=signins)
    return f"\n{signins.getvalue()}"


def _where() -> str:
    """What tells bin/manage of a data folder that is not the usual one."""
    folder = Path(settings.DATA_DIR)
    return "" if folder == ROOT / "var" else f"CARTWHEEL_DATA={shlex.quote(str(folder))} "


if __name__ == "__main__":
    main()
