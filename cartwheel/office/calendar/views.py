"""The schedule of a location, drawn by the server; where one stands is all in the address."""

from calendar import Calendar as Weeks
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments import permissions as appointments
from cartwheel.domain.appointments.queries import bookable_among
from cartwheel.domain.calendar import permissions
from cartwheel.domain.calendar.queries import KINDS, Entry, closed_days, entries_between
from cartwheel.domain.paperwork import permissions as paperwork
from cartwheel.domain.paperwork.queries import Mark, waiver_marks
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.parties.models import Station
from cartwheel.domain.people.models import Student
from cartwheel.domain.scheduling.models import Zone
from cartwheel.kernel.periods import read_day
from cartwheel.office.views import OfficeView
from cartwheel.ui import formats

SEEN_WITH = {"party": parties.VIEW, "appointment": appointments.VIEW}
PAGES = {"party": "party", "appointment": "timeslot"}
MOVES = {
    "party": ("edit-party", parties.BOOK),
    "appointment": ("move-timeslot", appointments.BOOK),
}
TONES = {"party": "coral", "appointment": "teal"}
ACTIVITIES = {"party": "parties", "appointment": "appointments"}  # of policies
SPANS = {"day": _("Day"), "week": _("Week"), "month": _("Month"), "list": _("List")}
GROUPS = {"room": _("Rooms"), "staff": _("Staff"), "program": _("Programs")}
NOBODY = {"room": _("No room"), "staff": _("Nobody"), "program": _("No program")}
FILTERS = ("kind", "staff", "program", "open")
LISTED = timedelta(days=30)
SIX_DAYS = timedelta(days=6)
MOST_IN_A_CELL = 5  # of a month; the day shows the rest


@dataclass
class Slot:
    """An entry as it is drawn: where it leads, is booked and is moved.

    ``children`` are those it is for, each with the mark of what must be signed for it, if any.
    """

    entry: Entry
    url: str
    tone: str
    book_url: str = ""
    move_url: str = ""
    children: Sequence[tuple[Student, Mark | None]] = ()

    @property
    def is_full(self) -> bool:
        return self.entry.capacity is not None and not self.entry.left


@dataclass
class Cell:
    """A day of one row. ``more`` entries are not shown; ``url`` leads to the day.

    ``closed`` names the blackout schedules that shut the doors on it; ``new_url`` books a party at
    the station of the row, or offers an appointment in its zone.
    """

    on: date
    slots: list[Slot] = field(default_factory=list)
    closed: str = ""
    more: int = 0
    url: str = ""
    outside: bool = False
    new_url: str = ""
    new_label: Any = ""


@dataclass
class Row:
    """``to`` names the room or the person of the row, for the page that moves an entry there."""

    label: str
    cells: list[Cell]
    to: str = ""


class Link(NamedTuple):
    label: Any
    url: str
    current: bool


class Calendar(OfficeView):
    """``span``, ``by``, ``on`` and the filters come from the address; what they do not name is this
    week by room."""

    permission = permissions.VIEW

    def get(self, request: Any) -> HttpResponse:
        shown, (first, last) = self.span, self.days
        rows = {"month": self.weeks, "list": self.listed}.get(shown, self.grouped)()
        return self.render(
            "office/calendar/page.html",
            span=shown,
            title=self.title(),
            days=[self.cell(day, []) for day in _days(first, min(last, first + SIX_DAYS))],
            rows=rows,
            entries=len(self.slots),
            group=GROUPS[self.by],
            today=self.today,
            earlier=self.link(on=self.moved(-1)),
            later=self.link(on=self.moved(1)),
            this=self.link(on=None) if not first <= self.today <= last else "",
            spans=[Link(n, self.link(span=key), key == shown) for key, n in SPANS.items()],
            groups=[Link(n, self.link(by=key), key == self.by) for key, n in GROUPS.items()],
            filters=self.filters(),
            kept=[(k, v) for k, v in request.GET.items() if k in ("span", "by") and v],
            on=self.on,
            new_party=f"{self.to('new-party')}?on={max(self.on, self.today)}"
            if request.actor.can(parties.BOOK)
            else "",
            narrowed=self.link(**dict.fromkeys(FILTERS)) if self.is_narrowed else "",
        )

    # What is asked for

    def asked(self, name: str, known: Iterable[str], otherwise: str) -> str:
        value: str = self.request.GET.get(name, "")
        return value if value in known else otherwise

    @cached_property
    def today(self) -> date:
        return timezone.localdate(timezone=self.request.location.zone)

    @cached_property
    def on(self) -> date:
        return read_day(self.request.GET.get("on", "")) or self.today

    @cached_property
    def span(self) -> str:
        return self.asked("span", SPANS, "week")

    @cached_property
    def by(self) -> str:
        return self.asked("by", GROUPS, "room")

    @property
    def is_narrowed(self) -> bool:
        return any(self.request.GET.get(name) for name in FILTERS)

    @cached_property
    def days(self) -> tuple[date, date]:
        """The first and the last day that are shown."""
        if self.span == "day":
            return self.on, self.on
        if self.span == "list":
            return self.on, self.on + LISTED
        first = self.on.replace(day=1) if self.span == "month" else self.on
        first -= timedelta(days=(first.weekday() - formats.first_weekday()) % 7)
        if self.span == "week":
            return first, first + SIX_DAYS
        month = Weeks(formats.first_weekday()).monthdatescalendar(self.on.year, self.on.month)
        return first, month[-1][-1]

    def moved(self, by: int) -> str:
        """The day to stand on one page further, or back."""
        if self.span == "month":
            middle = self.on.replace(day=15) + by * timedelta(days=30)
            return middle.replace(day=1).isoformat()
        step = {"day": timedelta(days=1), "week": timedelta(days=7)}.get(self.span, LISTED)
        return (self.on + by * step).isoformat()

    def link(self, **changed: str | None) -> str:
        """This page with some of what is asked changed; None takes it away."""
        query = self.request.GET.copy()
        for name, value in changed.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"{self.to('calendar')}?{query.urlencode()}"

    def title(self) -> str:
        first, last = self.days
        if self.span == "day":
            return formats.weekday(first)
        return formats.month(self.on) if self.span == "month" else formats.days(first, last)

    # What there is

    @cached_property
    def kinds(self) -> list[str]:
        """The kinds that this person may see."""
        return [kind for kind, right in SEEN_WITH.items() if self.request.actor.can(right)]

    @cached_property
    def everything(self) -> list[Entry]:
        first, last = self.days
        return entries_between(
            self.request.location, first, last, kinds=self.kinds, now=timezone.now()
        )

    @cached_property
    def closed(self) -> dict[date, list[str]]:
        return closed_days(self.request.location, *self.days)

    @cached_property
    def slots(self) -> list[Slot]:
        """What passes the filters."""
        asked = self.request.GET
        return [
            self.slot(each)
            for each in self.everything
            if asked.get("kind", "") in ("", each.kind)
            and (not asked.get("staff") or asked["staff"] in each.staff)
            and (not asked.get("program") or asked["program"] == each.program)
            and (not asked.get("open") or each.left)
        ]

    @cached_property
    def bookable(self) -> set[int]:
        """The timeslots that this person can book this very moment."""
        if not self.request.actor.can(appointments.BOOK):
            return set()
        days = {each.record_id: each.on for each in self.everything if each.kind == "appointment"}
        return bookable_among(self.request.location, days, now=timezone.now())

    def slot(self, entry: Entry) -> Slot:
        bookable = entry.kind == "appointment" and entry.record_id in self.bookable
        return Slot(
            entry,
            self.to(PAGES[entry.kind], entry.record_id),
            TONES[entry.kind],
            self.to("book-appointment", entry.record_id) if bookable else "",
            self.move_url(entry),
            [(child, self.marks[entry.kind].get(child.pk)) for child in entry.children],
        )

    @cached_property
    def marks(self) -> dict[str, dict[int, Mark]]:
        """By the kind of entry and the child: what it must have signed to take part."""
        found: dict[str, dict[int, Mark]] = {kind: {} for kind in ACTIVITIES}
        if not self.request.actor.can(paperwork.VIEW):
            return found
        place, account = self.request.location, self.request.account
        for kind, activity in ACTIVITIES.items():
            coming = (each.children for each in self.everything if each.kind == kind)
            children = {child.pk: child for each in coming for child in each}
            found[kind] = waiver_marks(
                list(children.values()),
                account=account,
                day=self.on,
                activity=activity,
                location=place,
            )
        return found

    def move_url(self, entry: Entry) -> str:
        """Where it is moved: for who may, and while it has not begun."""
        page, right = MOVES[entry.kind]
        if entry.starts_at <= timezone.now() or not self.request.actor.can(right):
            return ""
        return self.to(page, entry.record_id)

    def filters(self) -> list[tuple[str, Any, list[tuple[str, Any, bool]]]]:
        """Name, label and choices of each; only what occurs in these days can be chosen."""
        staff = sorted({name for each in self.everything for name in each.staff})
        programs = sorted({each.program for each in self.everything if each.program})
        offered: list[tuple[str, Any, list[tuple[str, Any]]]] = [
            ("kind", _("Show"), [(kind, KINDS[kind]) for kind in self.kinds]),
            ("staff", _("Staff"), [(name, name) for name in staff]),
            ("program", _("Program"), [(name, name) for name in programs]),
            ("open", _("Openings"), [("1", _("With openings"))]),
        ]
        asked = self.request.GET
        return [
            (name, label, [(key, text, asked.get(name) == key) for key, text in choices])
            for name, label, choices in offered
        ]

    # How it is laid out

    def grouped(self) -> list[Row]:
        """A row for each room, person or program, a cell for each day."""
        first, last = self.days
        found: dict[str, dict[date, list[Slot]]] = {}
        for slot in self.slots:
            entry = slot.entry
            names = entry.staff if self.by == "staff" else (getattr(entry, self.by),)
            for name in [each for each in names if each] or [""]:
                found.setdefault(name, {}).setdefault(entry.on, []).append(slot)
        stations, zones, keys = self.stations(), self.zones(), self.keys()
        if not self.is_narrowed:
            for name in (*zones, *stations):
                found.setdefault(name, {})
        named = sorted(found.items(), key=lambda pair: (pair[0] == "", pair[0].lower()))
        return [
            Row(
                name or str(NOBODY[self.by]),
                [
                    self.to_begin(
                        self.cell(day, by_day.get(day, [])), stations.get(name), zones.get(name)
                    )
                    for day in _days(first, last)
                ],
                keys.get(name, ""),
            )
            for name, by_day in named
        ]

    def keys(self) -> dict[str, str]:
        """What the page that moves an entry calls the rooms or the people, by their names."""
        if self.by == "staff":
            people = self.request.account.staff.filter(archived_at=None)
            return {str(each): urlencode({"instructor": each.pk}) for each in people}
        if self.by != "room":
            return {}
        here = {"location": self.request.location}
        zones = Zone.objects.filter(account=self.request.account, archived_at=None, **here)
        stations = self.request.account.stations.filter(active=True, **here)
        named = {zone.name: urlencode({"zone": zone.pk}) for zone in zones}
        return named | {each.name: urlencode({"station": each.pk}) for each in stations}

    def stations(self) -> dict[str, Station]:
        """Those that parties can be booked at, by name, where rooms are shown to who may book."""
        if self.by != "room" or not self.request.actor.can(parties.BOOK):
            return {}
        rows = self.request.account.stations.filter(location=self.request.location, active=True)
        return {station.name: station for station in rows}

    def zones(self) -> dict[str, Zone]:
        """Those in which appointments can be offered, by name, to who may offer them."""
        if self.by != "room" or not self.request.actor.can(appointments.OFFER):
            return {}
        rows = Zone.objects.filter(account=self.request.account, archived_at=None)
        return {zone.name: zone for zone in rows.filter(location=self.request.location)}

    def to_begin(self, cell: Cell, station: Station | None, zone: Zone | None) -> Cell:
        """The cell with its way to a new party, on a day on which the station takes one, or to a
        new appointment in the zone."""
        if cell.on < self.today or cell.closed:
            return cell
        day = cell.on.isoformat()
        if station and station.open_on(cell.on):
            query = urlencode({"station": station.pk, "on": day})
            cell.new_url, cell.new_label = f"{self.to('new-party')}?{query}", _("New booking")
        elif zone:
            query = urlencode({"zone": zone.pk, "starts_on": day})
            cell.new_url = f"{self.to('new-appointment')}?{query}"
            cell.new_label = _("New appointment")
        return cell

    def weeks(self) -> list[Row]:
        by_day = self.by_day()
        first, last = self.days
        cells = [self.short(self.cell(day, by_day.get(day, []))) for day in _days(first, last)]
        return [Row("", cells[at : at + 7]) for at in range(0, len(cells), 7)]

    def cell(self, day: date, slots: list[Slot]) -> Cell:
        url = self.link(span="day", on=day.isoformat())
        return Cell(day, slots, ", ".join(self.closed.get(day, [])), url=url)

    def short(self, cell: Cell) -> Cell:
        """A day of a month: the first few of its entries."""
        cell.more = max(len(cell.slots) - MOST_IN_A_CELL, 0)
        cell.slots = cell.slots[:MOST_IN_A_CELL]
        cell.outside = cell.on.month != self.on.month
        return cell

    def listed(self) -> list[Row]:
        """One row for each day on which something goes on or the doors are shut."""
        by_day = self.by_day()
        shown = sorted({*by_day, *self.closed})
        return [Row(formats.weekday(day), [self.cell(day, by_day.get(day, []))]) for day in shown]

    def by_day(self) -> dict[date, list[Slot]]:
        found: dict[date, list[Slot]] = {}
        for slot in self.slots:
            found.setdefault(slot.entry.on, []).append(slot)
        return found


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)
