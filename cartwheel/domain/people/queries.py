"""Finding families: by whatever is typed, by what they share, and one with all its people."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Concat, JSONObject, Trim

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
from cartwheel.domain.people.search import LAST, asked_for

FULL_NAME = Trim(Concat("first_name", Value(" "), "last_name"))
COMMON = 5000  # terms: so many are read, joined and sorted in some ten milliseconds


def search_families(account: Account, text: str, *, active: bool | None = True) -> QuerySet[Family]:
    """The families that ``text`` asks for, those first whose phone or email it is exactly.

    Every word must begin a name, an email address or a part of one; a telephone number is
    understood in any format. ``active`` None means archived ones too. A text without a word finds
    all families.
    """
    families = Family.objects.filter(account=account)
    if active is not None:
        families = families.filter(archived_at__isnull=active)
    needles = asked_for(text, account.country)
    found = matching(families, account, needles)
    exact = [t for needle in needles for t in needle if _is_address_or_number(t)]
    if not exact:
        return found.order_by("sort_name", "pk")
    terms = SearchTerm.objects.filter(account=account, family=OuterRef("pk"), term__in=exact)
    return found.annotate(exact=Exists(terms)).order_by("-exact", "sort_name", "pk")


def narrowed(families: QuerySet[Family], account: Account, text: str) -> QuerySet[Family]:
    """Those of ``families`` that ``text`` asks for, in the order they have."""
    return matching(families, account, asked_for(text, account.country))


def matching(
    families: QuerySet[Family], account: Account, needles: Sequence[Sequence[str]]
) -> QuerySet[Family]:
    """Narrow to families with a term that begins like each needle (see ``search.asked_for``).

    Costs one small statement at once. The words that few families have are looked up first, and
    those families sorted; the others are asked of each family in turn. Left to itself PostgreSQL
    walks the families by name even for a last name, and finds all the Williamses at the end.
    """
    telling = _telling(account, needles)
    if telling:
        first, *others = (_terms(account, needle).values("family") for needle in telling)
        # Not a join to be flattened: that would be the walk again.
        keys = first.intersection(*others) if others else first.distinct()
        families = families.filter(pk__in=keys)
    for needle in needles:
        if needle not in telling:
            terms = _terms(account, needle).filter(family=OuterRef("pk"))
            families = families.filter(Exists(terms))
    return families


def _terms(account: Account, needle: Sequence[str]) -> QuerySet[SearchTerm]:
    """A prefix as a range: ``>=`` and ``<`` get past row-level security to an index."""
    ranges = (Q(term__gte=text, term__lt=text + LAST) for text in needle)
    return SearchTerm.objects.filter(reduce(or_, ranges), account=account)


def _telling(account: Account, needles: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The needles that begin fewer than ``COMMON`` terms."""
    if not needles:
        return []
    parts: list[str] = []
    params: list[Any] = []
    for needle in needles:
        sql, values = _terms(account, needle).values("family")[:COMMON].query.sql_with_params()
        parts.append(f"(select count(*) from ({sql}) found)")  # noqa: S608 - the ORM's own SQL
        params += values
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(parts)}", params)
        counts = cursor.fetchone()
    return [needle for needle, count in zip(needles, counts, strict=True) if count < COMMON]


def _is_address_or_number(term: str) -> bool:
    return "@" in term or (term.isdigit() and len(term) >= 7)


def duplicates_of(account: Account, emails: Iterable[str], phones: Iterable[str]) -> list[Family]:
    """Families, archived ones too, that have one of these addresses or numbers (E.164)."""
    addresses = [address.lower() for address in emails if address]
    numbers = [number for number in phones if number]
    guardians = Guardian.objects.filter(account=account)
    keys: set[int] = set()
    if addresses:
        found = guardians.filter(emails__address__in=addresses, emails__account=account)
        keys |= set(found.values_list("family_id", flat=True))
    if numbers:
        found = guardians.filter(phones__number__in=numbers, phones__account=account)
        keys |= set(found.values_list("family_id", flat=True))
    return list(with_people(Family.objects.filter(account=account, pk__in=keys))) if keys else []


def with_people(families: QuerySet[Family]) -> QuerySet[Family]:
    """With guardians, their emails and phones, and students, but for the archived ones."""
    guardians = Guardian.objects.filter(archived_at=None).prefetch_related("emails", "phones")
    students = Student.objects.filter(archived_at=None)
    return families.prefetch_related(
        Prefetch("guardians", guardians), Prefetch("students", students)
    )


def with_summary(families: QuerySet[Family]) -> QuerySet[Family]:
    """With ``adults`` and ``children`` as plain values, in the same statement: for long lists.

    Each adult has name, relationship, emails and phones (the primary ones first); each child has
    name and born_on (text, or None). Archived ones are left out.
    """
    mine = {"account": OuterRef("account"), "family": OuterRef("pk"), "archived_at": None}
    adults = Guardian.objects.filter(**mine).values(
        each=JSONObject(
            name=FULL_NAME,
            relationship="relationship",
            emails=_of_guardian(GuardianEmail, "address"),
            phones=_of_guardian(GuardianPhone, "number"),
        )
    )
    children = Student.objects.filter(**mine).values(
        each=JSONObject(name="first_name", last_name="last_name", born_on="born_on")
    )
    return families.annotate(adults=ArraySubquery(adults), children=ArraySubquery(children))


def _of_guardian(model: type[GuardianEmail] | type[GuardianPhone], column: str) -> ArraySubquery:
    rows = model._default_manager.filter(account=OuterRef("account"), guardian=OuterRef("pk"))
    return ArraySubquery(rows.values(column))


def students_of(family: Family) -> QuerySet[Student]:
    """Who belongs to this household: those at home here and those it shares with another."""
    shared = HouseholdShare.objects.filter(account=family.account_id, family=family)
    here = Q(family=family) | Q(pk__in=shared.values("student"))
    return Student.objects.filter(here, account=family.account_id)


def family_card(account: Account, key: int) -> Family | None:
    """The family with all its people, archived ones included; None when there is no such one."""
    guardians = Guardian.objects.select_related("portal_login").prefetch_related("emails", "phones")
    families = Family.objects.filter(account=account, pk=key)
    return families.prefetch_related(Prefetch("guardians", guardians), "students").first()
