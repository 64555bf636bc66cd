"""One page of a list for one query string."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from cartwheel.ui import formats
from cartwheel.ui.lists.columns import Action, BulkAction, Column
from cartwheel.ui.lists.filters import Filter, Params
from cartwheel.ui.lists.keyset import Order
from cartwheel.ui.lists.letters import LETTERS, Letters
from cartwheel.ui.lists.pager import Pager

POSITION = ("after", "before", "last", "page")
MAX_SEARCH = 200


class Tab(NamedTuple):
    """A status above the list. The first tab is the one without a parameter.

    ``condition`` may be a function of the page, which is asked only when the tab is open.
    ``sort`` is its own order, where that of the list would begin at the wrong end.
    """

    name: str
    label: Any
    condition: Q | Callable[[Any], Q] | None = None
    sort: str = ""


class Chip(NamedTuple):
    """A filter in use, as a sentence, and the address without it."""

    label: str
    text: str
    url: str


class ListPage:
    """A list; see the package for what a declaration looks like and what it promises."""

    name: str
    title: Any
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    tabs: tuple[Tab, ...] = ()
    letters: Letters | None = None
    default_sort: str = ""
    per_page: int = 25
    count_cap: int = 1000
    search_label: Any = ""
    empty_icon: str = "inbox"
    empty_text: Any = ""
    bulk_actions: tuple[BulkAction, ...] = ()
    export_urls: Mapping[str, str] = {}
    save_view_url: str = ""

    def __init__(
        self,
        queryset: QuerySet,
        params: Mapping[str, Any] | str,
        actor: Any = None,
        *,
        path: str = "",
        views: list[tuple[str, str]] | tuple[()] = (),
    ) -> None:
        """``path`` is the list's own address, needed for fragments; "" means the current one.

        ``views`` are the saved ones: (name, query string).
        """
        self.queryset, self.actor, self.path, self.views = queryset, actor, path, list(views)
        self.given = _lists(params)
        self._memory: dict[str, Any] = {}
        account = getattr(actor, "account", None)
        self.currency: str = getattr(account, "currency", "USD")
        self.locale: str | None = getattr(account, "locale", None)

    # What a list may say for itself

    def search(self, queryset: QuerySet, text: str) -> QuerySet:
        """Narrow the rows to those that ``text`` means. Without it the list has no search box."""
        raise NotImplementedError

    def row_actions(self, row: Any) -> list[Action]:
        """The entries of a row's menu, for this actor."""
        return []

    def prepare(self, rows: list[Any]) -> list[Any]:
        """A last look at the rows of the page: attach what one more query gives for all.

        For an export it is asked a few thousand rows at a time.
        """
        return rows

    def told(self) -> str:
        """What is said of the rows above them, as markup: that they are near what was searched."""
        return ""

    @property
    def is_narrow(self) -> bool:
        """Whether a search leaves few enough rows that all of them are read, to be sorted."""
        return False

    @property
    def counted_to(self) -> int:
        """How many rows are counted at most."""
        return self.count_cap

    # The state, cleaned

    @cached_property
    def searchable(self) -> bool:
        return type(self).search is not ListPage.search

    @cached_property
    def text(self) -> str:
        """What is searched for."""
        if not self.searchable:
            return ""
        typed = self._last("q").replace("\0", "")
        return re.sub(r"\s+", " ", typed).strip()[:MAX_SEARCH]

    @cached_property
    def tab(self) -> Tab | None:
        asked = self._last("tab")
        named = [tab for tab in self.tabs if tab.name == asked]
        return next(iter(named or self.tabs), None)

    @cached_property
    def letter(self) -> str:
        """What the names begin with; "" for all of them."""
        return self.letters.clean(self._last("letter")) if self.letters else ""

    @cached_property
    def sort(self) -> str:
        """The sorted column's name, with "-" when falling; "" for the list's own order."""
        asked = self._last("sort")
        sortable = {column.name for column in self.columns if column.sort}
        return asked if asked.removeprefix("-") in sortable else self.own_sort

    @property
    def own_sort(self) -> str:
        """How the tab is sorted when nobody asks."""
        return (self.tab.sort if self.tab else "") or self.default_sort

    @cached_property
    def active(self) -> dict[str, Params]:
        """The understood parameters of each filter in use."""
        cleaned = {each.name: each.clean(self.given, self) for each in self.filters}
        return {name: params for name, params in cleaned.items() if params}

    @cached_property
    def shown(self) -> list[Column]:
        """The columns on screen: the chosen ones in the list's own order."""
        asked = set(self.given.get("cols", []))
        chosen = [column for column in self.columns if column.name in asked]
        return chosen or [column for column in self.columns if column.shown]

    @cached_property
    def state(self) -> Params:
        """All parameters that say what the list shows, apart from the position in it."""
        state: Params = {"q": [self.text]} if self.text else {}
        if self.tab and self.tab != self.tabs[0]:
            state["tab"] = [self.tab.name]
        if self.letter:
            state["letter"] = [self.letter]
        for params in self.active.values():
            state |= params
        if self.sort != self.own_sort:
            state["sort"] = [self.sort]
        if "cols" in self.given and self.shown != [c for c in self.columns if c.shown]:
            state["cols"] = [column.name for column in self.shown]
        return state

    def url(self, **changes: str | list[str] | None) -> str:
        """The address of the list with some parameters changed; None takes one away."""
        state: dict[str, Any] = {**self.state, **changes}
        kept = {name: value for name, value in state.items() if value}
        return f"{self.path}?{urlencode(kept, doseq=True)}" if kept else f"{self.path or '.'}"

    # The rows

    @cached_property
    def filtered(self) -> QuerySet:
        """All rows that the state means, unsorted."""
        found = self.queryset
        condition = self.tab.condition if self.tab else None
        if condition is not None:
            found = found.filter(condition(self) if callable(condition) else condition)
        if self.letters and self.letter:
            found = found.filter(self.letters.condition(self.letter))
        for each in self.filters:
            if each.name in self.active:
                found = each.apply(found, self.active[each.name], self)
        return self.search(found, self.text) if self.text else found

    @cached_property
    def order(self) -> Order:
        named = {column.name: column.sort for column in self.columns}
        sort = named.get(self.sort.removeprefix("-"))
        return Order.by(sort or "pk", falling=self.sort.startswith("-"))

    @cached_property
    def pager(self) -> Pager:
        salt = f"list:{self.name}:{self.sort}"
        return Pager(
            self.filtered,
            self.order,
            salt,
            self.per_page,
            self.counted_to,
            self._position,
            narrow=self.is_narrow,
        )

    @cached_property
    def rows(self) -> list[Any]:
        return self.prepare(self.pager.rows)

    @cached_property
    def count_text(self) -> str:
        """``368``, or ``1,000+`` when nobody counted further."""
        shown = formats.number(min(self.pager.count, self.counted_to), self.locale)
        return f"{shown}+" if self.pager.count > self.counted_to else shown

    def sorted_rows(self) -> QuerySet:
        """All rows of the list in its order, for an export."""
        return self.order.sorted(self.order.annotate(self.filtered))

    def selected(self, posted: QueryDict) -> QuerySet:
        """The rows a bulk action is about: the ticked ones, or all of the list (``every``)."""
        if posted.get("every") == "1":
            return self.filtered
        keys = [key for key in posted.getlist("row") if key.isascii() and key.isdigit()]
        return self.filtered.filter(pk__in=[int(key) for key in keys if len(key) < 19])

    # What the template draws

    @property
    def dom_id(self) -> str:
        return f"list-{self.name}"

    def table(self) -> Iterator[TableRow]:
        drawers = [(c, c.drawer(self.currency, self.locale)) for c in self.shown]
        for row in self.rows:
            cells = [(column, draw(row)) for column, draw in drawers]
            yield TableRow(row, cells, self.row_actions(row))

    def priority(self, column: Column) -> int:
        """What stays where space is scarce; what somebody chose herself stays on a phone, too."""
        return min(column.priority, 2) if "cols" in self.state else column.priority

    def heads(self) -> Iterator[Head]:
        for column in self.shown:
            yield self._head(column)

    def _head(self, column: Column) -> Head:
        if not column.sort:
            return Head(column, "", "", self.priority(column))
        rising, falling = self.sort == column.name, self.sort == f"-{column.name}"
        turned = f"-{column.name}" if rising else column.name
        direction = "ascending" if rising else "descending" if falling else ""
        url = self.url(sort=None if turned == self.own_sort else turned)
        return Head(column, url, direction, self.priority(column))

    def chips(self) -> list[Chip]:
        return [self._chip(each) for each in self.filters if each.name in self.active]

    def _chip(self, each: Filter) -> Chip:
        without = self.url(**dict.fromkeys(each.params))
        return Chip(str(each.label), each.says(self.active[each.name], self), without)

    def tab_links(self) -> list[tuple[Any, str, bool]]:
        first = self.tabs[0].name if self.tabs else ""
        return [
            (tab.label, self.url(tab=None if tab.name == first else tab.name), tab == self.tab)
            for tab in self.tabs
        ]

    def view_links(self) -> list[tuple[str, str, bool]]:
        now = {(name, value) for name, values in self.state.items() for value in values}
        return [
            (name, f"{self.path}?{query}", set(QueryDict(query).items()) == now)
            for name, query in self.views
        ]

    def controls(self) -> tuple[Control, ...]:
        return tuple(Control.of(each, self) for each in self.filters)

    def column_choices(self) -> tuple[tuple[str, Any, bool], ...]:
        """Name, label, whether it is on screen."""
        shown = {column.name for column in self.shown}
        return tuple((each.name, each.label, each.name in shown) for each in self.columns)

    def page_links(self) -> list[tuple[str, str, bool]]:
        return [(label, self._page_url(n), now) for label, n, now in self.pager.numbers()]

    def _page_url(self, number: int) -> str:
        return self.url(page=str(number) if number > 1 else None) if number else ""

    @property
    def first_url(self) -> str:
        return self.url() if self.pager.has_previous else ""

    @property
    def previous_url(self) -> str:
        return self._step(self.pager.has_previous, "before", -1)

    @property
    def next_url(self) -> str:
        return self._step(self.pager.has_next, "after", 1)

    @property
    def last_url(self) -> str:
        return self.url(last="1") if self.pager.has_next else ""

    def _step(self, possible: bool, param: str, by: int) -> str:
        if not possible:
            return ""
        if self.pager.numbered:
            return self._page_url(self.pager.number + by)
        return self.url(**{param: self.pager.edge(param)})

    def letter_links(self) -> list[tuple[Any, str, bool]]:
        """All, then each letter: label, address, whether it is at hand. They end a search."""
        if self.letters is None:
            return []
        every = (_("All"), self.url(letter=None, q=None), not self.letter)
        return [every, *(self._letter_link(self.letters, letter) for letter in LETTERS)]

    def _letter_link(self, letters: Letters, letter: str) -> tuple[Any, str, bool]:
        return letters.label(letter), self.url(letter=letter, q=None), letter == self.letter

    def kept_by_search(self) -> list[tuple[str, str]]:
        """The state as hidden fields of the search form, but for what that form itself asks.

        The letter is not kept: whoever searches under B for Smith means Smith.
        """
        return self._kept(
            {"q", "letter", *(param for each in self.filters for param in each.params)}
        )

    def kept_by_columns(self) -> list[tuple[str, str]]:
        """The state as hidden fields of the form that chooses columns."""
        return self._kept({"cols"})

    def _kept(self, asked: set[str]) -> list[tuple[str, str]]:
        return [(n, v) for n, values in self.state.items() if n not in asked for v in values]

    @property
    def query(self) -> str:
        """The state as a query string: what a saved view or a bulk action is about."""
        return urlencode(self.state, doseq=True)

    @property
    def clear_url(self) -> str:
        """The list without search and filters."""
        asked = ["q", "letter", *(param for each in self.filters for param in each.params)]
        return self.url(**dict.fromkeys(asked))

    @property
    def narrowed(self) -> bool:
        """Whether something is filtered or searched, so that an empty page has a way out."""
        return bool(self.text or self.active or self.letter)

    def remember(self, key: str, make: Callable[[], Any]) -> Any:
        if key not in self._memory:
            self._memory[key] = make()
        return self._memory[key]

    def _last(self, name: str) -> str:
        return (self.given.get(name) or [""])[-1]

    @property
    def _position(self) -> dict[str, str]:
        return {name: self._last(name) for name in POSITION if self._last(name)}


class Head(NamedTuple):
    """A column's heading: its sort address and, when sorted by it, the direction."""

    column: Column
    url: str
    direction: str
    priority: int


class TableRow(NamedTuple):
    row: Model
    cells: list[tuple[Column, str]]
    actions: list[Action]


class Control(NamedTuple):
    """A filter as the form asks for it, in plain values: see ``ui.kept``.

    ``values`` are its parameters with their values now, ``options`` what can be chosen: value,
    label, whether it is.
    """

    kind: str
    name: str
    label: Any
    text: Any = ""
    multiple: bool = False
    on: bool = False
    values: tuple[tuple[str, str], ...] = ()
    options: tuple[tuple[str, Any, bool], ...] = ()

    @classmethod
    def of(cls, each: Filter, page: ListPage) -> Control:
        kind = getattr(each, "kind", "")
        now = page.active.get(each.name, {})
        chosen = now.get(each.name, [])
        found = each.options(page) if kind == "choice" else ()  # type: ignore[attr-defined]
        return cls(
            kind,
            each.name,
            each.label,
            text=getattr(each, "text", ""),
            multiple=getattr(each, "multiple", False),
            on=each.name in page.active,
            values=tuple((param, (now.get(param) or [""])[0]) for param in each.params),
            options=tuple((c.value, c.label, c.value in chosen) for c in found),
        )


def _lists(params: Mapping[str, Any] | str) -> Params:
    """Parameters as lists of texts, whatever they came as."""
    if isinstance(params, str):
        params = QueryDict(params)
    if isinstance(params, QueryDict):
        return {name: [str(v) for v in values] for name, values in params.lists()}
    return {n: [str(x) for x in v] if isinstance(v, list) else [str(v)] for n, v in params.items()}
