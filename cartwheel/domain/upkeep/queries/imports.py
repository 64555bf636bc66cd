"""What the screens of imports ask."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import CustomField
from cartwheel.domain.upkeep.importing import targets
from cartwheel.domain.upkeep.importing.guessing import program_of
from cartwheel.domain.upkeep.importing.headers import letter
from cartwheel.domain.upkeep.models import FamilyImport, ImportedFamily

Choices = list[tuple[str, list[tuple[str, str]]]]


class Column(NamedTuple):
    """A column of a file: where it stands, what it is called, some of its values, what it means."""

    letter: str
    header: str
    samples: Sequence[str]
    target: str


def imports_of(account: Account) -> QuerySet[FamilyImport]:
    """Newest first, without what only one page shows."""
    rows = FamilyImport.objects.filter(account=account).select_related("task")
    return rows.defer("preview", "problems")


def columns_of(upload: FamilyImport) -> list[Column]:
    samples = upload.layout.get("samples", [])
    return [
        Column(letter(index), header, samples[index] if index < len(samples) else (), target)
        for index, (header, target) in enumerate(zip(upload.headers, upload.columns, strict=True))
    ]


def target_choices(account: Account, used: Sequence[str]) -> Choices:
    """What a column can be matched to: of people one more than the file has."""
    most = dict.fromkeys(targets.NUMBERED, 1)
    for target in used:
        if targets.field_of(target):
            subject, number, _name = targets.split(target)
            most[subject] = max(most.get(subject, 0), number + 1)
    found = [
        (title, fields)
        for title, fields in targets.choices()
        if _number(fields[0][0]) <= most.get(_subject(fields[0][0]), 99)
    ]
    return [*found, *_own(account)]


def _subject(target: str) -> str:
    return targets.split(target)[0]


def _number(target: str) -> int:
    return targets.split(target)[1]


def _own(account: Account) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    fields = CustomField.objects.filter(
        account=account, archived_at=None, about__in=("family", "student")
    )
    for about, label in CustomField.About.choices[:2]:
        named = [each for each in fields if each.about == about]
        mine = [(f"custom:{each.pk}", f"{label}: {each.name}") for each in named]
        new = (f"new:{about}", targets.NEW % label)
        yield targets.OWN % label, [*mine, new]


def program_guess(upload: FamilyImport) -> str:
    """The program that the file seems to come from, or ""."""
    return program_of(upload.headers)


def kept_families(upload: FamilyImport) -> QuerySet[ImportedFamily]:
    """Those that undoing the import has left, with why."""
    return ImportedFamily.objects.filter(run=upload, undone__in=("kept", "archived"))


def undoable(upload: FamilyImport) -> dict[str, int]:
    """How many families an undoing is about: those made, and those completed."""
    rows = ImportedFamily.objects.filter(run=upload, family__isnull=False, undone="")
    return {
        "new": rows.filter(outcome="new").count(),
        "changed": rows.filter(outcome="changed").count(),
    }
