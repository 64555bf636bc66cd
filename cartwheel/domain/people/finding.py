"""Finding families by whatever is typed, over the narrow table of their words."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import Family, SearchTerm
from cartwheel.domain.people.search import LAST, asked_for

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
