"""Bringing in a messy file of customers, beside COPY of the very rows that came of it.

Both write through the policies and with the audit of rows, in one transaction. COPY knows every
key and every word beforehand; the import reads the file, brings families together, looks each up,
writes the history and numbers the opening balances besides.
"""

import io
import time
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from bench.copying import written_again
from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.catalog.operations import add_charge_category, add_location, add_program
from cartwheel.domain.people.models import (
    Address,
    EmergencyContact,
    Family,
    Guardian,
    GuardianEmail,
    GuardianPhone,
    Note,
    SearchTerm,
    Student,
    StudentTerm,
)
from cartwheel.domain.upkeep.models import FamilyImport
from cartwheel.domain.upkeep.operations import (
    check_import,
    match_columns,
    start_import,
    upload_customers,
)
from cartwheel.domain.upkeep.tasks import check_file, import_file
from cartwheel.domain.upkeep.tests.files import students_csv
from cartwheel.kernel.tenancy import tenant

FAMILIES = 4000
MODELS: tuple[type[Model], ...] = (
    Family,
    Guardian,
    GuardianEmail,
    GuardianPhone,
    Address,
    EmergencyContact,
    Student,
    Note,
    SearchTerm,
    StudentTerm,
)


def importing(families: int = FAMILIES) -> str:
    """A sentence with the rows of the file per second, and how COPY compares."""
    slug = f"import-{uuid4().hex[:8]}"
    account = open_account(slug=slug, name=slug)
    rows, seconds = _import(account, families)
    copied, copy_seconds = written_again(account, MODELS)
    return (
        f"Import of customers: {rows:,} rows of a file in {seconds:.1f} s "
        f"({rows / seconds:,.0f} rows/s); COPY of the {copied:,} rows that came of it: "
        f"{copy_seconds:.1f} s; ratio {seconds / copy_seconds:.1f}."
    )


def _import(account: Account, families: int) -> tuple[int, float]:
    by = Actor.system(account)
    with tenant(account.pk), transaction.atomic():
        upload = _upload(account, families, by)
    check_file(account_id=account.pk, **_job(account, upload))
    with tenant(account.pk), transaction.atomic():
        upload = start_import(FamilyImport.objects.get(pk=upload.pk), by=by)
    begun = time.perf_counter()
    import_file(account_id=account.pk, **_job(account, upload))
    seconds = time.perf_counter() - begun
    with tenant(account.pk), transaction.atomic():
        return int(FamilyImport.objects.get(pk=upload.pk).result["rows"]), seconds


def _upload(account: Account, families: int, by: Actor) -> FamilyImport:
    place = add_location(name="Main Street", timezone="America/Chicago", by=by)
    options: dict[str, Any] = {
        "location": place,
        "program": add_program(name="Classes", by=by),
        "category": add_charge_category(title="Opening balance", by=by),
    }
    content = students_csv(families)
    upload = upload_customers(file=io.BytesIO(content), name="a.csv", size=len(content), by=by)
    upload = match_columns(upload, columns=upload.columns, options=options, by=by)
    return check_import(upload, by=by)


def _job(account: Account, upload: FamilyImport) -> dict[str, int]:
    with tenant(account.pk), transaction.atomic():
        task = BackgroundTask.objects.filter(account=account, created_at__lte=timezone.now())
        return {"task_id": task.latest("pk").pk, "upload_id": upload.pk}
