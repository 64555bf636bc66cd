"""``manage.py create_owner``: open a business in an empty installation, with its first person."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.catalog.operations import add_location
from cartwheel.domain.staff.operations import add_staff_member, give_sign_in
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.tenancy import tenant

QUESTIONS = {
    "name": "Name of the business",
    "account": "Its short name in addresses",
    "location": "Name of its first location",
    "timezone": "Time zone of that location",
    "staff_name": "Your name",
    "email": "Email address you sign in with",
}


class Command(BaseCommand):
    help = "Open a business, with its first location and its owner. Asks for what is not given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--account", metavar="SLUG", help="such as otters, for /a/otters/")
        parser.add_argument("--name", help="the business, such as “Otter Bay Gym & Swim”")
        parser.add_argument("--location", help="its first location (default: as the business)")
        parser.add_argument("--timezone", help="such as America/Chicago")
        parser.add_argument("--email", help="the owner signs in with it")
        parser.add_argument("--staff-name", help="the owner, such as “Olive Ortiz”")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )

    def handle(self, *args: Any, **given: Any) -> None:
        asking = not given["password_stdin"]
        answers = complete(given, asking=asking)
        password = read_password(asking=asking)
        try:
            account = open_business(**answers, password=password)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{account} is open at /a/{account.slug}/.")


def complete(given: dict[str, Any], *, asking: bool) -> dict[str, str]:
    """Each answer: as given, else as typed, else the obvious one."""
    answers: dict[str, str] = {}
    for key, question in QUESTIONS.items():
        answers[key] = given[key] or _answer(question, _usual(key, answers), asking=asking)
        if not answers[key]:
            raise CommandError(f"--{key.replace('_', '-')} is missing.")
    return answers


def _usual(key: str, so_far: dict[str, str]) -> str:
    if key == "account":
        return slugify(so_far["name"])[:40]
    if key == "location":
        return so_far["name"]
    return "America/New_York" if key == "timezone" else ""


def _answer(question: str, usual: str, *, asking: bool) -> str:
    if not asking:
        return usual
    shown = f"{question} [{usual}]: " if usual else f"{question}: "
    try:
        return input(shown).strip() or usual
    except EOFError:
        return usual


def read_password(*, asking: bool) -> str:
    if not asking:
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("The same password once more: "):
        raise CommandError("the two passwords differ.")
    return password


@transaction.atomic
def open_business(
    *,
    account: str,
    name: str,
    location: str,
    timezone: str,
    staff_name: str,
    email: str,
    password: str,
) -> Account:
    """All of it or nothing."""
    if slugify(account) != account:
        raise Refused(f"“{account}” is no short name: use small letters, digits and hyphens.")
    business = open_account(slug=account, name=name, email=email)
    first_name, _, last_name = staff_name.strip().partition(" ")
    with tenant(business.pk):
        by = Actor.system(business)
        add_location(name=location, timezone=timezone, by=by)
        owner = add_staff_member(
            first_name=first_name, last_name=last_name, email=email, is_admin=True, by=by
        )
        give_sign_in(owner, email=email, password=password, by=by)
    return business
