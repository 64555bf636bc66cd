"""Fill an empty account with the file of another: ``import_account FILE --account otters``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.queries import account_at
from cartwheel.domain.upkeep.operations import bring_in_account
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.tenancy import tenant


class Command(BaseCommand):
    help = "Bring a whole account, exported as a zip file, into an empty account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--account", required=True, help="the address of the empty account")

    def handle(self, *args: Any, **options: Any) -> None:
        account = account_at(options["account"])
        if account is None:
            raise CommandError(f"There is no account at “{options['account']}”.")
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            with tenant(account.pk), transaction.atomic(), file.open("rb") as opened:
                count = bring_in_account(
                    file=opened, name=file.name, by=Actor.system(account, "import_account")
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{count} rows came into {account}.")
