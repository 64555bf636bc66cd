"""A whole file: looked through, or brought in.

Both go the same way, family by family; looking through writes nothing. Bringing in is one
transaction: all of it is there when it is done, or nothing. A family that the database refuses
fails alone, inside a savepoint.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import TextIOWrapper
from itertools import islice
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

import structlog
from babel.numbers import get_currency_precision
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.people.models import CustomField, Family
from cartwheel.domain.people.queries import grades_of
from cartwheel.domain.upkeep.importing import files
from cartwheel.domain.upkeep.importing.dates import usual_order
from cartwheel.domain.upkeep.importing.drafts import FamilyDraft, Problem
from cartwheel.domain.upkeep.importing.files import Layout
from cartwheel.domain.upkeep.importing.plans import OwnField, Plan, mapped
from cartwheel.domain.upkeep.importing.reading import Reader
from cartwheel.domain.upkeep.models import FamilyImport, ImportedFamily
from cartwheel.domain.upkeep.writing.comparing import Additions, Comparing, Words
from cartwheel.domain.upkeep.writing.matching import matches
from cartwheel.domain.upkeep.writing.saving import count_again, save, save_words
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.tenancy import tenant
from cartwheel.kernel.text import guarded

log = structlog.get_logger()
AT_ONCE = 300  # families
PROBLEMS_SHOWN = 300
PREVIEWED = 12
Tell = Callable[[int], None]


@dataclass
class Tally:
    """What came, or would come, of a file."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    failed_rows: dict[int, str] = field(default_factory=dict)
    preview: list[dict[str, Any]] = field(default_factory=list)
    balances: list[tuple[Family, int]] = field(default_factory=list)

    def see(self, draft: FamilyDraft) -> None:
        self.counts["families"] += 1
        self.counts["rows"] += len(draft.rows)
        self.counts["problems"] += len(draft.problems)
        self.problems += draft.problems[: max(0, PROBLEMS_SHOWN - len(self.problems))]

    def fail(self, draft: FamilyDraft, reason: str = "") -> None:
        """The family stays out with all its rows; each says why, or that another one does."""
        self.counts["families_failed"] += 1
        reasons: dict[int, list[str]] = {}
        for problem in draft.problems:
            if problem.fatal:
                told = f"{problem.column}: {problem.text}" if problem.column else problem.text
                reasons.setdefault(problem.row, []).append(told)
        for row in draft.rows:
            other = reason or _("Another row of this family cannot be read.")
            self.failed_rows[row] = " ".join(reasons.get(row, [other]))

    def doubt(self, draft: FamilyDraft, reason: str) -> None:
        problem = Problem(draft.rows[0], "", draft.name, reason)
        self.counts["problems"] += 1
        if len(self.problems) < PROBLEMS_SHOWN:
            self.problems.append(problem)
        self.fail(draft, reason)

    def add(self, found: Additions) -> None:
        kind = "new" if found.is_new else "changed" if found.changes else "found"
        self.counts[f"families_{kind}"] += 1
        self.counts["students_new"] += found.students_new
        self.counts["students_found"] += found.students_found
        if found.opens and found.draft.balance:
            self.counts["balances"] += 1
            self.balances.append((found.family, found.draft.balance))
        if len(self.preview) < PREVIEWED:
            self.preview.append(found.draft.as_json() | {"outcome": kind})

    def as_json(self) -> dict[str, int]:
        return dict(self.counts)


class Run:
    """The reading of one uploaded file, shared by looking through and bringing in."""

    def __init__(self, upload: FamilyImport, *, by: Actor, make_fields: bool = False) -> None:
        self.upload, self.by = upload, by
        self.account = upload.account
        self.options: dict[str, Any] = upload.options
        self.words = Words.of(self.account)
        self.columns = effective(upload.columns)
        self.own = self._own_fields(make_fields)
        with opened(upload) as file:
            layout = Layout.of(upload.layout)
            rows = files.all_rows(file, layout)
            data = ((n, cells) for n, cells in rows if n > layout.header_row)
            self.rows = list(mapped(data, self.columns))
        self.reader = Reader(self._plan(), self.rows)
        self.comparing = Comparing(self.words, by=by, now=timezone.now())
        self.made: set[int] = set()

    def _plan(self) -> Plan:
        grades, today = grades_of(self.account), timezone.localdate()
        return Plan(
            headers=self.upload.headers,
            columns=self.columns,
            country=self.account.country,
            usual_order=usual_order(self.account.locale),
            today=today,
            decimals=get_currency_precision(self.account.currency),
            date_order=self.options.get("date_order", ""),
            unreadable_to_notes=self.options.get("unreadable") == "note",
            each_row_its_own=self.options.get("rows") == "families",
            grades=grades.names,
            grade_year=grades.year_of(today),
            own=self.own,
        )

    def _own_fields(self, make: bool) -> dict[str, OwnField]:
        """The account's own fields that columns go to; those to be made, made if ``make``."""
        mine = {each.pk: each for each in CustomField.objects.filter(account=self.account)}
        found: dict[str, OwnField] = {}
        for header, target in zip(self.upload.headers, self.columns, strict=True):
            if target.startswith("new:"):
                about = target.removeprefix("new:").partition("#")[0]
                own = self._made(about, header, mine) if make else None
                found[target] = OwnField(f"{about}:{own.pk if own else ''}")
                if own:
                    self.words.own[target] = str(own.pk)
            elif target.startswith("custom:"):
                own = mine.get(int(target.removeprefix("custom:")))
                if own:
                    found[target] = OwnField(f"{own.about}:{own.pk}", own.kind, tuple(own.choices))
                    self.words.own[target] = str(own.pk)
        return found

    def _made(self, about: str, name: str, mine: dict[int, CustomField]) -> CustomField:
        name = name[:60]
        for each in mine.values():
            if each.about == about and each.name.casefold() == name.casefold():
                return each
        made = CustomField.objects.create(
            account=self.account, about=about, name=name, kind="text", position=len(mine)
        )
        mine[made.pk] = made
        return made

    def chunks(self, tally: Tally) -> Iterator[list[FamilyDraft]]:
        """The families that can be read, some hundreds at a time, without those known already."""
        families = self.reader.families()
        while chunk := list(islice(families, AT_ONCE)):
            known = self._imported_before(chunk)
            readable = []
            for draft in chunk:
                tally.see(draft)
                if draft.fails:
                    tally.fail(draft)
                elif draft.fingerprint in known:
                    tally.counts["families_same"] += 1
                else:
                    readable.append(draft)
            yield readable

    def _imported_before(self, chunk: Sequence[FamilyDraft]) -> set[str]:
        rows = ImportedFamily.objects.filter(
            account=self.account,
            fingerprint__in=[draft.fingerprint for draft in chunk],
            family__isnull=False,
            undone="",
        ).exclude(run=self.upload)
        return set(rows.values_list("fingerprint", flat=True))

    def matched(
        self, drafts: Sequence[FamilyDraft], tally: Tally
    ) -> list[tuple[FamilyDraft, Family | None]]:
        found = []
        for draft, match in zip(drafts, matches(self.account, drafts, but=self.made), strict=True):
            if match.doubt:
                tally.doubt(draft, match.doubt)
            elif match.family and self.options.get("existing") == "skip":
                tally.counts["families_skipped"] += 1
            else:
                found.append((draft, match.family))
        return found

    def compared(self, pairs: Sequence[tuple[FamilyDraft, Family | None]]) -> list[Additions]:
        return self.comparing.additions([d for d, _f in pairs], [f for _d, f in pairs])


def look_through(upload: FamilyImport, *, of: Tell, at: Tell, by: Actor) -> Tally:
    """What bringing the file in would do; nothing is written."""
    run, tally = Run(upload, by=by), Tally()
    tally.problems += (doubts := run.reader.doubts())
    tally.counts["problems"] += len(doubts)
    of(len(run.rows))
    for drafts in run.chunks(tally):
        for found in run.compared(run.matched(drafts, tally)):
            tally.add(found)
        at(tally.counts["rows"])
    return tally


def bring_in(upload: FamilyImport, *, of: Tell, at: Tell, by: Actor) -> tuple[Tally, list[Any]]:
    """Write every family that can be read; gives what came of it and the rows about each.

    Those that are here already come last, so that nobody at the desk waits for long.
    """
    run, tally = Run(upload, by=by, make_fields=True), Tally()
    of(len(run.rows))
    later: list[tuple[FamilyDraft, Family | None]] = []
    kept: list[ImportedFamily] = []
    counted = 0
    for drafts in run.chunks(tally):
        pairs = run.matched(drafts, tally)
        later += [(draft, family) for draft, family in pairs if family is not None]
        kept += _write(run, [pair for pair in pairs if pair[1] is None], tally)
        if len(kept) >= max(AT_ONCE, 2 * counted):
            counted = len(kept)
            count_again()
        at(tally.counts["rows"])
    for start in range(0, len(later), AT_ONCE):
        kept += _write(run, _locked(later[start : start + AT_ONCE]), tally)
    return tally, kept


def _locked(
    pairs: Sequence[tuple[FamilyDraft, Family | None]],
) -> list[tuple[FamilyDraft, Family | None]]:
    keys = [family.pk for _draft, family in pairs if family]
    rows = Family.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
    now = {family.pk: family for family in rows}
    return [(draft, now.get(family.pk)) for draft, family in pairs if family]


def _write(
    run: Run, pairs: Sequence[tuple[FamilyDraft, Family | None]], tally: Tally
) -> list[ImportedFamily]:
    """All at once; when the database refuses, one by one, so that only the bad one fails."""
    if not pairs:
        return []
    with tenant(run.account.pk):  # a piece of work of its own, as far as the history goes
        try:
            return _save(run, pairs, tally)
        except (DatabaseError, Refused, ValueError):
            log.info("import_one_by_one", upload=run.upload.pk, families=len(pairs))
        kept: list[ImportedFamily] = []
        for pair in pairs:
            try:
                kept += _save(run, [pair], tally)
            except (DatabaseError, Refused, ValueError) as error:
                log.warning("import_refused", upload=run.upload.pk, row=pair[0].rows[0])
                tally.doubt(pair[0], reason_of(error))
        return kept


def _save(
    run: Run, pairs: Sequence[tuple[FamilyDraft, Family | None]], tally: Tally
) -> list[ImportedFamily]:
    found = run.compared(pairs)
    save_words(run.words)
    with transaction.atomic():
        kept = save(found, run.upload, by=run.by)
    for each in found:
        tally.add(each)
        run.made.add(each.family.pk)
    return kept


def reason_of(error: Exception) -> str:
    if isinstance(error, Refused):
        return str(error)
    return _("The database refuses this family. Nothing of it was kept.")


def effective(columns: Sequence[str]) -> list[str]:
    """Own fields to be made are one for each column."""
    return [f"{t}#{i}" if t.startswith("new:") else t for i, t in enumerate(columns)]


def opened(upload: FamilyImport) -> BinaryIO:
    """The uploaded file; refused when it has been deleted meanwhile."""
    if not upload.file or not default_storage.exists(str(upload.file.name)):
        raise Refused(_("The file is not kept any more. Upload it again."))
    return cast(BinaryIO, default_storage.open(str(upload.file.name), "rb"))


def write_failures(upload: FamilyImport, reasons: dict[int, str]) -> str:
    """The rows that stayed out as a CSV, why in a first column; gives its name in the storage."""
    layout = Layout.of(upload.layout)
    with TemporaryFile() as file, opened(upload) as source:
        text = TextIOWrapper(file, "utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow([_("Reason"), *upload.headers])
        for number, cells in files.all_rows(source, layout):
            if number in reasons:
                writer.writerow([reasons[number], *(guarded(cell) for cell in cells)])
        text.flush()
        file.seek(0)
        name = f"accounts/{upload.account_id}/imports/failed-{upload.pk}.csv"
        stored = default_storage.save(name, File(file))
        text.detach()
    return stored
