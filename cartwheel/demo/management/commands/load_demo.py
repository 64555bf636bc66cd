"""Load the demo business into an empty database."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cartwheel.demo.cast import Otters, load_cast
from cartwheel.demo.circle import load_circle
from cartwheel.demo.clock import at
from cartwheel.demo.crowd import load_crowd
from cartwheel.demo.lessons import load_lessons
from cartwheel.demo.neighbor import load_neighbor
from cartwheel.demo.passes import load_passes
from cartwheel.demo.when import last_at_the_desk
from cartwheel.domain.accounts.models import Account
from cartwheel.kernel.tenancy import tenant

OPENED = timedelta(days=700)
SET_UP = timedelta(days=30)


class Command(BaseCommand):
    help = "Load Otter Bay Gym & Swim and Harbor Street Dance into an empty database."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--small", action="store_true", help="only the named cast, without families and parties"
        )

    def handle(self, *args: Any, small: bool, **options: Any) -> None:
        if Account.objects.exists():
            raise CommandError("The demo wants an empty database, and this one holds a business.")
        now = timezone.now().replace(second=0, microsecond=0)
        with transaction.atomic():
            with at(now if small else _opening(now)):
                otters = load_cast(now.date())
            if not small:
                with tenant(otters.account.pk):
                    _load(otters, now)
                load_neighbor(now)
        self.stdout.write("The demo is loaded.")


def _load(otters: Otters, now: datetime) -> None:
    """Otter Bay's years, each thing at an hour at which somebody was at the desk."""
    lately = last_at_the_desk(now - timedelta(days=1), otters.bay.zone)
    load_crowd(otters, now)
    with at(lately):
        load_circle(otters, lately)
    with at(lately - SET_UP):
        load_lessons(otters, now)
        load_passes(otters, now)


def _opening(now: datetime) -> datetime:
    """Ten in the morning in Texas, before any family came."""
    return datetime.combine(now.date() - OPENED, time(16), UTC)
