"""Print who can sign in to the demo."""

from typing import Any

from django.core.management.base import BaseCommand

from cartwheel.demo.cast import GUARDIANS, OTTERS, PASSWORD, SIGN_INS


class Command(BaseCommand):
    help = "Print the sign-ins of the demo, all with the same password."

    def handle(self, *args: Any, **options: Any) -> None:
        for email, may in SIGN_INS:
            self.stdout.write(f"  {email:26} {may}")
        for email, family in GUARDIANS:
            self.stdout.write(f"  {email:26} the family {family}, at /portal/{OTTERS}/")
        self.stdout.write(f"  Password of all: {PASSWORD}")
