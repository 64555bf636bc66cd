"""Finding students in a list: by their own names, those of their households, a number, an address.

What is typed is understood as for families, what is near where nothing is exactly that included.
A word finds by ``StudentTerm``, so that siblings stay away; a number or an address finds the
students of the households that have it.
"""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.finding import COMMON, Finding, Needle
from cartwheel.domain.people.models import HouseholdShare, SearchTerm, Student, StudentTerm
from cartwheel.domain.people.search import LAST


def students_among(finding: Finding, students: QuerySet[Student]) -> QuerySet[Student]:
    """Those of ``students`` that are asked for, in the order they have.

    Words that few have are looked up first, and those students sorted; the others are asked of
    each student in turn, as ``finding.matching`` does with families.
    """
    known = finding.known or [None] * len(finding.needles)
    rare: list[QuerySet] = []
    for needle, n in zip(finding.needles, known, strict=True):
        if n is None or n.terms < COMMON:
            rare.append(_found_by(finding.account, needle))
        else:
            students = students.filter(_has(finding.account, needle))
    if rare:
        first, *others = rare
        keys = first.intersection(*others) if others else first
        students = students.filter(pk__in=keys)
    return students


def _found_by(account: Account, needle: Needle) -> QuerySet:
    """The keys of the students that a needle finds."""
    if not _is_contact(needle):
        terms = StudentTerm.objects.filter(_begins(needle), account=account)
        return terms.values("student").distinct()
    families = SearchTerm.objects.filter(_begins(needle), account=account).values("family")
    home = Student.objects.filter(account=account, family__in=families).order_by()
    shared = HouseholdShare.objects.filter(account=account, family__in=families).order_by()
    return home.values("pk").union(shared.values("student"))


def _has(account: Account, needle: Needle) -> Q:
    """Whether a student is found by the needle, asked of one student at a time."""
    mine = {"account": account, "student": OuterRef("pk")}
    if not _is_contact(needle):
        return Q(Exists(StudentTerm.objects.filter(_begins(needle), **mine)))
    home = SearchTerm.objects.filter(_begins(needle), account=account, family=OuterRef("family"))
    terms = SearchTerm.objects.filter(_begins(needle), account=account, family=OuterRef("family"))
    shared = HouseholdShare.objects.filter(Exists(terms), **mine)
    return Q(Exists(home)) | Q(Exists(shared))


def _begins(needle: Sequence[str]) -> Q:
    found = Q()
    for text in needle:
        found |= Q(term__gte=text, term__lt=text + LAST)
    return found


def _is_contact(needle: Needle) -> bool:
    return any("@" in text or text[:1].isdigit() for text in needle)
