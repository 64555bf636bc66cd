"""When an instructor and a zone are both free, near a time that was asked for."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.appointments.models import Timeslot
from cartwheel.domain.appointments.queries.openings import KIND
from cartwheel.domain.scheduling.models import Absence, Claim, OpeningHours, WorkingHours, Zone
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.periods import instant

STEP = timedelta(minutes=15)
ALWAYS = (time(7), time(21))  # what is looked through where no hours are kept
Period = tuple[datetime, datetime]


def free_nearby(
    timeslot: Timeslot,
    *,
    on: date,
    starts: time,
    length: timedelta,
    instructor: StaffMember,
    zone: Zone | None,
    now: datetime,
    most: int = 5,
) -> list[datetime]:
    """The starts on that day, in steps of a quarter of an hour, at which the meeting would fit.

    The nearest to ``starts`` first. Within the opening hours and the instructor's; what the
    timeslot itself holds is not in its way.
    """
    location = timeslot.location
    asked = instant(on, starts, location.zone)
    midnights = (instant(each, time(0), location.zone) for each in (on, on + timedelta(days=1)))
    begin, end = midnights
    busy = _busy(timeslot, (begin, end), instructor, zone, now)
    found = []
    for opens, closes in _open(location, instructor, on):
        at, last = instant(on, opens, location.zone), instant(on, closes, location.zone)
        while at + length <= last:
            if at > now and not any(at < until and at + length > since for since, until in busy):
                found.append(at)
            at += STEP
    return sorted(found, key=lambda start: (abs(start - asked), start))[:most]


def _open(location: Location, instructor: StaffMember, on: date) -> list[tuple[time, time]]:
    """The windows of that day in which both the doors are open and she works."""
    doors = _windows(list(location.opening_hours.all()), on)
    hers = _windows(list(instructor.working_hours.all()), on)
    both = [(max(a, c), min(b, d)) for a, b in doors for c, d in hers]
    return [(starts, ends) for starts, ends in both if starts < ends]


def _windows(hours: Sequence[OpeningHours | WorkingHours], on: date) -> list[tuple[time, time]]:
    if not hours:
        return [ALWAYS]
    return [(each.starts, each.ends) for each in hours if each.weekday == on.weekday()]


def _busy(
    timeslot: Timeslot, day: Period, instructor: StaffMember, zone: Zone | None, now: datetime
) -> list[Period]:
    wanted = Q(resource__staff=instructor)
    if zone is not None and zone.exclusive:
        wanted |= Q(resource__zone=zone)
    claims = Claim.objects.live(now=now).within(*day).filter(wanted, account=timeslot.account_id)
    claims = claims.exclude(kind=KIND, record_id=timeslot.pk)
    away = Absence.objects.filter(
        account=timeslot.account_id,
        staff=instructor,
        canceled_at=None,
        ends_at__gt=day[0],
        starts_at__lt=day[1],
    )
    return [
        *claims.values_list("starts_at", "ends_at"),
        *away.values_list("starts_at", "ends_at"),
    ]
