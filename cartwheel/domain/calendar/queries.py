"""What goes on at a location from one day to another, whatever kind of thing it is.

A kind that comes later is one more function in ``SOURCES``; all that shows entries shows it then.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.signing import BadSignature, Signer
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cartwheel.domain.accounts.models import Account, Location
from cartwheel.domain.appointments.models import Place, Timeslot
from cartwheel.domain.appointments.queries import places_in, with_offer
from cartwheel.domain.calendar.models import Feed
from cartwheel.domain.catalog.models import BlackoutDate, Program
from cartwheel.domain.parties.models import Party, PartySettings
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.periods import instant

SIGNER = Signer(sep=".", salt="calendar-feed")
KINDS = {"party": gettext_lazy("Parties"), "appointment": gettext_lazy("Appointments")}


@dataclass(frozen=True)
class Entry:
    """One thing on the schedule. ``on`` is the day it begins, on the location's calendar.

    ``capacity`` None: it has no places to book. ``children`` are those it is for.
    """

    kind: str
    record_id: int
    title: str
    on: date
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    staff: tuple[str, ...] = ()
    program: str = ""
    children: tuple[Student, ...] = ()
    taken: int = 0
    capacity: int | None = None
    note: str = ""
    location: Location | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """Whom it is for, by name."""
        return tuple(str(child) for child in self.children)

    @property
    def left(self) -> int:
        """Places that can still be booked."""
        return max(self.capacity - self.taken, 0) if self.capacity is not None else 0

    @property
    def told(self) -> str:
        """``1 of 2 taken``; of what has no places, what else there is to say."""
        if self.capacity is None:
            return self.note
        return _("%(taken)d of %(all)d taken") % {"taken": self.taken, "all": self.capacity}


@dataclass(frozen=True)
class Asked:
    """From ``first`` to ``last``, both included, at these locations, each by its own calendar.

    Of one staff member's where ``staff`` is given, of one household's where ``family`` is.
    """

    locations: Sequence[Location]
    first: date
    last: date
    now: datetime
    staff: StaffMember | None = None
    family: Family | None = None


def entries_between(
    location: Location,
    first: date,
    last: date,
    *,
    kinds: Collection[str],
    now: datetime,
    staff: StaffMember | None = None,
    family: Family | None = None,
) -> list[Entry]:
    """Everything of these ``kinds`` that begins from ``first`` to ``last``, both included.

    In the order of their start. Canceled things and quotes that ran out are left out, and so are
    timeslots that nobody booked and nobody can book any more. With ``staff`` only what she hosts or
    teaches and somebody has booked; with ``family`` only what it has booked, and
    of the people in it only its own.
    """
    asked = Asked([location], first, last, now, staff, family)
    return _found(asked, kinds)


def _found(asked: Asked, kinds: Collection[str]) -> list[Entry]:
    found = [entry for kind in kinds for entry in SOURCES[kind](asked)]
    return sorted(found, key=lambda each: (each.starts_at, each.ends_at, each.room, each.title))


def key_of(feed: Feed) -> str:
    """The secret part of the feed's address."""
    return SIGNER.sign(f"{feed.pk}-{feed.edition}")


def feed_behind(account: Account, key: str) -> Feed | None:
    """The open feed at this address; None for one that is void, or of somebody who has left."""
    try:
        pk, edition = SIGNER.unsign(key).split("-")
    except (BadSignature, ValueError):
        return None
    rows = Feed.objects.filter(account=account, pk=pk, edition=edition, closed_at=None)
    there = Q(staff__isnull=False, staff__archived_at=None) | Q(
        family__isnull=False, family__archived_at=None, family__suspended_at=None
    )
    return rows.filter(there).select_related("staff", "family").first()


def coming_up(family: Family, *, first: date, last: date, now: datetime) -> list[Entry]:
    """What the household has booked in these days, both included, at every location."""
    locations = list(Location.objects.filter(account=family.account_id).order_by("pk"))
    for location in locations:
        location.account = family.account
    return _found(Asked(locations, first, last, now, family=family), KINDS)


def closed_days(location: Location, first: date, last: date) -> dict[date, list[str]]:
    """The days on which a program is closed, with the names of the blackout schedules that say so.

    Only schedules that a program in use follows.
    """
    followed = Program.objects.filter(blackout=OuterRef("schedule"), archived_at=None)
    rows = BlackoutDate.objects.with_effect("closures").filter(
        Exists(followed),
        account=location.account_id,
        first_on__lte=last,
        last_on__gte=first,
    )
    closed: dict[date, list[str]] = {}
    for row in rows.select_related("schedule").order_by("first_on", "pk"):
        day, until = max(row.first_on, first), min(row.last_on, last)
        while day <= until:
            names = closed.setdefault(day, [])
            if row.schedule.name not in names:
                names.append(row.schedule.name)
            day += timedelta(days=1)
    return closed


def _parties(asked: Asked) -> Iterator[Entry]:
    places = {location.pk: location for location in asked.locations}
    begins = [instant(asked.first, time(0), place.zone) for place in asked.locations]
    until = asked.last + timedelta(days=1)
    ends = [instant(until, time(0), place.zone) for place in asked.locations]
    rows = Party.objects.filter(
        account=asked.locations[0].account_id,
        location__in=places,
        starts_at__gte=min(begins),
        starts_at__lt=max(ends),
    ).standing(now=asked.now)
    if asked.staff is not None:
        rows = rows.filter(hosts__staff=asked.staff)
    if asked.family is not None:
        rows = rows.filter(family=asked.family)
    parties = list(rows.select_related("station", "honoree").prefetch_related("hosts__staff"))
    programs = _programs(places) if parties else {}
    for party in parties:
        location = places[party.location_id]
        on = party.starts_at.astimezone(location.zone).date()
        if not asked.first <= on <= asked.last:
            continue
        yield Entry(
            kind="party",
            record_id=party.pk,
            title=party.title,
            on=on,
            starts_at=party.starts_at,
            ends_at=party.ends_at,
            room=party.station.name,
            staff=tuple(str(host.staff) for host in party.hosts.all()),
            program=programs.get(location.pk, ""),
            children=(party.honoree,) if party.honoree else (),
            taken=party.guests,
            note=_("Quote") if party.is_quote else _guests(party.guests),
            location=location,
        )


def _programs(places: Collection[int]) -> dict[int, str]:
    """Under which program each of these locations (keys) gives its parties."""
    rows = PartySettings.objects.filter(location__in=places, program__isnull=False)
    return {each.location_id: str(each.program) for each in rows.select_related("program")}


def _guests(count: int) -> str:
    return ngettext("%(count)d guest", "%(count)d guests", count) % {"count": count}


def _timeslots(asked: Asked) -> Iterator[Entry]:
    rows = Timeslot.objects.filter(
        account=asked.locations[0].account_id,
        location__in=[place.pk for place in asked.locations],
        on__range=(asked.first, asked.last),
    ).standing()
    if asked.staff is not None:
        rows = rows.filter(instructor=asked.staff, taken__gt=0)
    elif asked.family is not None:
        mine = Place.objects.standing(now=asked.now).filter(booking__family=asked.family)
        rows = rows.filter(Exists(mine.filter(timeslot=OuterRef("pk"))))
    else:
        bookable = Q(appointment__archived_at=None, starts_at__gt=asked.now)
        rows = rows.filter(Q(taken__gt=0) | bookable)
    slots = list(with_offer(rows))
    there = places_in(slots)
    places = {location.pk: location for location in asked.locations}
    for slot in slots:
        yield Entry(
            kind="appointment",
            record_id=slot.pk,
            title=slot.appointment.service.name,
            on=slot.on,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            room=slot.zone.name if slot.zone else "",
            staff=(str(slot.instructor),),
            program=str(slot.appointment.program),
            children=tuple(
                place.student
                for place in there.get(slot.pk, [])
                if asked.family is None or place.booking.family_id == asked.family.pk
            ),
            taken=slot.taken,
            capacity=slot.capacity if asked.family is None else None,
            location=places[slot.location_id],
        )


SOURCES: dict[str, Callable[[Asked], Iterator[Entry]]] = {
    "party": _parties,
    "appointment": _timeslots,
}
