"""``manage.py check_start``: may this server serve from this database? Exit 2 when not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from cartwheel.kernel.tenancy.inspection import problem


class Command(BaseCommand):
    help = "Refuse to start when the walls between accounts would not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = problem()
        except OperationalError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(f"the database does not answer: {reason}", returncode=2) from error
        if found:
            raise CommandError(found, returncode=2)
