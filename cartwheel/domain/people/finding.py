"""Finding families by whatever is typed, over the narrow table of their words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import Family, SearchTerm, Student, StudentTerm
from cartwheel.domain.people.nearness import also_called, nearest, slips
from cartwheel.domain.people.search import LAST, asked_for

COMMON = 5000  # terms: so many are read, joined and sorted in some ten milliseconds
MOST_NEAR = 8  # words that are shown for one that was typed
MOST_WORDS_GUESSED = 4
FEW = 3  # families found: so few, and another word may have been meant

Needle = tuple[str, ...]


class Known(NamedTuple):
    """How many ``terms`` a needle begins, as far as ``COMMON``; whether one is just that."""

    terms: int
    whole: bool


@dataclass(frozen=True)
class Finding:
    """What a text asks for, and what is near where nothing is exactly that.

    ``needles`` must all be found, each as the beginning of a word. ``near`` are the texts that
    stand for what was typed wrongly, empty as long as something is found exactly; ``also`` are
    those that may have been meant where very little is.
    """

    account: Account
    text: str
    needles: list[Needle]
    known: tuple[Known, ...] | None = None
    near: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def is_common(self) -> bool:
        """Whether there is no word in it by which only some are found."""
        return all(known.terms >= COMMON for known in self.known or ())

    @property
    def names_nobody(self) -> bool:
        """Whether all of it is an email address or a telephone number."""
        return bool(self.needles) and all(_is_address_or_number(n[0]) for n in self.needles)

    def among(self, families: QuerySet[Family]) -> QuerySet[Family]:
        """Those of ``families`` that are asked for, in the order they have."""
        return matching(families, self.account, self.needles, self.known)


def find(account: Account, text: str) -> Finding:
    """Understand ``text``; where no family of the account is exactly that, look for what is near.

    Costs one small statement, and a second one for several words. For what is near, one more that
    looks up some hundred words for each that is not found.
    """
    needles = list(asked_for(text, account.country))
    known = _known(account, needles)
    exact = Finding(account, text, needles, tuple(known))
    unknown = [needle for needle, found in zip(needles, known, strict=True) if not found.terms]
    if unknown:
        return _nearest_to(exact, unknown) or exact
    if len(needles) == 1:
        return _with_also(exact)
    if needles and not exact.among(Family.objects.filter(account=account)).exists():
        return _nearest_to(exact, unknown) or exact
    return exact


def _with_also(exact: Finding) -> Finding:
    """A word that is none by itself and finds hardly anybody may have been meant otherwise."""
    (needle,), (known,) = exact.needles, exact.known or ()
    if known.whole or known.terms > FEW or len(needle) > 1 or not needle[0].isalpha():
        return exact
    also = _near_words(exact.account, [needle], whole=True)[needle]
    return replace(exact, also=tuple(_others(needle, also)))


def _others(needle: Needle, words: Iterable[str]) -> list[str]:
    """Without the beginnings of a word that is known: what they find, it finds."""
    return [word for word in words if not needle[0].startswith(word)]


def _nearest_to(exact: Finding, unknown: list[Needle]) -> Finding | None:
    """With other words for the unknown ones; where each is known, for any of them."""
    guessed = (unknown or exact.needles)[:MOST_WORDS_GUESSED]
    words = _near_words(exact.account, guessed)
    if not unknown:
        words = {needle: _others(needle, found) for needle, found in words.items()}
    if any(not words.get(needle) for needle in unknown):
        return None
    near = tuple(dict.fromkeys(word for needle in guessed for word in words[needle]))
    kept = set() if unknown else set(guessed)
    needles = [
        (needle if needle in kept else ()) + tuple(words.get(needle, ())) or needle
        for needle in exact.needles
    ]
    if not near:
        return None
    return replace(exact, needles=needles, known=tuple(_known(exact.account, needles)), near=near)


def _near_words(
    account: Account, needles: Iterable[Needle], *, whole: bool = False
) -> dict[Needle, list[str]]:
    """For each needle, what it can have been meant to be; all looked up at once.

    With ``whole``, only words that are not beginnings of others.
    """
    guesses = {needle: slips(needle[0]) for needle in needles}
    called = {needle: also_called(needle[0]) for needle in guesses}
    texts = {text for each in (*guesses.values(), *called.values()) for text in each}
    stored = _stored(account, sorted(texts))
    found = {}
    for needle, texts_of in guesses.items():
        pairs = [(text, stored[text]) for text in texts_of if text in stored]
        if whole:
            pairs = [pair for pair in pairs if pair[0] == pair[1]]
        names = [name for name in called[needle] if stored.get(name) == name]
        found[needle] = list(dict.fromkeys([*names, *nearest(needle[0], pairs, MOST_NEAR)]))
    return found


def _stored(account: Account, texts: list[str]) -> dict[str, str]:
    """For each text that a stored word begins with, the first such word."""
    if not texts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(STORED, {"account": account.pk, "texts": texts, "last": LAST})
        return dict(cursor.fetchall())


# The word itself comes first of all that begin with it: one step down the index for each.
STORED = """
select asked.text, found.term from unnest(%(texts)s::text[]) asked(text), lateral (
    select term from people_searchterm
    where account_id = %(account)s and term >= asked.text and term < asked.text || %(last)s
    order by term limit 1
) found
"""


def plainly_asked(account: Account, text: str) -> Finding:
    """Understand ``text`` without looking anything up."""
    return Finding(account, text, list(asked_for(text, account.country)))


def nearest_families(
    finding: Finding, families: QuerySet[Family], most: int
) -> list[QuerySet[Family]]:
    """Up to ``most`` of those asked for, as parts: what stands in an earlier one is nearer.

    Whose number or address it is, then who is called so, then the others; archived ones last. Of a
    name that very many have, only those called so are put before the others: to rank all of them
    would read all of them.
    """
    texts = [text for needle in finding.needles for text in needle]
    called = _begins("sort_name", texts)
    found = finding.among(families)
    if finding.is_common:
        by_name = found.order_by("sort_name", "pk")
        return [by_name.filter(called)[:most], by_name.filter(archived_at=None)[:most]]
    rank = Case(
        When(sort_name__in=texts, then=Value(2)), When(called, then=Value(1)), default=Value(0)
    )
    gone = F("archived_at").asc(nulls_first=True)
    ranked = _with_exact(finding, found).alias(rank=rank)
    return [ranked.order_by(gone, "-exact", "-rank", "sort_name", "pk")[:most]]


def nearest_organizations(
    finding: Finding, families: QuerySet[Family], most: int
) -> QuerySet[Family]:
    """The organizations asked for, by name. There are few, so each of them is asked."""
    found = families.filter(organization__account=finding.account)
    for needle in finding.needles:
        terms = _terms(finding.account, needle).filter(family=OuterRef("pk"))
        found = found.filter(Exists(terms))
    return found.order_by("sort_name", "pk")[:most]


def some_students(finding: Finding, most: int) -> list[Student]:
    """Up to ``most`` students asked for by their own names or those of their households.

    With their families; in no order, so that a common name costs no more than a rare one.
    """
    account = finding.account
    students = Student.objects.filter(account=account, archived_at=None).select_related("family")
    named = [
        StudentTerm.objects.filter(_begins("term", needle), account=account).values("student")
        for needle in finding.needles
        if not _is_address_or_number(needle[0])
    ]
    if named:  # cut off, so that PostgreSQL reads no more than are wanted
        first, *others = named
        students = students.filter(pk__in=(first.intersection(*others) if others else first)[:most])
    for needle in finding.needles:
        if _is_address_or_number(needle[0]):
            families = _terms(account, needle).values("family")[:most]
            students = students.filter(family__in=families)
    return list(students[:most]) if finding.needles else []


def search_families(account: Account, text: str, *, active: bool | None = True) -> QuerySet[Family]:
    """The families that ``text`` asks for, those first whose phone or email it is exactly.

    Every word must begin a name, an email address or a part of one; a telephone number is
    understood in any format. ``active`` None means archived ones too. A text without a word finds
    all families.
    """
    return _sorted(plainly_asked(account, text), active)


def find_families(
    account: Account, text: str, *, active: bool | None = True
) -> tuple[QuerySet[Family], Finding]:
    """As ``search_families``, but where there is nothing, what is near (see ``Finding.near``)."""
    finding = find(account, text)
    return _sorted(finding, active), finding


def _sorted(finding: Finding, active: bool | None) -> QuerySet[Family]:
    families = Family.objects.filter(account=finding.account)
    if active is not None:
        families = families.filter(archived_at__isnull=active)
    found = _with_exact(finding, finding.among(families))
    return found.order_by("-exact", "sort_name", "pk")


def _with_exact(finding: Finding, families: QuerySet[Family]) -> QuerySet[Any]:
    """With ``exact``: whether it is the family's phone or email that was typed."""
    exact = [t for needle in finding.needles for t in needle if _is_address_or_number(t)]
    if not exact:
        return families.alias(exact=Value(False))
    terms = SearchTerm.objects.filter(
        account=finding.account, family=OuterRef("pk"), term__in=exact
    )
    return families.alias(exact=Exists(terms))


def narrowed(families: QuerySet[Family], account: Account, text: str) -> QuerySet[Family]:
    """Those of ``families`` that ``text`` asks for exactly, in the order they have."""
    return matching(families, account, asked_for(text, account.country))


def matching(
    families: QuerySet[Family],
    account: Account,
    needles: Sequence[Needle],
    known: Sequence[Known] | None = None,
) -> QuerySet[Family]:
    """Narrow to families with a term that begins like each needle (see ``search.asked_for``).

    Costs one small statement at once, unless ``known`` is given. The words that few families
    have are looked up first, and those families sorted; the others are asked of each family in
    turn. Left to itself PostgreSQL walks the families by name even for a last name, and finds all
    the Williamses at the end.
    """
    if known is None:
        known = _known(account, needles)
    telling = [needle for needle, n in zip(needles, known, strict=True) if n.terms < COMMON]
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
    return SearchTerm.objects.filter(_begins("term", needle), account=account)


def _begins(column: str, texts: Iterable[str]) -> Q:
    ranges = (Q(**{f"{column}__gte": text, f"{column}__lt": text + LAST}) for text in texts)
    return reduce(or_, ranges, Q())


def _known(account: Account, needles: Sequence[Needle]) -> list[Known]:
    if not needles:
        return []
    parts: list[str] = []
    params: list[Any] = []
    for needle in needles:
        begun = _terms(account, needle).values("family")[:COMMON]
        whole = SearchTerm.objects.filter(account=account, term__in=needle).values("family")[:1]
        for form, rows in (("(select count(*) from ({}) found)", begun), ("exists({})", whole)):
            sql, values = rows.query.sql_with_params()
            parts.append(form.format(sql))
            params += values
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(parts)}", params)
        row = cursor.fetchone()
    return [Known(*pair) for pair in zip(row[::2], row[1::2], strict=True)]


def _is_address_or_number(term: str) -> bool:
    return "@" in term or (term.isdigit() and len(term) >= 7)
