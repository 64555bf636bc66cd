"""Taking an import back: what it made goes, if nobody has used it since.

Whether a family was used is seen from the history (every operation writes it) and from the tables
that point at it. Money is never deleted: an opening balance is reversed, and its family archived.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.db.models.fields.related import ForeignKey
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.models import Subject
from cartwheel.domain.activity.operations import record_many
from cartwheel.domain.ledger.models import Charge, Payment
from cartwheel.domain.ledger.operations import reverse_charge, reverse_payment
from cartwheel.domain.people.models import Family, Guardian, SearchTerm, Student, StudentTerm
from cartwheel.domain.people.operations import refresh_search_terms_of
from cartwheel.domain.upkeep.models import FamilyImport, ImportedFamily
from cartwheel.domain.upkeep.writing.saving import ORDER, plain

AT_ONCE = 200
MONEY = ("ledger.charge", "ledger.payment")
# Rows that follow a family by themselves, and those of the ledger that follow its charges.
FOLLOWING = (
    "people.searchterm",
    "people.studentterm",
    "upkeep.importedfamily",
    "ledger.journalentry",
    "ledger.posting",
    "ledger.allocation",
)
POINTING = "select distinct {column} from {table} where {column} = any(%s) and id <> all(%s)"
PEOPLE: dict[str, type[Model]] = {m._meta.label_lower: m for m in (Guardian, Student)}
Person = tuple[str, int]  # by its table and its key
Outcome, Undone = ImportedFamily.Outcome, ImportedFamily.Undone
Tell = Callable[[int], None]


def take_back(
    upload: FamilyImport, *, of: Tell, at: Tell, today: date, now: datetime, by: Actor
) -> Counter[str]:
    """Remove what the import made; gives how many families were removed, archived, kept."""
    counts: Counter[str] = Counter()
    rows = ImportedFamily.objects.filter(run=upload, undone="", family__isnull=False).exclude(
        outcome=Outcome.FOUND
    )
    keys = list(rows.order_by("-pk").values_list("pk", flat=True))
    of(len(keys))
    for start in range(0, len(keys), AT_ONCE):
        chunk = list(
            ImportedFamily.objects.filter(pk__in=keys[start : start + AT_ONCE]).select_related(
                "family__account"
            )
        )
        _Chunk(upload, chunk, today, now, by).undo(counts)
        at(min(start + AT_ONCE, len(keys)))
    return counts


class _Chunk:
    def __init__(
        self,
        upload: FamilyImport,
        rows: Sequence[ImportedFamily],
        today: date,
        now: datetime,
        by: Actor,
    ) -> None:
        self.upload, self.rows, self.today, self.now, self.by = upload, rows, today, now, by
        self.families: dict[int, Family] = {row.family.pk: row.family for row in rows if row.family}
        self._lock()
        self.used = self._used()

    def undo(self, counts: Counter[str]) -> None:
        new = [row for row in self.rows if row.outcome == Outcome.NEW]
        kept = [row for row in new if row.family_id in self.used]
        for row in kept:
            row.undone, row.reason = Undone.KEPT, self.used[row.family_id or 0][:250]
        free = [row for row in new if row.family_id not in self.used]
        self._archive([row for row in free if any(label in row.made for label in MONEY)])
        self._remove([row for row in free if not any(label in row.made for label in MONEY)])
        self._shorten([row for row in self.rows if row.outcome == Outcome.CHANGED])
        said: dict[tuple[str, str], list[int]] = defaultdict(list)
        for row in self.rows:
            said[row.undone, row.reason].append(row.pk)
            counts[row.undone] += 1
        for (undone, reason), keys in said.items():
            rows = ImportedFamily.objects.filter(pk__in=keys)
            rows.update(undone=undone, reason=reason)

    def _lock(self) -> None:
        """Whoever is about to use one of them waits, and does not come between look and removal."""
        rows = Family.objects.filter(pk__in=self.families).order_by("pk")
        list(rows.select_for_update().values_list("pk"))

    # What has been used

    def _used(self) -> dict[int, str]:
        """Families with something of their own since, and what that is."""
        found = self._in_history()
        sentence = _("It has %s of its own since.")
        for key, name in self._strangers(Family, list(self.families), self.rows).items():
            found.setdefault(key, sentence % name)
        new = [row for row in self.rows if row.outcome == Outcome.NEW]
        people = self._used_people(new)
        for row in new:
            for each in _people_of(row):
                if each in people:
                    found.setdefault(row.family_id or 0, sentence % people[each])
        return found

    def _in_history(self) -> dict[int, str]:
        rows = Subject.objects.filter(
            account_id=self.upload.account_id,
            kind="people.family",
            record_id__in=self.families,
            event__gt=self.upload.result.get("last_event", 0),
        )
        sentence = _("It was changed or used since, on %s.")
        days = rows.order_by("-event").values_list("record_id", "event__at")
        return {key: sentence % f"{at:%Y-%m-%d}" for key, at in days}

    def _made(self, label: str, rows: Iterable[ImportedFamily] | None = None) -> list[int]:
        given = self.rows if rows is None else rows
        return [key for row in given for key in row.made.get(label, ())]

    # What is done about it

    def _remove(self, rows: Sequence[ImportedFamily]) -> None:
        keys = [row.family_id for row in rows if row.family_id]
        SearchTerm.objects.filter(family__in=keys).delete()
        students = self._made(Student._meta.label_lower, rows)
        StudentTerm.objects.filter(student__in=students).delete()
        ImportedFamily.objects.filter(family__in=keys).update(family=None)
        for model in reversed(ORDER[1:]):
            _delete(model, self._made(model._meta.label_lower, rows))
        _delete(Family, keys)
        for row in rows:
            row.family, row.undone = None, Undone.REMOVED

    def _reverse_money(self, rows: Sequence[ImportedFamily]) -> None:
        reason = _("The import of %s was undone.") % self.upload.file_name
        for charge in Charge.objects.filter(pk__in=self._made("ledger.charge", rows)):
            reverse_charge(charge, reason=reason, on=self.today, by=self.by)
        for payment in Payment.objects.filter(pk__in=self._made("ledger.payment", rows)):
            reverse_payment(payment, reason=reason, on=self.today, by=self.by)

    def _archive(self, rows: Sequence[ImportedFamily]) -> None:
        self._reverse_money(rows)
        for row in rows:
            family = self.families[row.family_id or 0]
            family.archived_at = family.archived_at or self.now
            family.version += 1
            family.save(update_fields=["archived_at", "version"])
            row.undone = Undone.ARCHIVED
            row.reason = _("It had an opening balance, which was reversed: money is never deleted.")
        record_many(
            "family.archived", [((self.families[r.family_id or 0],), {}) for r in rows], by=self.by
        )

    def _shorten(self, rows: Sequence[ImportedFamily]) -> None:
        """Take from families that were here before what the import had added."""
        self._reverse_money(rows)
        used = self._used_people(rows)
        for row in rows:
            kept = self._without_additions(row, used)
            row.undone = Undone.KEPT if kept else Undone.REMOVED
            row.reason = kept[:250]
        told: list[Any] = [((self.families[row.family_id or 0], self.upload), {}) for row in rows]
        if told:
            record_many("family.import_undone", told, by=self.by)
            refresh_search_terms_of([self.families[row.family_id or 0] for row in rows])

    def _used_people(self, rows: Sequence[ImportedFamily]) -> dict[Person, str]:
        """Students and guardians that the import added and that others point at by now."""
        found: dict[Person, str] = {}
        for label, person in PEOPLE.items():
            pointed = self._strangers(person, self._made(label, rows), rows)
            found |= {(label, key): name for key, name in pointed.items()}
        return found

    def _strangers(
        self, to: type[Model], keys: Sequence[int], rows: Sequence[ImportedFamily]
    ) -> dict[int, str]:
        """Of ``keys`` those that more points at than the import wrote, and what that is."""
        found: dict[int, str] = {}
        with connection.cursor() as cursor:
            for model, column in _pointing_at(to) if keys else ():
                label = model._meta.label_lower
                if label in FOLLOWING:
                    continue
                pointing = POINTING.format(table=model._meta.db_table, column=column)
                cursor.execute(pointing, [list(keys), self._made(label, rows)])
                for (key,) in cursor.fetchall():
                    found.setdefault(key, str(model._meta.verbose_name_plural))
        return found

    def _without_additions(self, row: ImportedFamily, used: dict[Person, str]) -> str:
        kept: list[str] = []
        for model in reversed(ORDER[1:]):
            label = model._meta.label_lower
            keys = row.made.get(label, [])
            stay = [key for key in keys if (label, key) in used]
            kept += [used[label, key] for key in stay]
            model._default_manager.filter(pk__in=set(keys) - set(stay)).delete()
        for label, key, values in row.made.get("filled", ()):
            _empty_again(apps.get_model(label), key, values)
        return _("It has %s of its own since.") % ", ".join(kept) if kept else ""


def _people_of(row: ImportedFamily) -> list[Person]:
    return [(label, key) for label in PEOPLE for key in row.made.get(label, ())]


def _delete(model: type[Model], keys: Sequence[int]) -> None:
    """Of rows that nothing points at, as is known: Django would ask dozens of tables once more.

    If something does, the database refuses it.
    """
    if keys:
        model._default_manager.filter(pk__in=keys)._raw_delete(connection.alias)


def _empty_again(model: type[Model], key: int, values: dict[str, list[Any]]) -> None:
    """Put back what was there, where it still is as the import left it."""
    row: Any = model._default_manager.filter(pk=key).first()
    if row is None:
        return
    back = {name: was for name, (was, now) in values.items() if plain(getattr(row, name)) == now}
    for name, was in back.items():
        field: Any = model._meta.get_field(name)
        setattr(row, field.attname, field.to_python(was) if was is not None else None)
    if back:
        row.version += 1
        row.save()


def _pointing_at(model: type[Model]) -> list[tuple[type[Model], str]]:
    """The tables with a foreign key to ``model``, and its column there."""
    found: dict[str, list[tuple[type[Model], str]]] = defaultdict(list)
    for other in apps.get_models():
        for field in other._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model is model:
                found[other._meta.label].append((other, field.column))
    return [each for pairs in found.values() for each in pairs]
