"""One day at the stations: what is booked, closed and open, and why a slot is not open."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.parties.models import Party, Station, TimeSlot
from cartwheel.domain.parties.queries.openings import (
    OpenSlot,
    Window,
    closures_between,
    offers_of,
    stations_in_use,
    windows,
)
from cartwheel.domain.scheduling.models import Claim
from cartwheel.domain.scheduling.queries import claims_between
from cartwheel.kernel.periods import instant
from cartwheel.kernel.wording import moment

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Blocked:
    """A slot that a station offers but that cannot be booked, and the ``reason`` in words.

    ``kind`` is party, quote, taken (by something else), closed, past or expired (the station is).
    """

    station: Station
    time_slot: TimeSlot
    on: date
    starts_at: datetime
    ends_at: datetime
    kind: str
    reason: str
    party: Party | None = None


@dataclass(frozen=True)
class Holding:
    """A claim on a station, and the party it is for (None: something else)."""

    claim: Claim
    party: Party | None

    @property
    def kind(self) -> str:
        if self.party is None:
            return "taken"
        return "party" if self.claim.expires_at is None else "quote"

    @property
    def title(self) -> str:
        return self.party.title if self.party else self.claim.label

    def meets(self, start: datetime, end: datetime) -> bool:
        return self.claim.ends_at > start and self.claim.starts_at < end


@dataclass(frozen=True)
class DayEntry:
    """What stands on the day board: ``kind`` is party, quote, taken, closed or open.

    ``title`` is empty for an open slot. ``held`` is the time with setup and cleanup.
    """

    kind: str
    on: date
    starts_at: datetime
    ends_at: datetime
    title: str = ""
    detail: str = ""
    time_slot: TimeSlot | None = None
    party: Party | None = None
    held: tuple[datetime, datetime] | None = None


@dataclass(frozen=True)
class StationDay:
    """One column of the day board; its entries in order of their start."""

    station: Station
    entries: list[DayEntry]


def slots_on(
    station: Station, on: date, now: datetime, moving: Party | None = None
) -> list[OpenSlot | Blocked]:
    """Every slot the station offers on the day, open or with the reason why not.

    The time that the party ``moving`` has counts as free, and is listed even when the station does
    not offer it any more.
    """
    offers = offers_of([station])
    closures = closures_between(station.location, offers, on, on)
    holdings = [
        each
        for each in _holdings([station], station.location, on, now)[station.resource_id]
        if moving is None or each.claim.pk != moving.claim_id
    ]
    slots = [
        _slot(each, station, closures.at(each.time_slot, on, station), holdings, now)
        for each in windows(offers[station.pk], on, on, station.location)
    ]
    return _with_own(slots, station, on, moving)


def _with_own(
    slots: list[OpenSlot | Blocked], station: Station, on: date, moving: Party | None
) -> list[OpenSlot | Blocked]:
    if moving is None or moving.time_slot is None:
        return slots
    if (moving.station_id, moving.on) != (station.pk, on):
        return slots
    own = OpenSlot(station, moving.time_slot, on, moving.starts_at, moving.ends_at)
    others = [each for each in slots if each.time_slot.pk != moving.time_slot_id]
    return sorted([*others, own], key=lambda each: each.starts_at)


def station_day(location: Location, on: date, *, now: datetime) -> list[StationDay]:
    """The day board: each station in use (or booked on that day) with what is on.

    Takes five SQL statements, whatever is booked.
    """
    stations = stations_in_use(location)
    offers = offers_of(stations)
    closures = closures_between(location, offers, on, on)
    holdings = _holdings(stations, location, on, now)
    board = []
    for station in stations:
        station.location = location
        held = holdings[station.resource_id]
        slots = [
            _slot(each, station, closures.at(each.time_slot, on, station), held, now)
            for each in windows(offers[station.pk], on, on, location)
        ]
        entries = [*_held(held, location, on), *_unheld(slots)]
        if entries or station.open_on(on):
            entries.sort(key=lambda entry: entry.starts_at)
            board.append(StationDay(station, entries))
    return board


def _holdings(
    stations: Sequence[Station], location: Location, on: date, now: datetime
) -> dict[int, list[Holding]]:
    """What holds each station on that day and on both sides of it, by the key of its resource."""
    start = instant(on, time(), location.zone)
    resources = [station.resource_id for station in stations]
    claims = list(claims_between(resources, start - DAY, start + 3 * DAY, now))
    parties = {
        party.claim_id: party
        for party in Party.objects.filter(claim__in=claims).select_related("family", "package")
    }
    holdings: dict[int, list[Holding]] = defaultdict(list)
    for claim in claims:
        holdings[claim.resource_id].append(Holding(claim, parties.get(claim.pk)))
    return holdings


def _slot(
    window: Window,
    station: Station,
    closed: str | None,
    holdings: Iterable[Holding],
    now: datetime,
) -> OpenSlot | Blocked:
    slot, on, starts_at, ends_at, held_from, held_to = window

    def blocked(kind: str, reason: str, party: Party | None = None) -> Blocked:
        return Blocked(station, slot, on, starts_at, ends_at, kind, reason, party)

    there = next((each for each in holdings if each.meets(held_from, held_to)), None)
    if there is not None:
        return blocked(there.kind, _who(there, station.location), there.party)
    if closed is not None:
        return blocked("closed", closed or _("Closed on this day"))
    if not station.open_on(on):
        return blocked("expired", _("%s is not offered on this day") % station)
    if starts_at <= now:
        return blocked("past", _("Over") if ends_at <= now else _("Has begun"))
    return OpenSlot(station, slot, on, starts_at, ends_at)


def _who(there: Holding, location: Location) -> str:
    if there.claim.expires_at is None:
        return _("Taken by “%s”") % there.title
    sentence = _("Held by the quote “%(title)s” until %(until)s")
    return sentence % {"title": there.title, "until": moment(there.claim.expires_at, location)}


def _held(holdings: Iterable[Holding], location: Location, on: date) -> Iterable[DayEntry]:
    start, end = (instant(day, time(), location.zone) for day in (on, on + DAY))
    for each in holdings:
        if each.meets(start, end):
            at: Party | Claim = each.party or each.claim
            held = (each.claim.starts_at, each.claim.ends_at)
            detail = str(each.party.family) if each.party else ""
            yield DayEntry(
                each.kind,
                on,
                at.starts_at,
                at.ends_at,
                each.title,
                detail,
                party=each.party,
                held=held,
            )


def _unheld(slots: Iterable[OpenSlot | Blocked]) -> Iterable[DayEntry]:
    for each in slots:
        times = (each.on, each.starts_at, each.ends_at)
        if isinstance(each, OpenSlot):
            detail = each.time_slot.name
            yield DayEntry("open", *times, detail=detail, time_slot=each.time_slot)
        elif each.kind == "closed":
            yield DayEntry("closed", *times, _("Closed"), each.reason, time_slot=each.time_slot)
