"""What the styleguide shows: made-up parties that live in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone

from cartwheel.kernel.refusals import Refused
from cartwheel.ui.forms import (
    Combobox,
    DateField,
    MoneyField,
    OperationForm,
    PhoneField,
    TimeField,
)
from cartwheel.ui.lists import (
    Action,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    FlagFilter,
    ListPage,
    Tab,
)

ACCOUNT = SimpleNamespace(currency="USD", locale="en_US")
LOCATIONS = [("Otter Bay North", 1, True), ("Harbor", 2, False)]
TONES = ("danger", "warn", "good", "info", "plum", "sun", "teal", "sky", "coral")
TOKENS = ("paper", "surface", "surface-2", "sunken", "hover", "line", "brand-soft", "brand-fill")
FAMILIES = (
    (1, "Abernathy", "Dana & Luis · (512) 555-0142"),
    (2, "Banerjee", "Priya & Arun · (512) 555-0177"),
    (3, "Castellanos", "Marisol · (512) 555-0183"),
    (4, "Delacroix-Whitfield", "Simone & Grant · (737) 555-0105"),
    (5, "Lindqvist", "Åsa & Per · (512) 555-0188"),
)
LINES = [
    ("Classic Flip package", 295_00),
    ("Additional guests × 2", 28_00),
    ("Pizza tray (16 slices) × 1", 38_00),
]
SUBTOTALS = [("Subtotal", 361_00), ("Tax 8.25%", 29_78)]
TOTAL = 390_78

# Icons that code names by a variable; written out so that the build finds them.
ICONS = [
    SimpleNamespace(icon="circle-alert"),
    SimpleNamespace(icon="triangle-alert"),
    SimpleNamespace(icon="circle-check"),
    SimpleNamespace(icon="info"),
    SimpleNamespace(icon="inbox"),
    SimpleNamespace(icon="ellipsis-vertical"),
    SimpleNamespace(icon="circle-dot"),
    SimpleNamespace(icon="search-x"),
    SimpleNamespace(icon="receipt"),
    SimpleNamespace(icon="trash-2"),
]

HOURS = [(2 + 4 * n, f"{(8 + n) % 12 or 12} {'am' if 8 + n < 12 else 'pm'}") for n in range(12)]
LANES = [
    ("Party Room 1", [("Mia turns 7", "10:00 – 11:30", "coral", 10, 16, ""),
                      ("Open", "1:00 – 2:30 PM", "", 22, 28, "open")]),
    ("Party Room 2", [("Leo & friends", "11:15 – 12:45", "teal", 15, 21, ""),
                      ("Closed: floor repair", "2:00 – 4:00 PM", "", 26, 34, "closed")]),
    ("Whole Gym", [("Noor's celebration", "4:00 – 6:00 PM", "plum", 34, 42, "")]),
]  # fmt: skip


def entries() -> list[SimpleNamespace]:
    return [
        _entry(0, "Payment of $100.00 received", "Riley Shaw", icon="receipt", tone="good"),
        _entry(1, "Confirmation sent", "Cartwheel", icon="mail", tone="info", note="to Priya"),
        _entry(30, "Party booked", "Riley Shaw"),
    ]


def _entry(days: int, text: str, who: str, icon: str = "", **more: str) -> SimpleNamespace:
    at = timezone.now() - timedelta(days=days)
    return SimpleNamespace(at=at, text=text, who=who, icon=icon, **{"tone": "", "note": "", **more})


def families(text: str) -> list[tuple[int, str, str]]:
    return [family for family in FAMILIES if text.casefold() in " ".join(family[1:]).casefold()]


def family_name(value: Any) -> str:
    return next((name for pk, name, _hint in FAMILIES if str(pk) == str(value)), "")


class SampleForm(OperationForm):
    """One field of each kind."""

    title = forms.CharField(label="Party title", max_length=80)
    guests = forms.IntegerField(
        label="Number of guests", min_value=1, max_value=60, help_text="Package includes 12"
    )
    on = DateField(label="Date")
    starts = TimeField(label="Starts", step=15, required=False)
    station = forms.ChoiceField(
        label="Station", choices=[("", "Choose a station"), ("1", "Party Room 1"), ("2", "Gym")]
    )
    family = forms.CharField(
        label="Family",
        widget=Combobox(reverse_lazy("ui:sample-options"), family_name),
        help_text="Name, phone or email",
    )
    phone = PhoneField(label="Contact phone", required=False)
    deposit = MoneyField(label="Deposit")
    package = forms.ChoiceField(
        label="Package",
        choices=[("1", "Classic Flip"), ("2", "Super Tumble"), ("3", "Whole Gym")],
        widget=forms.RadioSelect,
    )
    hosts = forms.MultipleChoiceField(
        label="Hosts",
        choices=[("1", "Jonah Reyes"), ("2", "Bea Lindholm")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    notes = forms.CharField(label="Customer notes", widget=forms.Textarea, required=False)
    confirm = forms.BooleanField(label="Email confirmation to contact", required=False)


def book(**asked: Any) -> str:
    if asked["guests"] > 35:
        raise Refused("Party Room 1 holds at most 35 guests.", field="guests")
    return str(asked["title"])


def refused_form() -> SampleForm:
    typed = {"title": "", "guests": "48", "deposit": "-5", "phone": "12"}
    form = SampleForm(typed, account=ACCOUNT, auto_id="refused_%s")
    form.refuse(
        Refused("The 2:00 PM slot was taken a moment ago. Free that day: 10:00 AM, 4:00 PM.")
    )
    return form


class SigninForm(OperationForm):
    email = forms.EmailField(label="Email")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)


@dataclass
class SampleParty:
    pk: int
    title: str
    family: str
    at: datetime
    guests: int
    confirmed: bool
    cents: int

    def __str__(self) -> str:
        return self.title


FIRST = datetime(2026, 12, 5, 14, 0, tzinfo=UTC)
NAMES = ("Mia", "Noor", "Anika", "Diego", "Juliette", "Odin", "Aoife", "Ani", "Wren", "Mateo")
PARTIES = [
    SampleParty(
        pk=n,
        title=f"{NAMES[n % 10]} turns {3 + n % 9}",
        family=FAMILIES[n % 5][1],
        at=FIRST + timedelta(days=n // 3, hours=2 * (n % 3)),
        guests=8 + n * 7 % 23,
        confirmed=n % 4 != 0,
        cents=(0, 128_00, -45_00, 0, 312_50)[n % 5],
    )
    for n in range(1, 64)
]


class SamplePager:
    """What a list asks of its pager, over a list in memory."""

    numbered = True
    size = 12

    def __init__(self, rows: list[SampleParty], number: int) -> None:
        self.all, self.count = rows, len(rows)
        self.pages = max(1, -(-self.count // self.size))
        self.number = min(max(1, number), self.pages)
        self.rows = rows[(self.number - 1) * self.size : self.number * self.size]
        self.has_next, self.has_previous = self.number < self.pages, self.number > 1
        self.first_row = (self.number - 1) * self.size + 1
        self.last_row = self.first_row + len(self.rows) - 1

    def numbers(self) -> list[tuple[str, int, bool]]:
        return [(str(n), n, n == self.number) for n in range(1, self.pages + 1)]


class SampleList(ListPage):
    name = "samples"
    title = "Parties"
    search_label = "Title or family"
    default_sort = "at"
    tabs = (Tab("coming", "Coming"), Tab("past", "Past"), Tab("all", "All"))
    columns = (
        Column("title", "Party", sort="title", strong=True, link=lambda party: "#"),
        Column("family", "Family", sort="family", priority=2),
        Column("at", "When", kind="moment", sort="at", priority=2),
        Column("guests", "Guests", kind="number", sort="guests", priority=3),
        Column("confirmed", "Status", cell="ui/styleguide/_status.html", priority=3),
        Column("note", "Note", value=lambda party: "", priority=4, shown=False),
        Column("balance", "Balance", value="cents", kind="balance", sort="cents"),
    )
    filters = (
        ChoiceFilter("family", "Family", [(name, name) for _pk, name, _hint in FAMILIES]),
        FlagFilter("owing", "Balance", text="owing"),
        DateRangeFilter("date", "Date"),
    )

    def __init__(self, params: Any, *, path: str) -> None:
        actor = SimpleNamespace(account=ACCOUNT)
        views = [("Owing", "owing=1"), ("Banerjee", "family=Banerjee")]
        super().__init__(QuerySet(), params, actor, path=path, views=views)

    def search(self, queryset: QuerySet, text: str) -> QuerySet:
        return queryset

    def row_actions(self, row: SampleParty) -> list[Action]:
        return [
            Action("Ledger", "#", icon="receipt"),
            Action("Delete", reverse_lazy("ui:sample-draft"), "trash-2", "post", "danger"),
        ]

    @property
    def pager(self) -> Any:
        return self.remember("pager", self._pager)

    def _pager(self) -> SamplePager:
        wanted = set(self.active.get("family", {}).get("family", []))
        found = [
            party
            for party in PARTIES
            if self.text.casefold() in f"{party.title} {party.family}".casefold()
            and (not wanted or party.family in wanted)
            and ("owing" not in self.active or party.cents > 0)
        ]
        key = {"balance": "cents"}.get(self.sort.removeprefix("-"), self.sort.removeprefix("-"))
        found.sort(key=lambda party: getattr(party, key), reverse=self.sort.startswith("-"))
        asked = self._last("page")
        return SamplePager(found, int(asked) if asked.isdigit() else 1)
