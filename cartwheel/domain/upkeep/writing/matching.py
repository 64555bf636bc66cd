"""Which families of a file are here already.

By the number they had in the other program, by email, by phone and last name, or by last name and
a student's name and birth date. What is found in several ways counts for more.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import (
    Family,
    Guardian,
    GuardianEmail,
    GuardianPhone,
    Kind,
    Student,
)
from cartwheel.domain.upkeep.importing.drafts import FamilyDraft
from cartwheel.domain.upkeep.importing.grouping import letters
from cartwheel.domain.upkeep.importing.people import same_first_name
from cartwheel.domain.upkeep.models import ExternalKey
from cartwheel.kernel.text import folded

NUMBER, EMAIL, PHONE, CHILD = 100, 10, 6, 8


@dataclass(frozen=True)
class Match:
    """``family`` is the one found; ``doubt`` a sentence when it cannot be told which one it is."""

    family: Family | None = None
    doubt: str = ""


def matches(account: Account, drafts: Sequence[FamilyDraft], *, but: Iterable[int]) -> list[Match]:
    """For each draft the family that it is, in a handful of statements for all.

    ``but`` are the keys of families that do not count: those the same import has made.
    """
    finder = _Finder(account, drafts, frozenset(but))
    return [finder.match(draft) for draft in drafts]


class _Finder:
    def __init__(
        self, account: Account, drafts: Sequence[FamilyDraft], but: frozenset[int]
    ) -> None:
        self.account, self.drafts, self.but = account, drafts, but
        self.by_number = self._numbers()
        self.by_email = self._emails()
        self.by_phone = self._phones()
        self.by_child = self._children()
        self.families = self._families()

    def _numbers(self) -> dict[str, int]:
        wanted = [draft.external_id for draft in self.drafts if draft.external_id]
        rows = ExternalKey.objects.filter(account=self.account, student=None, value__in=wanted)
        return dict(rows.values_list("value", "family_id")) if wanted else {}

    def _emails(self) -> dict[str, set[int]]:
        wanted = {address for draft in self.drafts for address in draft.emails}
        rows = GuardianEmail.objects.filter(account=self.account, address__in=wanted)
        return _sets(rows.values_list("address", "guardian__family_id")) if wanted else {}

    def _phones(self) -> dict[tuple[str, str], set[int]]:
        wanted = {number for draft in self.drafts for number in draft.phones}
        if not wanted:
            return {}
        rows = GuardianPhone.objects.filter(account=self.account, number__in=wanted)
        found: dict[tuple[str, str], set[int]] = defaultdict(set)
        for number, family, last, name in rows.values_list(
            "number", "guardian__family_id", "guardian__last_name", "guardian__family__name"
        ):
            found[number, letters(last)].add(family)
            found[number, letters(name)].add(family)
        return found

    def _children(self) -> dict[tuple[str, str], list[tuple[str, int]]]:
        born = {s.born_on for draft in self.drafts for s in draft.students if s.born_on}
        names = {sorted_as(draft.name) for draft in self.drafts if draft.students}
        if not born or not names:
            return {}
        rows = Student.objects.filter(
            account=self.account, born_on__in=born, family__sort_name__in=names
        )
        found: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
        for first, day, name, family in rows.values_list(
            "first_name", "born_on", "family__sort_name", "family_id"
        ):
            found[name, day.isoformat() if day else ""].append((first, family))
        return found

    def _families(self) -> dict[int, Family]:
        keys = set(self.by_number.values())
        for found in (*self.by_email.values(), *self.by_phone.values()):
            keys |= found
        keys |= {family for rows in self.by_child.values() for _first, family in rows}
        families = {f.pk: f for f in self._standing(keys)}
        while more := {f.merged_into_id for f in families.values() if f.merged_into_id} - {
            *families
        }:
            families |= {f.pk: f for f in self._standing(more)}
        return families

    def _standing(self, keys: Iterable[Any]) -> Iterable[Family]:
        rows = Family.objects.filter(account=self.account, pk__in=keys, kind=Kind.HOUSEHOLD)
        return rows.exclude(pk__in=self.but) if self.but else rows

    def match(self, draft: FamilyDraft) -> Match:
        scores: Counter[int] = Counter()
        for address in draft.emails:
            self._add(scores, self.by_email.get(address, ()), EMAIL)
        names = {letters(draft.name), *(letters(g.last_name) for g in draft.guardians)} - {""}
        for number in draft.phones:
            found = {f for name in names for f in self.by_phone.get((number, name), ())}
            self._add(scores, found, PHONE)
        for student in draft.students:
            day = student.born_on.isoformat() if student.born_on else ""
            rows = self.by_child.get((sorted_as(draft.name), day), ())
            found = {f for first, f in rows if same_first_name(first, student.first_name)}
            self._add(scores, found, CHILD)
        self._add_number(scores, draft, names)
        return self._best(scores)

    def _add(self, scores: Counter[int], keys: Iterable[int], weight: int) -> None:
        for key in {self._survivor(key) for key in keys}:
            if key is not None:
                scores[key] += weight

    def _add_number(self, scores: Counter[int], draft: FamilyDraft, names: set[str]) -> None:
        """Two programs may have given the same number: something else must agree, too."""
        key = self._survivor(self.by_number.get(draft.external_id))
        if key is not None and (key in scores or letters(self.families[key].name) in names):
            scores[key] += NUMBER

    def _survivor(self, key: int | None) -> int | None:
        """The family itself, or the one that it was merged into."""
        seen: set[int] = set()
        while key is not None and key in self.families and key not in seen:
            seen.add(key)
            into = self.families[key].merged_into_id
            if into is None:
                return key
            key = into
        return None

    def _best(self, scores: Counter[int]) -> Match:
        if not scores:
            return Match()
        [(key, score), *others] = scores.most_common(2)
        if others and others[0][1] == score:
            sentence = _("Two families here fit: %(one)s (%(a)s) and %(two)s (%(b)s).")
            one, two = self.families[key], self.families[others[0][0]]
            names = {"one": one, "a": one.pk, "two": two, "b": two.pk}
            return Match(doubt=sentence % names)
        return Match(self.families[key])


def _sets(rows: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for value, key in rows:
        found[value].add(key)
    return found


def sorted_as(name: str) -> str:
    return (folded(name).strip() or name)[:120]


def guardians_of(families: Sequence[Family]) -> dict[int, list[Guardian]]:
    """With their emails and phones."""
    rows = Guardian.objects.filter(family__in=families).prefetch_related("emails", "phones")
    found: dict[int, list[Guardian]] = defaultdict(list)
    for guardian in rows:
        found[guardian.family_id].append(guardian)
    return found
