"""One day at the stations: what is booked, closed and open, and why a slot is not open."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.parties.models import Party, SlotClosure, Station, TimeSlot
from cartwheel.domain.parties.queries.openings import (
    OpenSlot,
    Window,
    closures_between,
    offers_of,
    stations_in_use,
    windows,
)
from cartwheel.domain.parties.wording import moment
from cartwheel.domain.scheduling.models import Claim
from cartwheel.domain.scheduling.queries import claims_between
from cartwheel.kernel.periods import instant

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Blocked:
    """A slot that a station offers but that cannot be booked, and the ``reason`` in words.

    ``kind`` is closed, taken, held (by a quote), past or expired (the station is). ``party`` is
    who has it, ``claim`` what holds it.
    """

    station: Station
    time_slot: TimeSlot
    on: date
    starts_at: datetime
    ends_at: datetime
    kind: str
    reason: str
    claim: Claim | None = None
    party: Party | None = None


@dataclass(frozen=True)
class Booked:
    """A party, or whatever else holds the station (then ``party`` is None).

    The station is held from ``claim.starts_at`` to ``claim.ends_at``, longer than the party.
    """

    starts_at: datetime
    ends_at: datetime
    claim: Claim
    party: Party | None

    @property
    def label(self) -> str:
        return self.party.title if self.party else self.claim.label

    @property
    def is_quote(self) -> bool:
        return self.claim.expires_at is not None


@dataclass(frozen=True)
class StationDay:
    """One column of the day board; everything in order of its start."""

    station: Station
    booked: list[Booked] = field(default_factory=list)
    slots: list[OpenSlot | Blocked] = field(default_factory=list)


def slots_on(station: Station, on: date, now: datetime) -> list[OpenSlot | Blocked]:
    """Every slot the station offers on the day, open or with the reason why not."""
    [day] = _days(station.location, [station], on, now)
    return day.slots


def station_day(location: Location, on: date, *, now: datetime) -> list[StationDay]:
    """The day board: each station in use (or booked on that day) with what is on.

    Takes five SQL statements, whatever is booked.
    """
    stations = stations_in_use(location)
    days = _days(location, stations, on, now)
    return [day for day in days if day.station.open_on(on) or day.booked]


def _days(
    location: Location, stations: Sequence[Station], on: date, now: datetime
) -> Iterator[StationDay]:
    offers = offers_of(stations)
    closures = closures_between(offers, on, on)
    booked = _booked(stations, location, on, now)
    for station in stations:
        station.location = location
        claims = booked[station.resource_id]
        slots = [
            _slot(window, station, closures.at(window.time_slot, on, station), claims, now)
            for window in windows(offers[station.pk], on, on, location)
        ]
        yield StationDay(station, _of_the_day(claims, location, on), slots)


def _booked(
    stations: Sequence[Station], location: Location, on: date, now: datetime
) -> dict[int, list[Booked]]:
    """What holds each station on that day and on both sides of it, by the key of its resource."""
    start = instant(on, time(), location.zone)
    resources = [station.resource_id for station in stations]
    claims = list(claims_between(resources, start - DAY, start + 3 * DAY, now))
    parties = _parties_of(claims)
    booked: dict[int, list[Booked]] = defaultdict(list)
    for claim in claims:
        party = parties.get(claim.pk)
        at: Claim | Party = party or claim
        booked[claim.resource_id].append(Booked(at.starts_at, at.ends_at, claim, party))
    return booked


def _parties_of(claims: Iterable[Claim]) -> dict[int, Party]:
    rows = Party.objects.filter(claim__in=list(claims)).select_related("family", "package")
    return {party.claim_id: party for party in rows}


def _of_the_day(booked: Iterable[Booked], location: Location, on: date) -> list[Booked]:
    start = instant(on, time(), location.zone)
    end = instant(on + DAY, time(), location.zone)
    return [each for each in booked if each.claim.ends_at > start and each.claim.starts_at < end]


def _slot(
    window: Window,
    station: Station,
    closure: SlotClosure | None,
    booked: Iterable[Booked],
    now: datetime,
) -> OpenSlot | Blocked:
    slot, on, starts_at, ends_at = window[:4]
    there = next(
        (
            each
            for each in booked
            if each.claim.ends_at > window.held_from and each.claim.starts_at < window.held_to
        ),
        None,
    )
    if there is not None:
        kind, reason = ("held" if there.is_quote else "taken"), _who(there, station.location)
    elif closure is not None:
        kind, reason = "closed", closure.reason or _("Closed on this day")
    elif not station.open_on(on):
        kind, reason = "expired", _("%s is not offered on this day") % station
    elif starts_at <= now:
        kind, reason = "past", _("Already over") if ends_at <= now else _("Already begun")
    else:
        return OpenSlot(station, slot, on, starts_at, ends_at)
    return Blocked(
        station,
        slot,
        on,
        starts_at,
        ends_at,
        kind,
        reason,
        claim=there.claim if there else None,
        party=there.party if there else None,
    )


def _who(there: Booked, location: Location) -> str:
    if there.claim.expires_at is None:
        return _("Taken by “%s”") % there.label
    until = moment(there.claim.expires_at, location)
    return _("Held by the quote “%(title)s” until %(until)s") % {
        "title": there.label,
        "until": until,
    }
