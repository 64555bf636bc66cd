"""Filters of a list: what can be asked, how it narrows the rows, how it reads as a sentence.

A filter reads its own parameters and ignores what it does not understand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.kernel.periods import read_day
from cartwheel.ui import formats

if TYPE_CHECKING:
    from cartwheel.ui.lists.page import ListPage

Params = dict[str, list[str]]


class Choice(NamedTuple):
    """One thing that can be chosen. ``condition`` narrows the rows when a column does not."""

    value: str
    label: Any
    condition: Q | None = None


@dataclass(frozen=True)
class Filter:
    """What all filters have: a name (the parameter) and a label (how the sentence begins)."""

    name: str
    label: Any

    @property
    def params(self) -> tuple[str, ...]:
        """The names of the parameters this filter understands."""
        return (self.name,)

    def clean(self, given: Params, page: ListPage) -> Params:
        """The understood part of the parameters; empty when the filter is not in use."""
        raise NotImplementedError

    def apply(self, queryset: QuerySet, cleaned: Params, page: ListPage) -> QuerySet:
        raise NotImplementedError

    def says(self, cleaned: Params, page: ListPage) -> str:
        """The second half of the sentence: ``owing`` in "Balance owing"."""
        raise NotImplementedError


@dataclass(frozen=True)
class ChoiceFilter(Filter):
    """One or several of some choices.

    ``choices`` is a sequence of ``Choice`` or of (value, label) pairs, or a function of the page
    that gives one. ``lookup`` is the field that has the value; a choice with its own ``condition``
    needs none. ``holds`` is a function of the page and the chosen values instead: what must hold.
    """

    choices: Sequence[Any] | Callable[[Any], Iterable[Any]] = ()
    lookup: str = ""
    multiple: bool = True
    holds: Callable[[Any, list[str]], Q] | None = None

    kind = "choice"

    def options(self, page: ListPage) -> list[Choice]:
        """The choices, asked for once per page."""
        return page.remember(f"options:{self.name}", lambda: self._options(page))

    def _options(self, page: ListPage) -> list[Choice]:
        given = self.choices(page) if callable(self.choices) else self.choices
        found = [choice if isinstance(choice, Choice) else Choice(*choice) for choice in given]
        return [choice._replace(value=str(choice.value)) for choice in found]

    def clean(self, given: Params, page: ListPage) -> Params:
        asked = set(given.get(self.name, []))
        if not asked:
            return {}
        known = [choice.value for choice in self.options(page) if choice.value in asked]
        kept = known if self.multiple else known[:1]
        return {self.name: kept} if kept else {}

    def apply(self, queryset: QuerySet, cleaned: Params, page: ListPage) -> QuerySet:
        if self.holds is not None:
            return queryset.filter(self.holds(page, cleaned[self.name]))
        chosen = [c for c in self.options(page) if c.value in cleaned[self.name]]
        plain = [c.value for c in chosen if c.condition is None]
        conditions = [c.condition for c in chosen if c.condition is not None]
        if plain:
            conditions.append(Q(**{f"{self.lookup or self.name}__in": plain}))
        return queryset.filter(reduce(or_, conditions))

    def says(self, cleaned: Params, page: ListPage) -> str:
        chosen = set(cleaned[self.name])
        return ", ".join(str(c.label) for c in self.options(page) if c.value in chosen)


@dataclass(frozen=True)
class FlagFilter(Filter):
    """On or off: "Balance owing".

    ``text`` is the second half, ``condition`` what must hold, or a function of the page.
    """

    text: Any = ""
    condition: Q | Callable[[Any], Q] | None = None

    kind = "flag"

    def clean(self, given: Params, page: ListPage) -> Params:
        return {self.name: ["1"]} if given.get(self.name) == ["1"] else {}

    def apply(self, queryset: QuerySet, cleaned: Params, page: ListPage) -> QuerySet:
        asked = self.condition(page) if callable(self.condition) else self.condition
        return queryset.filter(asked) if asked is not None else queryset

    def says(self, cleaned: Params, page: ListPage) -> str:
        return str(self.text)


@dataclass(frozen=True)
class DateRangeFilter(Filter):
    """From a day to a day, both included, either left open.

    ``lookup`` is a date field; with ``instants`` it is a date-and-time field, and a day lasts from
    midnight to midnight in the current time zone.
    """

    lookup: str = ""
    instants: bool = False

    kind = "dates"

    @property
    def params(self) -> tuple[str, ...]:
        return (f"{self.name}_from", f"{self.name}_to")

    def clean(self, given: Params, page: ListPage) -> Params:
        first, last = (_day(given.get(param)) for param in self.params)
        if first and last and last < first:
            first, last = last, first
        days = zip(self.params, (first, last), strict=True)
        return {param: [found.isoformat()] for param, found in days if found}

    def apply(self, queryset: QuerySet, cleaned: Params, page: ListPage) -> QuerySet:
        first, last = (_day(cleaned.get(param)) for param in self.params)
        field = self.lookup or self.name
        if first:
            queryset = queryset.filter(**{f"{field}__gte": self._edge(first)})
        if last:
            bound = f"{field}__lt" if self.instants else f"{field}__lte"
            day_after = last + timedelta(days=1) if self.instants else last
            queryset = queryset.filter(**{bound: self._edge(day_after)})
        return queryset

    def _edge(self, day: date) -> date | datetime:
        return timezone.make_aware(datetime.combine(day, time.min)) if self.instants else day

    def says(self, cleaned: Params, page: ListPage) -> str:
        first, last = (_day(cleaned.get(param)) for param in self.params)
        if first and last and first != last:
            names = {"first": formats.day(first), "last": formats.day(last)}
            return _("%(first)s – %(last)s") % names
        if first and last:
            return formats.day(first)
        if first:
            return _("from %s") % formats.day(first)
        return _("until %s") % formats.day(last) if last else ""


def _day(given: list[str] | None) -> date | None:
    return read_day(given[-1]) if given else None
