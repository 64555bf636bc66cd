"""Lists inside a form: addresses, emergency contacts, the emails and phones of a guardian.

A list shows a row for each entry, an empty one where there is none; a row that is left empty is no
entry. Rows are added and taken away by buttons that send the form (``more`` and ``drop``), so that
it works without script; what was typed stays.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, Self

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import Rule
from cartwheel.kernel.refusals import Refused
from cartwheel.ui.forms import OperationForm

MOST = 20


class Row(NamedTuple):
    """``picked``: it is the one that is used first, or gets the mail."""

    number: int
    fields: list[BoundField]
    picked: bool


class RowsForm(OperationForm):
    """``kind`` names the list; a field is ``<kind>-<column>_<n>``.

    ``columns`` makes the fields of a row, and decides in their order. Of the columns that ``rules``
    hide an entry keeps what it has.
    """

    kind: ClassVar[str]
    title: ClassVar[Any]
    more: ClassVar[Any]
    pick: ClassVar[str] = ""  # which column says that this row is the one
    picked_label: ClassVar[Any] = _("Primary")
    own: ClassVar[tuple[str, ...]] = ()  # columns with which a row is an entry; all, when empty

    def __init__(
        self,
        given: Sequence[Mapping[str, Any]] = (),
        *,
        account: Account,
        rules: Mapping[str, Rule] | None = None,
        existing: bool = False,
        data: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data=data, account=account, prefix=self.kind, **kwargs)
        self.rules, self.existing, self.there = rules or {}, existing, given
        self.at: Account = account
        self.entries: list[dict[str, Any]] = []
        self.count = self._how_many(len(given))
        for n in range(self.count):
            self._add_row(n, given[n] if n < len(given) else {})
        if self.pick:
            first = next((n for n, each in enumerate(given) if each.get(self.pick)), 0)
            self.fields[self.pick] = forms.IntegerField(
                required=False, initial=first, widget=forms.HiddenInput
            )

    def columns(self) -> dict[str, forms.Field]:
        """New fields for one row, none of them required."""
        raise NotImplementedError

    def read(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values of one entry as they are kept. A refusal names the column."""
        return values

    def wanted(self) -> list[Any]:
        """The entries, as the operation takes them."""
        return self.entries

    def judging_nothing(self) -> Self:
        """The same as it was typed, and never valid: see ``OperationForm.as_typed``."""
        self.only_typed = True
        self.cleaned_data = {}
        self._errors = ErrorDict()
        return self

    def _how_many(self, there: int) -> int:
        """As many rows as there are or were sent, one more when asked for."""
        if not self.is_bound:
            return max(there, 1)
        first = f"{self.kind}-{next(iter(self.columns()))}_"
        sent = sum(1 for name in self.data if name.startswith(first))
        return min(sent + (self.data.get("more") == self.kind), MOST)

    def _add_row(self, n: int, values: Mapping[str, Any]) -> None:
        for column, field in self.columns().items():
            rule = self.rules.get(column)
            field.plain = True  # type: ignore[attr-defined]  # of course a list may be empty
            if column in values:
                field.initial = self.written(column, values[column])
            if rule == Rule.HIDDEN:
                field.widget = forms.HiddenInput()
            elif rule == Rule.REQUIRED and n == 0:
                field.asked = True  # type: ignore[attr-defined]
            self.fields[f"{column}_{n}"] = field

    def written(self, column: str, value: Any) -> Any:
        """A kept value as people write it."""
        return value

    def rows(self) -> list[Row]:
        chosen = str(self[self.pick].value() or 0) if self.pick else ""
        return [
            Row(n, [self[f"{c}_{n}"] for c in self.columns()], str(n) == chosen)
            for n in range(self.count)
        ]

    @property
    def pick_name(self) -> str:
        return self.add_prefix(self.pick)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.entries = self._entries(cleaned)
        if not self.existing:
            self._require(self.entries)
        return cleaned

    def _entries(self, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        entries = []
        for n in range(self.count):
            values = {column: cleaned.get(f"{column}_{n}") for column in self.columns()}
            if not any(values[column] for column in self.own or values):
                continue
            try:
                values = self.read(values)
            except Refused as refusal:
                column = refusal.field if refusal.field in values else next(iter(values))
                self.add_error(f"{column}_{n}", str(refusal))
            if self.pick:
                values[self.pick] = n == cleaned.get(self.pick)
            entries.append(values)
        return entries

    def _require(self, entries: list[dict[str, Any]]) -> None:
        for column in self.lacking(entries):
            field = self.fields.get(f"{column}_0")
            if field and not self.errors.get(f"{column}_0"):
                self.add_error(f"{column}_0", field.error_messages["required"])
            elif field is None:
                self.add_error(None, _("%s: this field is required.") % self.title)

    def lacking(self, entries: list[dict[str, Any]]) -> list[str]:
        """The columns that are asked for, and that no entry has."""
        return [
            column
            for column, rule in self.rules.items()
            if rule == Rule.REQUIRED
            and column in self.columns()
            and not any(entry.get(column) for entry in entries)
        ]

    def still_missing(self) -> list[str]:
        entries = self.entries if self.count else [*map(dict, self.there)]
        columns = self.columns()
        return [str(columns[column].label) for column in self.lacking(entries)]


def rearranged(typed: QueryDict) -> QueryDict:
    """What was typed, without the row that a ``drop`` button (``addresses:1``) takes away."""
    kind, _colon, number = typed.get("drop", "").partition(":")
    if not number.isdecimal():
        return typed
    copy, gone = typed.copy(), int(number)
    cells = {name: _cell(name) for name in typed if name.startswith(f"{kind}-")}
    columns = {column for column, n in cells.values() if n is not None}
    last = max((n for _column, n in cells.values() if n is not None), default=-1)
    for n in range(gone, last + 1):
        for column in columns:
            values = typed.getlist(f"{column}_{n + 1}")
            copy.setlist(f"{column}_{n}", values)
            if not values:
                del copy[f"{column}_{n}"]
    for name in (name for name, (_column, n) in cells.items() if n is None):
        picked = typed.get(name, "")
        if picked.isdecimal() and int(picked) >= gone:
            copy[name] = str(int(picked) - 1 if int(picked) > gone else 0)
    return copy


def _cell(name: str) -> tuple[str, int | None]:
    """The column and the row of a field; no row for which one is picked."""
    column, _line, n = name.rpartition("_")
    return (column, int(n)) if n.isdecimal() else (name, None)
