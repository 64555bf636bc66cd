"""The columns of a list: where a value comes from, how it is shown, sorted and exported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from django.template import Context, Template
from django.template.loader import get_template
from django.utils.translation import gettext as _

from cartwheel.ui import formats
from cartwheel.ui.markup import balance_html, escaped

Kind = Literal[
    "text", "number", "money", "balance", "date", "weekday", "moment", "recent", "phone", "flag"
]
RIGHT_ALIGNED = {"number", "money", "balance"}


@dataclass(frozen=True)
class Column:
    """One column.

    ``value`` is an attribute path (``"family.name"``) or a function of the row; without it the
    column's name is the path. ``sort`` is the ORM expression or expressions to order by.
    ``priority`` says what stays when space is scarce: 1 always and first, 2 the second line of a
    card, 3 only in a table, 4 only in a wide one. ``cell`` names a template that draws ``row``
    and ``value``, or is a function that draws the row and escapes what it shows; ``link`` gives
    the row's address. ``export`` is what a file gets when it differs from the value; False keeps
    the column out of files. ``shown`` is False for a column that people add themselves.
    """

    name: str
    label: Any
    value: str | Callable[[Any], Any] | None = None
    kind: Kind = "text"
    sort: Any = None
    priority: int = 1
    cell: str | Callable[[Any], str] = ""
    link: Callable[[Any], str] | None = None
    export: Callable[[Any], Any] | bool = True
    shown: bool = True
    strong: bool = False

    @property
    def right(self) -> bool:
        return self.kind in RIGHT_ALIGNED

    def value_of(self, row: Any) -> Any:
        if callable(self.value):
            return self.value(row)
        found = row
        for part in (self.value or self.name).split("."):
            found = getattr(found, part, None)
            if callable(found):
                found = found()
        return found

    def exported(self, row: Any) -> Any:
        """The value as a file gets it: a number, a date, a text; never markup."""
        return self.export(row) if callable(self.export) else self.value_of(row)

    def drawer(self, currency: str, locale: str | None) -> Callable[[Any], str]:
        """Draws the cell of a row, escaped: what all rows have in common is looked up once."""
        if self.cell:
            return self.cell if callable(self.cell) else self._by_template
        show, value_of = SHOWS[self.kind], self._reader()

        def draw(row: Any) -> str:
            value = value_of(row)
            if value is None or value == "":
                return self._framed(row, "")
            return self._framed(row, escaped(show(value, currency, locale)))

        return draw

    def _by_template(self, row: Any) -> str:
        context = {"row": row, "value": self.value_of(row), "column": self}
        return template_for(str(self.cell)).render(Context(context))

    def _reader(self) -> Callable[[Any], Any]:
        return self.value if callable(self.value) else self.value_of

    def _framed(self, row: Any, text: str) -> str:
        if self.link and text:
            strong = ' class="name"' if self.strong else ""
            return f'<a href="{escaped(self.link(row))}"{strong}>{text}</a>'
        return f'<span class="name">{text}</span>' if self.strong else text


@lru_cache(maxsize=256)
def _compiled(name: str) -> Template:
    return get_template(name).template  # type: ignore[attr-defined]


def template_for(name: str) -> Template:
    """A cell's template, looked up once."""
    return _compiled(name)


SHOWS: dict[str, Callable[[Any, str, str | None], Any]] = {
    "text": lambda value, currency, locale: str(value),
    "number": lambda value, currency, locale: formats.number(value, locale),
    "money": formats.money,
    "balance": balance_html,
    "date": lambda value, currency, locale: formats.day(value, locale),
    "weekday": lambda value, currency, locale: formats.weekday(value, locale),
    "moment": lambda value, currency, locale: formats.moment(value, locale),
    "recent": lambda value, currency, locale: formats.recent(value, locale),
    "phone": lambda value, currency, locale: formats.phone(value, formats.region_of(locale)),
    "flag": lambda value, currency, locale: _("Yes") if value else _("No"),
}


def shown_as(kind: Kind, value: Any, currency: str, locale: str | None) -> Any:
    """A value as its kind is shown; nothing for None."""
    return "" if value is None or value == "" else SHOWS[kind](value, currency, locale)


class Action(NamedTuple):
    """An entry of a row's menu. ``method`` "post" makes it a button that posts to ``url``."""

    label: Any
    url: Any
    icon: str = ""
    method: str = "get"
    tone: str = ""


class BulkAction(NamedTuple):
    """What can be done with selected rows: posts ``row=...`` (many) to ``url``."""

    label: Any
    url: str
    icon: str = ""
    tone: str = ""
