"""Keeping the words by which families are found.

Archived guardians and students keep their words: people ask for a family by whoever they know. A
student who belongs to two households finds both.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import (
    Family,
    Guardian,
    GuardianEmail,
    GuardianPhone,
    HouseholdShare,
    SearchTerm,
    Student,
)
from cartwheel.domain.people.operations.student_terms import store_student_terms
from cartwheel.domain.people.search import terms_of

BATCH = 2000


def refresh_search_terms(family: Family) -> None:
    """Make the stored words those of the family, its guardians and students as they are now."""
    _store([family])


def refresh_search_terms_of(families: Sequence[Family]) -> None:
    """The same for some thousand families at once."""
    for start in range(0, len(families), BATCH):
        _store(families[start : start + BATCH])


def refresh_all_search_terms(account: Account) -> int:
    """The same for every family of the account; the number of families. For imports."""
    keys = list(Family.objects.filter(account=account).values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        _store(Family.objects.filter(pk__in=keys[start : start + BATCH]))
    return len(keys)


def _store(families: Iterable[Family]) -> None:
    wanted = _wanted(families)
    kept: set[tuple[int, str]] = set()
    stale = []
    for key, family_id, term in SearchTerm.objects.filter(family__in=wanted).values_list(
        "pk", "family_id", "term"
    ):
        if term in wanted[family_id]:
            kept.add((family_id, term))
        else:
            stale.append(key)
    if stale:
        SearchTerm.objects.filter(pk__in=stale).delete()
    _add(families, wanted, kept)
    store_student_terms(wanted)


def _add(
    families: Iterable[Family], wanted: dict[int, set[str]], kept: set[tuple[int, str]]
) -> None:
    SearchTerm.objects.bulk_create(
        (
            SearchTerm(account_id=family.account_id, family=family, term=term)
            for family in families
            for term in sorted(wanted[family.pk])
            if (family.pk, term) not in kept
        ),
        batch_size=BATCH,
    )


def _names_of_people(families: Collection[int]) -> Iterator[tuple[Any, ...]]:
    """The key of the family, then the names: first and last ones, of students nicknames too."""
    guardians = Guardian.objects.filter(family__in=families)
    yield from guardians.values_list("family_id", "first_name", "last_name")
    students = Student.objects.filter(family__in=families)
    yield from students.values_list("family_id", "first_name", "last_name", "nickname")
    shares = HouseholdShare.objects.filter(family__in=families)
    yield from shares.values_list(
        "family_id", "student__first_name", "student__last_name", "student__nickname"
    )


def _wanted(families: Iterable[Family]) -> dict[int, set[str]]:
    """By the family's key, the words it is to be found by."""
    names: dict[int, list[str]] = {family.pk: [family.name] for family in families}
    emails: dict[int, list[str]] = defaultdict(list)
    phones: dict[int, list[str]] = defaultdict(list)
    for key, *of_one in _names_of_people(names):
        names[key] += of_one
    mails = GuardianEmail.objects.filter(guardian__family__in=names)
    for key, address in mails.values_list("guardian__family_id", "address"):
        emails[key].append(address)
    numbers = GuardianPhone.objects.filter(guardian__family__in=names)
    for key, number in numbers.values_list("guardian__family_id", "number"):
        phones[key].append(number)
    return {
        key: terms_of(names=names[key], emails=emails[key], phones=phones[key]) for key in names
    }
