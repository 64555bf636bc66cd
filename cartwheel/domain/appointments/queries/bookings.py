"""Reading bookings, and what of an appointment can still be booked."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.appointments.models import Booking, Place, Timeslot, TimeslotQuerySet
from cartwheel.domain.appointments.queries.openings import open_timeslots
from cartwheel.domain.people.models import Family


def bookings_of(account: Account, *, now: datetime) -> QuerySet[Booking]:
    """Every booking with ``left`` (places still to come) and ``next_at`` (the first of them).

    Those that go on come first, by what is next; then those that are over, the latest first.
    """
    coming = Q(places__canceled_at=None, places__timeslot__ends_at__gt=now)
    rows = Booking.objects.filter(account=account).select_related(
        "appointment__service", "appointment__instructor", "student", "family", "location"
    )
    return rows.annotate(
        left=Count("places", filter=coming),
        next_at=Min("places__timeslot__starts_at", filter=coming),
    ).order_by("next_at", "-pk")


def dates_to_choose(
    timeslot: Timeslot,
    *,
    first: date,
    last: date,
    weekdays: Collection[int] = (),
    now: datetime,
) -> TimeslotQuerySet:
    """The open timeslots of the same appointment in these days, both included.

    Only on these ``weekdays`` (Monday is 0), where any are given.
    """
    rows = open_timeslots(timeslot.location, first=first, last=last, now=now)
    rows = rows.filter(appointment=timeslot.appointment_id)
    if weekdays:
        rows = rows.filter(time__weekday__in=set(weekdays))
    return rows.order_by("starts_at", "pk")


def nearest_open(timeslots: TimeslotQuerySet, *, after: date) -> Timeslot | None:
    """The first of the ``timeslots`` after the day."""
    return timeslots.filter(on__gt=after).order_by("starts_at", "pk").first()


def with_offer(slots: QuerySet[Timeslot]) -> QuerySet[Timeslot]:
    """The timeslots with their appointment, people, zone and location read."""
    return slots.select_related(
        "appointment__service",
        "appointment__program",
        "time",
        "instructor",
        "zone",
        "location",
    )


def places_in(slots: Collection[Timeslot]) -> dict[int, list[Place]]:
    """The places that are taken in each of the timeslots, by the timeslot's key."""
    rows = Place.objects.filter(timeslot__in=[slot.pk for slot in slots], canceled_at=None)
    found: dict[int, list[Place]] = {}
    for place in rows.select_related("student", "booking").order_by("pk"):
        found.setdefault(place.timeslot_id, []).append(place)
    return found


def places_of_family(
    family: Family, timeslots: Collection[int], *, now: datetime
) -> QuerySet[Place]:
    """The places in these timeslots (keys) that the household has booked."""
    rows = Place.objects.standing(now=now).filter(
        account=family.account_id, booking__family=family, timeslot__in=timeslots
    )
    related = ("timeslot__appointment__service", "booking__location", "booking__appointment")
    return rows.select_related(*related, "booking__family", "student").order_by("pk")
