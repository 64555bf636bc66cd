"""Load the demo business into an empty database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cartwheel.demo.cast import load_cast
from cartwheel.demo.circle import load_circle
from cartwheel.demo.crowd import load_crowd
from cartwheel.demo.lessons import load_lessons
from cartwheel.demo.passes import load_passes
from cartwheel.domain.accounts.models import Account
from cartwheel.kernel.tenancy import tenant


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
            otters = load_cast(now.date())
            if not small:
                with tenant(otters.account.pk):
                    load_crowd(otters, now)
                    load_circle(otters, now)
                    load_lessons(otters, now)
                    load_passes(otters, now)
        self.stdout.write("The demo is loaded.")
