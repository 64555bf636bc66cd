"""Which timeslots can be booked."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.appointments.models import (
    AppointmentSettings,
    Place,
    Timeslot,
    TimeslotQuerySet,
)
from cartwheel.domain.catalog.models import BlackoutDate
from cartwheel.domain.people.models import Student
from cartwheel.domain.scheduling.models import Absence, Claim

KIND = "appointment"
INSTRUCTOR, ZONE = "instructor__resource__pk", "zone__resource"  # from a timeslot
AHEAD = timedelta(days=396)  # thirteen months: so far timeslots are made and shown


def open_timeslots(
    location: Location,
    *,
    first: date,
    last: date,
    now: datetime,
    places: int = 1,
) -> TimeslotQuerySet:
    """The timeslots with room for so many more students, from ``first`` to ``last``, both included.

    Left out is what has begun, what was canceled, days on which the program is closed, and times at
    which somebody or something else has the instructor or the zone; everything at a location that
    offers no appointments.
    """
    is_enabled, keeps_blackouts = switches_of(location)
    if not is_enabled:
        return Timeslot.objects.none()
    rows = Timeslot.objects.filter(
        account=location.account_id,
        location=location,
        starts_at__gt=now,
        on__range=(first, last),
        canceled_at=None,
        appointment__archived_at=None,
    )
    with_room = rows.filter(capacity__gte=F("taken") + places)
    if keeps_blackouts:
        with_room = with_room.filter(~Exists(closures()))
    return with_room.filter(
        room_in_zone(places),
        ~Exists(absences()),
        Q(taken__gt=0) | ~(Exists(clashing(now, INSTRUCTOR)) | Exists(clashing(now, ZONE))),
    )


def switches_of(location: Location) -> tuple[bool, bool]:
    """Whether the location offers appointments, and whether it keeps blackout dates."""
    rows = AppointmentSettings.objects.filter(location=location)
    return rows.values_list("is_enabled", "keeps_blackouts").first() or (True, True)


def bookable_among(location: Location, slots: Mapping[int, date], *, now: datetime) -> set[int]:
    """Which of these timeslots (keys, each with its day) are open this very moment."""
    if not slots:
        return set()
    days = slots.values()
    found = open_timeslots(location, first=min(days), last=max(days), now=now)
    return set(found.filter(pk__in=list(slots)).values_list("pk", flat=True))


def shut_timeslots(slots: Iterable[Timeslot]) -> TimeslotQuerySet:
    """Those of ``slots``, at least one and all of one location, that are not given to anybody.

    On their day the doors are shut, the instructor is away, or the location offers no appointments.
    """
    chosen = list(slots)
    rows = Timeslot.objects.filter(pk__in=[slot.pk for slot in chosen])
    is_enabled, keeps_blackouts = switches_of(chosen[0].location)
    if not is_enabled:
        return rows
    shut = Q(Exists(absences()))
    return rows.filter(shut | Q(Exists(closures())) if keeps_blackouts else shut)


def closures() -> QuerySet[BlackoutDate]:
    """The dates that close the timeslot of the outer query."""
    return blackouts("closures")


def blackouts(effect: str, *, timeslot: str = "") -> QuerySet[BlackoutDate]:
    """The dates with this effect, billing or closures, on the timeslot of the outer query.

    ``timeslot`` is how the outer query reaches it ("timeslot__"), where it is not one itself.
    """
    return BlackoutDate.objects.with_effect(effect).filter(
        account=OuterRef("account"),
        schedule=OuterRef(f"{timeslot}appointment__program__blackout"),
        first_on__lte=OuterRef(f"{timeslot}on"),
        last_on__gte=OuterRef(f"{timeslot}on"),
    )


def absences() -> QuerySet[Absence]:
    """The absences of the instructor during the timeslot of the outer query."""
    return Absence.objects.filter(
        account=OuterRef("account"),
        staff=OuterRef("instructor"),
        canceled_at=None,
        ends_at__gt=OuterRef("starts_at"),
        starts_at__lt=OuterRef("ends_at"),
    )


def room_in_zone(places: int = 1) -> Q:
    """The timeslot has no shared zone, or one in which so many more students find room meanwhile.

    What overlaps the timeslot for any part of it counts with all its students.
    """
    meanwhile = Timeslot.objects.filter(
        account=OuterRef("account"),
        zone=OuterRef("zone"),
        taken__gt=0,
        ends_at__gt=OuterRef("starts_at"),
        starts_at__lt=OuterRef("ends_at"),
    )
    there = meanwhile.order_by().values("zone").annotate(sum=Sum("taken")).values("sum")
    room = Q(zone__capacity__gte=Coalesce(Subquery(there), 0) + places)
    return Q(zone=None) | Q(zone__exclusive=True) | Q(zone__capacity=None) | room


def clashing(now: datetime, resource: str) -> QuerySet[Claim]:
    """What else holds this resource of the timeslot of the outer query.

    The outer query brings the resource along: looked up from here, it was searched for anew for
    each of some ten thousand timeslots.
    """
    return (
        Claim.objects.live(now=now)
        .filter(
            account=OuterRef("account"),
            resource=OuterRef(resource),
            ends_at__gt=OuterRef("starts_at"),
            starts_at__lt=OuterRef("ends_at"),
        )
        .exclude(kind=KIND, record_id=OuterRef("pk"))
    )


def places_of(student: Student, slots: Iterable[Timeslot]) -> QuerySet[Place]:
    """Places that the student has already while any of the ``slots`` goes on."""
    during = Q()
    for slot in slots:
        during |= Q(timeslot__starts_at__lt=slot.ends_at, timeslot__ends_at__gt=slot.starts_at)
    if not during:
        return Place.objects.none()
    mine = Place.objects.filter(account=student.account_id, student=student, canceled_at=None)
    return mine.filter(during).select_related("timeslot__appointment__service")
