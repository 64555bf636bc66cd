"""Additions become rows: one statement for each table, whatever the number of families."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record_many
from cartwheel.domain.people.models import (
    Address,
    EmergencyContact,
    Family,
    FamilyKeyword,
    Guardian,
    GuardianEmail,
    GuardianPhone,
    Note,
    Pickup,
    SearchTerm,
    Student,
    StudentKeyword,
    StudentTerm,
)
from cartwheel.domain.people.operations import refresh_search_terms_of
from cartwheel.domain.upkeep.models import ExternalKey, FamilyImport, ImportedFamily
from cartwheel.domain.upkeep.writing.comparing import Additions, Fill, Words

# Rows of the later ones name rows of the earlier ones.
ORDER: tuple[type[Model], ...] = (
    Family,
    Guardian,
    GuardianEmail,
    GuardianPhone,
    Address,
    EmergencyContact,
    Student,
    Pickup,
    StudentKeyword,
    FamilyKeyword,
    Note,
    ExternalKey,
)
AT_ONCE = 2000
Outcome = ImportedFamily.Outcome


def save_words(words: Words) -> None:
    """Make the keywords and referral sources that families are about to name."""
    for made in (words.keywords, words.referrals):
        for row in made.values():
            if row._state.adding:
                row.save()


def save(found: Sequence[Additions], run: FamilyImport, *, by: Actor) -> list[ImportedFamily]:
    """Write them with their search terms and their history."""
    by_table: dict[type[Model], list[Model]] = defaultdict(list)
    for each in found:
        if each.is_new:
            by_table[Family].append(each.family)
        for row in each.rows:
            by_table[type(row)].append(row)
    for model in ORDER:
        if by_table[model]:
            model._default_manager.bulk_create(by_table[model], batch_size=AT_ONCE)
    before = {id(fill): _apply(fill) for each in found for fill in each.fills}
    changed = [each for each in found if each.changes]
    refresh_search_terms_of([each.family for each in changed])
    _tell(changed, run, by)
    return ImportedFamily.objects.bulk_create(
        (_kept(each, run, before) for each in found), batch_size=AT_ONCE
    )


def count_again() -> None:
    """Let the database plan with the rows written so far.

    Nobody else sees them before the import ends, not even the process that counts rows otherwise:
    questions and keys would be planned as if the tables were still as small as before. Who counts
    them already is not waited for.
    """
    counted: tuple[type[Model], ...] = (*ORDER, SearchTerm, StudentTerm, ImportedFamily)
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in counted)
    with connection.cursor() as cursor:
        cursor.execute(f"analyze (skip_locked) {tables}")


def _apply(fill: Fill) -> dict[str, list[Any]]:
    """Write the values; gives each with what was there before."""
    row: Any = fill.row
    were = {name: [plain(getattr(row, name)), plain(new)] for name, new in fill.values.items()}
    for name, value in fill.values.items():
        setattr(row, name, value)
    columns = list(fill.values)
    if hasattr(row, "version"):
        row.version += 1
        columns.append("version")
    row.save(update_fields=columns)
    return were


def plain(value: Any) -> Any:
    """As JSON can keep it."""
    if isinstance(value, date):
        return value.isoformat()
    return value.pk if isinstance(value, Model) else value


def _kept(
    each: Additions, run: FamilyImport, before: dict[int, dict[str, list[Any]]]
) -> ImportedFamily:
    made: dict[str, Any] = defaultdict(list)
    for row in each.rows:
        made[row._meta.label_lower].append(row.pk)
    if each.fills:
        made["filled"] = [
            [fill.row._meta.label_lower, fill.row.pk, before[id(fill)]] for fill in each.fills
        ]
    outcome = Outcome.CHANGED if each.changes else Outcome.FOUND
    return ImportedFamily(
        account_id=run.account_id,
        run=run,
        family=each.family,
        name=each.family.name[:200],
        row=each.draft.rows[0],
        fingerprint=each.draft.fingerprint,
        outcome=Outcome.NEW if each.is_new else outcome,
        made=dict(made),
    )


def _tell(found: Iterable[Additions], run: FamilyImport, by: Actor) -> None:
    new: list[Any] = []
    added: list[Any] = []
    for each in found:
        details = {"file": run.file_name, "students": each.students_new}
        (new if each.is_new else added).append(((each.family, run), details))
    if new:
        record_many("family.imported", new, by=by)
    if added:
        record_many("family.completed_by_import", added, by=by)
