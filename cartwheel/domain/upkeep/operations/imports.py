"""An uploaded file on its way: matched, checked, brought in, taken back, forgotten."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any, BinaryIO
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.tasks import Task

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.accounts.operations import named, require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.background.operations import start
from cartwheel.domain.ledger.permissions import REFUND
from cartwheel.domain.people.models import CustomField
from cartwheel.domain.upkeep.importing import files, guessing, headers
from cartwheel.domain.upkeep.importing.files import Layout
from cartwheel.domain.upkeep.importing.limits import Unreadable
from cartwheel.domain.upkeep.importing.targets import field_of, label_of
from cartwheel.domain.upkeep.models import FamilyImport, ImportMapping
from cartwheel.domain.upkeep.tasks import check_file, import_file, undo_file
from cartwheel.domain.upkeep.writing.running import opened
from cartwheel.kernel.refusals import NotAllowed, Refused, refuse_on
from cartwheel.kernel.text import clean_line

State = FamilyImport.State
SAMPLED = 200  # rows that columns are guessed from
SHOWN = 3
KEPT = timedelta(days=30)
MATCHING = (State.UPLOADED, State.CHECKED)
BUSY = (State.CHECKING, State.IMPORTING, State.UNDOING)
STOPPED = {
    State.CHECKING: State.UPLOADED,
    State.IMPORTING: State.CHECKED,
    State.UNDOING: State.IMPORTED,
}
ALLOWED_OPTIONS = {
    "date_order": ("", "mdy", "dmy", "ymd"),
    "existing": ("fill", "skip"),
    "unreadable": ("refuse", "note"),
    "rows": ("people", "families"),
}


@transaction.atomic
def upload_customers(*, file: BinaryIO, name: str, size: int, by: Actor) -> FamilyImport:
    """Keep the file and guess what its columns mean; a mapping kept for its headers is used.

    Raises ``Unreadable`` for what is no table.
    """
    layout = files.look_at(file, size)
    top = _top(file, layout)
    layout = replace(layout, header_row=headers.find_header([row for _n, row in top]))
    file.seek(0)
    path = f"accounts/{by.account.pk}/imports/{uuid4().hex}"
    stored = default_storage.save(path, File(file))
    upload = FamilyImport(
        account=by.account,
        file=stored,
        file_name=clean_line(name)[-200:] or _("Customers"),
        size=size,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name[:200],
    )
    _match(upload, layout, top)
    upload.save()
    record("import.uploaded", upload, by=by)
    return upload


def _top(file: BinaryIO, layout: Layout) -> list[tuple[int, list[str]]]:
    return list(islice(files.all_rows(file, layout), SAMPLED + headers.LOOKED_AT))


def _match(upload: FamilyImport, layout: Layout, top: Sequence[tuple[int, list[str]]]) -> None:
    below = [cells for number, cells in top if number > layout.header_row]
    head = next((cells for number, cells in top if number == layout.header_row), [])
    width = max([len(head), *(len(cells) for cells in below)], default=0)
    if not width or not below:
        raise Unreadable(_("There are no rows below the headers."))
    upload.layout = layout.as_json() | {"samples": _samples(below, width)}
    upload.headers = headers.tidied(head, width)
    upload.headers_key = headers.key_of(upload.headers)
    upload.columns = guessing.guess(upload.headers, below)
    kept = ImportMapping.objects.filter(
        account_id=upload.account_id, headers_key=upload.headers_key
    ).last()
    if kept is not None:
        upload.columns, upload.options = _still_known(kept, upload.account), kept.options


def _samples(below: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """The first few values of each column, for people to see what it holds."""
    columns: list[list[str]] = [[] for _ in range(width)]
    for cells in below:
        for seen, cell in zip(columns, cells, strict=False):
            if cell and len(seen) < SHOWN and cell[:80] not in seen:
                seen.append(cell[:80])
    return columns


def _still_known(kept: ImportMapping, account: Account) -> list[str]:
    own = {
        f"custom:{pk}"
        for pk in CustomField.objects.filter(account=account).values_list("pk", flat=True)
    }
    return [t if not t.startswith("custom:") or t in own else "" for t in kept.columns]


@transaction.atomic
def lay_out(
    upload: FamilyImport,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    by: Actor,
) -> FamilyImport:
    """Look for the table elsewhere in the file, or read it in another way; columns are guessed."""
    upload = _locked(upload, MATCHING)
    layout = Layout.of(upload.layout)
    if sheet and sheet in layout.sheets and sheet != layout.sheet:
        layout = replace(layout, sheet=sheet, header_row=-1)
    if layout.kind == "csv":
        layout = replace(
            layout,
            encoding=encoding or layout.encoding,
            separator=separator or layout.separator,
        )
    with opened(upload) as file:
        top = _top(file, layout)
    if header_row is not None and layout.header_row >= 0:
        layout = replace(layout, header_row=min(max(header_row, 0), headers.LOOKED_AT))
    elif layout.header_row < 0:
        layout = replace(layout, header_row=headers.find_header([row for _n, row in top]))
    _match(upload, layout, top)
    upload.state = State.UPLOADED
    _save(upload)
    return upload


@transaction.atomic
def match_columns(
    upload: FamilyImport,
    *,
    columns: Sequence[str],
    options: Mapping[str, Any],
    version: int | None = None,
    by: Actor,
) -> FamilyImport:
    """What each column means, and how the file is read. What was found before is void then."""
    upload = _locked(upload, MATCHING)
    if version is not None and version != upload.version:
        raise Refused(_("Somebody has matched these columns meanwhile. Look at them again."))
    _check_columns(upload, columns)
    upload.columns = list(columns)
    upload.options = _checked_options(upload.account, options)
    if "family.balance" in columns:
        _check_money(upload.options, by)
    upload.state = State.UPLOADED
    _save(upload)
    return upload


def _check_money(options: Mapping[str, Any], by: Actor) -> None:
    if not by.can(REFUND):
        raise NotAllowed(_("You may not charge and credit, so leave the column of balances out."))
    for name in ("location", "program", "category"):
        if not options.get(name):
            sentence = _("Opening balances need a location, a program and a charge category.")
            raise Refused(sentence, field=name)


def _check_columns(upload: FamilyImport, columns: Sequence[str]) -> None:
    own = CustomField.objects.filter(account_id=upload.account_id).values_list("pk", flat=True)
    known = {"", "new:family", "new:student", *(f"custom:{pk}" for pk in own)}
    if len(columns) != len(upload.headers):
        raise Refused(_("The file has other columns. Open it again."))
    seen: set[str] = set()
    for header, target in zip(upload.headers, columns, strict=True):
        if target not in known and field_of(target) is None:
            raise Refused(_("“%s” cannot go there.") % header)
        if target in seen and not target.startswith("new:"):
            sentence = _("Two columns go to “%(target)s”. Choose another for “%(header)s”.")
            raise Refused(sentence % {"target": label_of(target), "header": header})
        seen |= {target} - {""}
    if not seen:
        raise Refused(_("Say what at least one column means."))


def _checked_options(account: Account, options: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        name: options[name]
        for name, allowed in ALLOWED_OPTIONS.items()
        if options.get(name) in allowed
    }
    for name, rows in (
        ("location", account.locations),
        ("program", account.programs),
        ("category", account.charge_categories),
    ):
        chosen = options.get(name)
        if chosen is not None:
            require_same_account(chosen)
            kept[name] = rows.get(pk=chosen.pk).pk
    return kept


@transaction.atomic
def check_import(upload: FamilyImport, *, by: Actor) -> FamilyImport:
    """Look through the whole file in the background, without writing anything."""
    title = _("Check %s") % upload.file_name
    return _begin(upload, MATCHING, State.CHECKING, title, check_file, by)


@transaction.atomic
def start_import(upload: FamilyImport, *, by: Actor) -> FamilyImport:
    """Bring the families in, in the background, as the check has told."""
    title = _("Import %s") % upload.file_name
    return _begin(upload, (State.CHECKED,), State.IMPORTING, title, import_file, by)


@transaction.atomic
def undo_import(upload: FamilyImport, *, by: Actor) -> FamilyImport:
    """Take back what the import made and nobody has used since, in the background."""
    title = _("Undo the import of %s") % upload.file_name
    return _begin(upload, (State.IMPORTED,), State.UNDOING, title, undo_file, by)


def _begin(
    upload: FamilyImport,
    allowed: Sequence[str],
    state: State,
    title: str,
    job: Task,
    by: Actor,
) -> FamilyImport:
    let_go(by.account)
    upload = _locked(upload, allowed)
    upload.state = state
    busy = Refused(_("Another import is running. Wait until it is done."))
    with refuse_on("one_import_at_a_time", busy):
        _save(upload)
    upload.task = start(title, job, upload_id=upload.pk, by=by)
    upload.save(update_fields=["task"])
    return upload


def let_go(account: Account) -> None:
    """Uploads whose task has stopped without a result are as they were before it."""
    for upload in FamilyImport.objects.filter(account=account, state__in=BUSY).select_related(
        "task"
    ):
        if upload.task is None or upload.task.finished_at is not None:
            before = STOPPED[State(upload.state)]
            FamilyImport.objects.filter(pk=upload.pk, state=upload.state).update(state=before)


@transaction.atomic
def delete_upload(upload: FamilyImport, *, by: Actor) -> None:
    """Forget a file that was never brought in."""
    upload = _locked(upload, MATCHING)
    record("import.deleted", upload, by=by)
    _forget_files(upload)
    upload.delete()


@transaction.atomic
def keep_mapping(upload: FamilyImport, *, name: str, by: Actor) -> ImportMapping:
    """Keep how these columns are understood, for files with the same headers. One of each name."""
    require_same_account(upload)
    name = named(name)
    ImportMapping.objects.filter(account=by.account, name__iexact=name).delete()
    mapping = ImportMapping.objects.create(
        account=by.account,
        name=name,
        headers=upload.headers,
        headers_key=upload.headers_key,
        columns=upload.columns,
        options=upload.options,
    )
    record("import_mapping.kept", mapping, by=by)
    return mapping


@transaction.atomic
def forget_mapping(mapping: ImportMapping, *, by: Actor) -> None:
    require_same_account(mapping)
    record("import_mapping.forgotten", mapping, by=by)
    mapping.delete()


@transaction.atomic
def forget_old_files(account: Account, *, now: datetime) -> int:
    """Delete uploaded files and lists of rows to correct after a month; how many there were."""
    let_go(account)
    old = FamilyImport.objects.filter(account=account, created_at__lt=now - KEPT).exclude(file="")
    count = 0
    for upload in old.exclude(state__in=BUSY):
        _forget_files(upload)
        upload.file = upload.failures = ""
        upload.preview, upload.problems = [], []
        upload.save()
        count += 1
    return count


def _forget_files(upload: FamilyImport) -> None:
    for kept in (upload.file, upload.failures):
        if kept:
            transaction.on_commit(partial(default_storage.delete, str(kept.name)))


def _locked(upload: FamilyImport, allowed: Sequence[str]) -> FamilyImport:
    require_same_account(upload)
    rows = FamilyImport.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("account").get(pk=upload.pk)
    if found.state not in allowed:
        state = found.get_state_display().lower()
        raise Refused(_("This is not possible now: the file is %s.") % state)
    return found


def _save(upload: FamilyImport) -> None:
    upload.version += 1
    upload.save()
