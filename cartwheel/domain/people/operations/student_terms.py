"""Keeping the words by which students are found by name.

A student is found by her own names, by those of the households she belongs to and by those of
their guardians, but not by those of her siblings.
"""

from collections import defaultdict
from collections.abc import Iterable

from cartwheel.domain.people.models import (
    Family,
    Guardian,
    HouseholdShare,
    Student,
    StudentTerm,
)
from cartwheel.domain.people.search import name_terms

BATCH = 5000


def store_student_terms(families: Iterable[int]) -> None:
    """Make the words of the students of these families, by their keys, what they are to be."""
    keys = list(families)
    homes = Student.objects.filter(family__in=keys)
    shared = Student.objects.filter(shares__family__in=keys)
    rows = homes.union(shared).values_list(
        "pk", "account_id", "family_id", "first_name", "last_name", "nickname"
    )
    students = list(rows)
    if not students:
        return
    wanted = _wanted(students)
    stale, kept = [], set()
    there = StudentTerm.objects.filter(student__in=wanted).values_list("pk", "student_id", "term")
    for pk, student, term in there:
        if term in wanted[student]:
            kept.add((student, term))
        else:
            stale.append(pk)
    if stale:
        StudentTerm.objects.filter(pk__in=stale).delete()
    StudentTerm.objects.bulk_create(
        (
            StudentTerm(account_id=account, student_id=pk, term=term)
            for pk, account, *_names in students
            for term in sorted(wanted[pk])
            if (pk, term) not in kept
        ),
        batch_size=BATCH,
    )


def _wanted(students: list[tuple]) -> dict[int, set[str]]:
    households: dict[int, list[int]] = {row[0]: [row[2]] for row in students}
    shares = HouseholdShare.objects.filter(student__in=households)
    for student, family in shares.values_list("student_id", "family_id"):
        households[student].append(family)
    terms = _of_households({family for found in households.values() for family in found})
    return {
        pk: set().union(*map(name_terms, names), *(terms[key] for key in households[pk]))
        for pk, _account, _family, *names in students
    }


def _of_households(keys: set[int]) -> dict[int, set[str]]:
    terms: dict[int, set[str]] = defaultdict(set)
    for key, name in Family.objects.filter(pk__in=keys).values_list("pk", "name"):
        terms[key] |= name_terms(name)
    guardians = Guardian.objects.filter(family__in=keys)
    for key, first, last in guardians.values_list("family_id", "first_name", "last_name"):
        terms[key] |= name_terms(first) | name_terms(last)
    return terms
