"""When a party could be: slots that are offered and free.

Openings are computed, not stored: the weekly patterns, less the closures, less the claims. It
takes at most six SQL statements whatever the range, because the claims of each station come
sorted, cannot overlap, and are searched by halving.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BigIntegerField
from django.db.models.functions import Cast, Extract

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.parties.models import Party, Station, StationSlot, TimeSlot
from cartwheel.domain.scheduling.queries import claims_between
from cartwheel.kernel.periods import instant

DAY = timedelta(days=1)
NEARBY = timedelta(days=60)


class OpenSlot(NamedTuple):
    """A slot at a station on a day that can be booked."""

    station: Station
    time_slot: TimeSlot
    on: date
    starts_at: datetime
    ends_at: datetime


class Window(NamedTuple):
    """A slot on a day. The station is held from ``held_from`` to ``held_to``."""

    time_slot: TimeSlot
    on: date
    starts_at: datetime
    ends_at: datetime
    held_from: datetime
    held_to: datetime


class Busy:
    """The claims on one station: disjoint, so in order of both their starts and their ends.

    Instants are whole seconds since 1970: over a year of claims they are read three times as fast.
    """

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, start: int, end: int) -> None:
        self.starts.append(start)
        self.ends.append(end)

    def free(self, start: int, end: int) -> bool:
        """Whether nothing holds any instant from ``start`` up to, not including, ``end``."""
        first_later = bisect_right(self.ends, start)
        return first_later == len(self.ends) or self.starts[first_later] >= end


class Closures:
    """Which slots are closed on which days, and the days on which the program of parties is.

    Each of ``rows`` is a time slot or None (all), the first and the last day, a station or None
    (all), and the reason.
    """

    def __init__(self, rows: Iterable[tuple[int | None, date, date, int | None, str]]) -> None:
        self._single: dict[tuple[int, date, int | None], str] = {}
        self._days: list[tuple[date, date, str]] = []
        for slot, first, last, station, reason in rows:
            if slot is None:
                self._days.append((first, last, reason))
            else:
                self._single[slot, first, station] = reason

    def at(self, slot: TimeSlot, on: date, station: Station) -> str | None:
        """Why it is closed, perhaps without a word of explanation; None when it is not."""
        for first, last, reason in self._days:
            if first <= on <= last:
                return reason
        if not self._single:
            return None
        everywhere = self._single.get((slot.pk, on, None))
        return everywhere if everywhere is not None else self._single.get((slot.pk, on, station.pk))


def open_slots(
    location: Location,
    *,
    first: date,
    last: date,
    now: datetime,
    station: Station | None = None,
    guests: int | None = None,
    limit: int | None = None,
    moving: Party | None = None,
) -> list[OpenSlot]:
    """The openings on the days from ``first`` to ``last``, both included, in order of their start.

    Only those that start after ``now``; only at ``station`` when it is given; only where
    ``guests`` fit; no more than ``limit``. The time that the party ``moving`` has counts as free.
    """
    stations = stations_in_use(location, station=station, guests=guests)
    offers = offers_of(stations)
    closures = closures_between(location, offers, first, last)
    busy = busy_times(stations, first, last, location, now, moving)
    slots = {slot.pk: slot for offered in offers.values() for slot in offered}
    found = _openings(
        windows(slots.values(), first, last, location), stations, offers, closures, busy, now
    )
    return list(islice(found, limit))


def _openings(
    in_order: Iterable[Window],
    stations: Sequence[Station],
    offers: dict[int, list[TimeSlot]],
    closures: Closures,
    busy: dict[int, Busy],
    now: datetime,
) -> Iterator[OpenSlot]:
    offering = _stations_by_slot(stations, offers)
    for window in in_order:
        slot, on, starts_at, ends_at, held_from, held_to = window
        if starts_at <= now:
            continue
        start, end = int(held_from.timestamp()), int(held_to.timestamp())
        for station in offering[slot.pk]:
            if (
                (station.expires_on is None or on <= station.expires_on)
                and busy[station.resource_id].free(start, end)
                and closures.at(slot, on, station) is None
            ):
                yield OpenSlot(station, slot, on, starts_at, ends_at)


def _stations_by_slot(
    stations: Sequence[Station], offers: dict[int, list[TimeSlot]]
) -> dict[int, list[Station]]:
    offering: dict[int, list[Station]] = defaultdict(list)
    for station in stations:
        for slot in offers[station.pk]:
            offering[slot.pk].append(station)
    return offering


def stations_in_use(
    location: Location, *, station: Station | None = None, guests: int | None = None
) -> list[Station]:
    """The active stations of ``location``, in order; expired ones too."""
    rows = Station.objects.filter(account_id=location.account_id, location=location, active=True)
    if station is not None:
        rows = rows.filter(pk=station.pk)
    if guests is not None:
        rows = rows.filter(capacity__gte=guests)
    return list(rows)


def offers_of(stations: Sequence[Station]) -> dict[int, list[TimeSlot]]:
    """The active time slots each station offers, by its key, in order of the wall clock."""
    offers: dict[int, list[TimeSlot]] = {station.pk: [] for station in stations}
    rows = StationSlot.objects.filter(station__in=stations, time_slot__active=True)
    slots: dict[int, TimeSlot] = {}
    ordered = rows.select_related("time_slot").order_by("time_slot__starts", "time_slot")
    for row in ordered:
        offers[row.station_id].append(slots.setdefault(row.time_slot_id, row.time_slot))
    return offers


# The days on which the program of a location's parties is closed, for a query that asks about
# ``settings.location_id`` and ``shut``.
REASON = "coalesce(nullif(shut.reason, ''), schedule.name)"
SHUT = """
from parties_partysettings settings
join catalog_program program on program.id = settings.program_id
join catalog_blackoutschedule schedule on schedule.id = program.blackout_id
    and schedule.archived_at is null and schedule.effect in ('closures', 'both')
join catalog_blackoutdate shut on shut.schedule_id = schedule.id
"""
CLOSED = f"""
select time_slot_id, "on", "on", station_id, reason from parties_slotclosure
where time_slot_id = any(%(slots)s) and "on" between %(first)s and %(last)s
union all
select null, shut.first_on, shut.last_on, null, {REASON} {SHUT}
where settings.location_id = %(location)s
    and shut.first_on <= %(last)s and shut.last_on >= %(first)s
"""  # noqa: S608 - of constants


def closures_between(
    location: Location, offers: dict[int, list[TimeSlot]], first: date, last: date
) -> Closures:
    """What is closed in these days, in one statement."""
    slots = {slot.pk for offered in offers.values() for slot in offered}
    given: dict[str, Any] = {
        "slots": list(slots),
        "location": location.pk,
        "first": first,
        "last": last,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLOSED, given)
        return Closures(cursor.fetchall())


def busy_times(
    stations: Sequence[Station],
    first: date,
    last: date,
    location: Location,
    now: datetime,
    moving: Party | None = None,
) -> dict[int, Busy]:
    """What is claimed of each station around those days, by the key of its resource."""
    busy = {station.resource_id: Busy() for station in stations}
    # Holding a slot may begin ten hours before it and end the day after it.
    start = instant(first, time(), location.zone) - DAY
    end = instant(last, time(), location.zone) + 3 * DAY
    claims = claims_between(busy, start, end, now)
    if moving is not None:
        claims = claims.exclude(pk=moving.claim_id)
    rows = claims.values_list("resource_id", _seconds("starts_at"), _seconds("ends_at"))
    for resource_id, starts, ends in rows:
        busy[resource_id].add(starts, ends)
    return busy


def _seconds(column: str) -> Cast:
    # In UTC, whatever clock the caller has switched to: an epoch read off a local clock is none.
    return Cast(Extract(column, "epoch", tzinfo=UTC), BigIntegerField())


def windows(
    slots: Iterable[TimeSlot], first: date, last: date, location: Location
) -> Iterator[Window]:
    """Every occurrence of ``slots`` on those days, in order of its start."""
    by_weekday: dict[int, list[TimeSlot]] = defaultdict(list)
    for slot in sorted(slots, key=lambda slot: (slot.starts, slot.pk)):
        slot.location = location  # which has the time zone; spares a query each
        for weekday in set(slot.weekdays):
            by_weekday[weekday].append(slot)
    for number in range((last - first).days + 1):
        on = first + timedelta(days=number)
        # Sorted again: a time that daylight saving skips starts later than its place in the list.
        yield from sorted(
            (window for slot in by_weekday[on.weekday()] if (window := window_of(slot, on))),
            key=lambda window: window.starts_at,
        )


def window_of(slot: TimeSlot, on: date) -> Window | None:
    """The slot on that day; None when the clocks that go forward leave nothing of it."""
    period = slot.window(on)
    if period is None:
        return None
    start, end = period.start, period.end
    return Window(slot, on, start, end, start - slot.setup, end + slot.cleanup)


def nearest_open(
    station: Station, *, around: datetime, now: datetime, count: int = 3
) -> list[OpenSlot]:
    """The ``count`` openings of the station nearest to ``around``, in order of their start.

    Looks at sixty days on each side.
    """
    day = around.astimezone(station.location.zone).date()
    found = open_slots(
        station.location, first=day - NEARBY, last=day + NEARBY, now=now, station=station
    )
    return nearest_to(around, found, count)


def nearest_to(around: datetime, openings: Iterable[OpenSlot], count: int = 3) -> list[OpenSlot]:
    """The ``count`` of these nearest to ``around``, in order of their start."""
    nearest = sorted(openings, key=lambda each: abs(each.starts_at - around))[:count]
    return sorted(nearest, key=lambda each: each.starts_at)
