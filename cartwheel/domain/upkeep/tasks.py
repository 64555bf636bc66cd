"""The worker's side of imports, of whole accounts that leave or arrive, and of the review list."""

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record, record_many
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.background.operations import Progress, running
from cartwheel.domain.catalog.models import ChargeCategory, Program
from cartwheel.domain.ledger.models import Charge, Payment
from cartwheel.domain.ledger.operations import post_opening_balances
from cartwheel.domain.people.models import Family
from cartwheel.domain.staff.queries import still_allowed
from cartwheel.domain.upkeep import permissions
from cartwheel.domain.upkeep.archives.packing import Packed, one_moment, pack
from cartwheel.domain.upkeep.archives.unpacking import unpack
from cartwheel.domain.upkeep.family_export import write_family
from cartwheel.domain.upkeep.models import FamilyImport, ImportedFamily
from cartwheel.domain.upkeep.reviewing import find_duplicates
from cartwheel.domain.upkeep.writing.running import (
    Tally,
    bring_in,
    look_through,
    write_failures,
)
from cartwheel.domain.upkeep.writing.undoing import take_back
from cartwheel.kernel.refusals import Refused

State = FamilyImport.State


@app.task(name="upkeep.check_file", queue="imports")
def check_file(*, account_id: int, task_id: int, upload_id: int) -> None:
    """Look through the whole file: counts, problems, the first families."""
    _work(account_id, task_id, upload_id, (State.CHECKING, State.UPLOADED), _check)


@app.task(name="upkeep.import_file", queue="imports")
def import_file(*, account_id: int, task_id: int, upload_id: int) -> None:
    """Bring the families in, all of them or none."""
    _work(account_id, task_id, upload_id, (State.IMPORTING, State.CHECKED), _import)


@app.task(name="upkeep.undo_import", queue="imports")
def undo_file(*, account_id: int, task_id: int, upload_id: int) -> None:
    """Take an import back, in one transaction."""
    _work(account_id, task_id, upload_id, (State.UNDOING, State.IMPORTED), _undo)


Step = Callable[[FamilyImport, Progress, Actor], str]


def _work(
    account_id: int, task_id: int, upload_id: int, states: tuple[str, str], step: Step
) -> None:
    """Do ``step`` in one transaction; when it fails the upload is as it was before.

    A job that the queue runs again after it was done finds another state and does nothing.
    """
    during, before = states
    with running(account_id, task_id) as (task, progress):
        try:
            with transaction.atomic():
                uploads = FamilyImport.objects.select_for_update(of=("self",), no_key=True)
                upload = uploads.select_related("account").filter(pk=upload_id, state=during)
                if (found := upload.first()) is not None:
                    actor = still_allowed(task, found.account, permissions.IMPORT)
                    task.result = step(found, progress, actor)
        except Exception:
            with transaction.atomic():
                FamilyImport.objects.filter(pk=upload_id, state=during).update(state=before)
            raise


def _check(upload: FamilyImport, progress: Progress, by: Actor) -> str:
    tally = look_through(upload, of=progress.of, at=progress.at, by=by)
    _keep(upload, tally)
    upload.counts = tally.as_json()
    upload.preview = tally.preview
    upload.state = State.CHECKED
    upload.save()
    return told(tally)


def _keep(upload: FamilyImport, tally: Tally) -> None:
    upload.problems = [problem.as_json() for problem in tally.problems]
    if upload.failures:
        old = str(upload.failures.name)
        transaction.on_commit(lambda: upload.failures.storage.delete(old))
        upload.failures = ""
    if tally.failed_rows:
        upload.failures = write_failures(upload, tally.failed_rows)


def told(tally: Tally) -> str:
    """What came of it, in a sentence."""
    counts = tally.counts
    new = counts["families_new"]
    text = ngettext("%d new family", "%d new families", new) % new
    if changed := counts["families_changed"]:
        text += ", " + ngettext("%d completed", "%d completed", changed) % changed
    if failed := counts["families_failed"]:
        text += ", " + ngettext("%d to correct", "%d to correct", failed) % failed
    return text + "."


def _import(upload: FamilyImport, progress: Progress, by: Actor) -> str:
    tally, kept = bring_in(upload, of=progress.of, at=progress.at, by=by)
    _post_balances(upload, tally, kept, by)
    _keep(upload, tally)
    event = record("import.finished", upload, by=by, result=told(tally))
    upload.result = tally.as_json() | {"last_event": event.pk}
    upload.state = State.IMPORTED
    upload.imported_at = timezone.now()
    upload.save()
    return told(tally)


def _post_balances(
    upload: FamilyImport, tally: Tally, kept: list[ImportedFamily], by: Actor
) -> None:
    """Last of all: the reference numbers stay locked until the transaction ends."""
    options = upload.options
    if not tally.balances or not options.get("program"):
        return
    account = upload.account
    charges, payments = post_opening_balances(
        tally.balances,
        location=account.locations.get(pk=options["location"]),
        program=Program.objects.get(account=account, pk=options["program"]),
        category=ChargeCategory.objects.get(account=account, pk=options["category"]),
        on=timezone.localdate(),
        source=upload.file_name,
        by=by,
    )
    rows = {row.family_id: row for row in kept}
    all_posted: list[Charge | Payment] = [*charges, *payments]
    for posted in all_posted:
        rows[posted.family_id].made.setdefault(posted._meta.label_lower, []).append(posted.pk)
    changed = [rows[posted.family_id] for posted in all_posted]
    ImportedFamily.objects.bulk_update(changed, ["made"], batch_size=1000)
    record_many("charge.posted", [((c, c.family), _told_of(c)) for c in charges], by=by)
    record_many(
        "payment.taken",
        [
            ((p, p.family), {"number": p.number, "kind": str(p.kind), "amount": p.amount})
            for p in payments
        ],
        by=by,
    )


def _told_of(charge: Charge) -> dict[str, Any]:
    return {"number": charge.number, "title": charge.title, "total": charge.total}


def _undo(upload: FamilyImport, progress: Progress, by: Actor) -> str:
    now = timezone.now()
    counts = take_back(
        upload,
        of=progress.of,
        at=progress.at,
        today=timezone.localdate(now),
        now=now,
        by=by,
    )
    upload.undoing = dict(counts)
    upload.state = State.UNDONE
    upload.undone_at = now
    upload.save()
    removed, kept = counts["removed"], counts["kept"] + counts["archived"]
    text = _("%(removed)d families taken back, %(kept)d kept.")
    result = text % {"removed": removed, "kept": kept}
    record("import.undone", upload, by=by, result=result)
    return result


# The whole account


@app.task(name="upkeep.export_account", queue="exports")
def export_account_file(*, account_id: int, task_id: int) -> None:
    """Write everything of the account into a zip, as it is at one moment."""
    with running(account_id, task_id) as (task, progress):
        actor = _allowed(task)
        now = timezone.now()
        with TemporaryFile() as file:
            with one_moment():
                packed = pack(task.account, file, at=now, of=progress.of, done=progress.at)
            file.seek(0)
            progress.attach(f"{task.account.slug}-{now:%Y-%m-%d}.zip", File(file))
        with transaction.atomic():
            record("account.exported", by=actor, rows=sum(packed))
        task.result = _told(packed)


def _told(packed: Packed) -> str:
    rows = ngettext("%d row.", "%d rows.", packed.rows) % packed.rows
    more = ngettext(
        "%d more is there to be read: by what an import or a merge could be undone is not brought"
        " into another account.",
        "%d more are there to be read: by what imports and merges could be undone is not brought"
        " into another account.",
        packed.to_read,
    )
    return f"{rows} {more % packed.to_read}" if packed.to_read else rows


@app.task(name="upkeep.restore_account", queue="imports")
def restore_account_file(*, account_id: int, task_id: int, stored: str, name: str) -> None:
    """Bring an exported account into this empty one: everything or nothing."""
    with running(account_id, task_id) as (task, progress):
        actor = _allowed(task)
        if not default_storage.exists(stored):
            raise Refused(_("The file is not kept any more. Upload it again."))
        try:
            with default_storage.open(stored, "rb") as file, transaction.atomic():
                count = unpack(task.account, file, of=progress.of, done=progress.at)
                record("account.restored", by=actor, file=name, rows=count)
        except Refused:  # as it is, it can never be brought in
            default_storage.delete(stored)
            raise
        default_storage.delete(stored)
        task.result = ngettext("%d row.", "%d rows.", count) % count


def _allowed(task: BackgroundTask) -> Actor:
    with transaction.atomic():
        return still_allowed(task, task.account, permissions.EXPORT)


@app.task(name="upkeep.look_for_duplicates", queue="exports")
def look_for_duplicates(*, account_id: int, task_id: int) -> None:
    """Look at every family of the account anew."""
    with running(account_id, task_id) as (task, _progress), transaction.atomic():
        count = find_duplicates(task.account, now=timezone.now())
        task.result = ngettext("%d group of families.", "%d groups of families.", count) % count


@app.task(name="upkeep.export_family", queue="exports")
def export_family_file(*, account_id: int, task_id: int, family_id: int) -> None:
    """Write everything of one family into a zip."""
    with running(account_id, task_id) as (task, progress), transaction.atomic():
        actor = still_allowed(task, task.account, permissions.EXPORT_FAMILY)
        family = Family.objects.select_related("account").get(pk=family_id)
        with TemporaryFile() as file:
            count = write_family(family, file)
            file.seek(0)
            progress.attach(f"family-{family.pk}-{timezone.now():%Y-%m-%d}.zip", File(file))
        record("family.exported", family, by=actor)
        task.result = ngettext("%d row.", "%d rows.", count) % count
