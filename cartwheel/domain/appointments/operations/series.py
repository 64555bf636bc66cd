"""Another day, hour, room or instructor for a weekly time, from one of its meetings on."""

from collections.abc import Sequence
from copy import copy
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import Booking, Place, Timeslot, WeeklyTime
from cartwheel.domain.appointments.operations.booking import keep_days
from cartwheel.domain.appointments.operations.claiming import (
    check_zones,
    claims_of,
    hold,
    locked,
    named_day,
    student_busy,
)
from cartwheel.domain.appointments.operations.letters import send_series_email
from cartwheel.domain.appointments.operations.offers import Window, check_hours
from cartwheel.domain.appointments.operations.punches import carry_punches_of
from cartwheel.domain.appointments.permissions import ANY_TIME
from cartwheel.domain.appointments.queries import (
    FOLLOWING,
    Scope,
    places_of,
    series_of,
    shut_timeslots,
)
from cartwheel.domain.appointments.refusals import TimeslotClosed
from cartwheel.domain.people.queries import address_of
from cartwheel.domain.scheduling.models import Zone
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.periods import instant
from cartwheel.kernel.refusals import Refused, refuse_on
from cartwheel.kernel.whole import whole


@whole
def change_series(
    timeslot: Timeslot,
    *,
    scope: Scope = FOLLOWING,
    weekday: int,
    starts: time,
    ends: time,
    instructor: StaffMember,
    zone: Zone | None = None,
    send_email: bool = False,
    now: datetime,
    by: Actor,
) -> WeeklyTime:
    """Hold the meetings of the timeslot's weekly time at another time, elsewhere or by another.

    With the scope "following" from this one on, with "all" every one that is still to come. Each
    stays in its week; one that would come to lie in the past stays as it is. Whoever has a place
    comes along, also in a meeting that was canceled or moved by itself before: what it was moved to
    is overwritten. The nightly job makes the new ones from then on. With ``send_email`` the
    families read what was and what is.

    Raises what ``change_timeslot`` raises, for the first meeting that it is true of; then nothing
    is changed.
    """
    require_same_account(timeslot, instructor, zone)
    if zone is not None and zone.location_id != timeslot.location_id:
        raise Refused(_("%s belongs to another location.") % zone, field="zone")
    if ends <= starts:
        raise Refused(_("A time ends before it starts."), field="ends")
    slots = locked(series_of(timeslot, scope, now=now))
    old = WeeklyTime.objects.select_for_update(no_key=True).get(pk=timeslot.time_id)
    if old.archived_at is not None:
        raise Refused(_("This weekly time was changed meanwhile. Open the timeslot again."))
    shift = timedelta(days=weekday - old.weekday)
    moving = [slot for slot in slots if _new_start(slot, shift, starts) > now]
    if not moving:
        raise Refused(_("No meeting of it is still to come at that time."), field="weekday")
    new = _succeed(old, moving, shift, weekday, starts, ends, instructor, zone, now)
    was = {slot.pk: copy(slot) for slot in moving}
    for slot in moving:
        _put(slot, new, shift)
    taken = [slot for slot in moving if slot.taken]
    places = list(
        Place.objects.filter(timeslot__in=moving, canceled_at=None)
        .select_related("student", "booking__family", "booking__appointment", "booking__student")
        .order_by("pk")
    )
    _check_students(moving, places)
    twice = Refused(_("There is a timeslot of this appointment at that time."), field="starts")
    columns = ["time", "on", "planned_on", "starts_at", "ends_at", "instructor", "zone"]
    with refuse_on("timeslot_once", twice):
        Timeslot.objects.bulk_update(moving, columns)
    if not by.can(ANY_TIME):
        check_hours(timeslot.location, [Window(weekday, starts, ends)], field="starts")
        if taken and (shut := shut_timeslots(taken).first()):
            sentence = _("%s: closed, or the instructor is away.")
            raise TimeslotClosed(sentence % named_day(shut), field="weekday")
    if taken:
        hold(taken, now, by, instead_of=claims_of([slot.pk for slot in taken]))
        check_zones(taken, more=0)
    Place.objects.filter(timeslot__in=moving, reminded_at__isnull=False).update(reminded_at=None)
    bookings = list({place.booking_id: place.booking for place in places}.values())
    for booking in bookings:
        keep_days(booking)
    carry_punches_of(places, moving)
    first = min(moving, key=lambda slot: slot.starts_at)
    record(
        "series.moved",
        timeslot.appointment,
        instructor,
        *bookings,
        by=by,
        was=was[first.pk].starts_at.isoformat(),
        now=first.starts_at.isoformat(),
        count=len(moving),
    )
    if send_email:
        _tell(bookings, now, by)
    return new


def _new_start(slot: Timeslot, shift: timedelta, starts: time) -> datetime:
    return instant((slot.planned_on or slot.on) + shift, starts, slot.location.zone)


def _succeed(
    old: WeeklyTime,
    moving: Sequence[Timeslot],
    shift: timedelta,
    weekday: int,
    starts: time,
    ends: time,
    instructor: StaffMember,
    zone: Zone | None,
    now: datetime,
) -> WeeklyTime:
    """The weekly time that counts instead of the old one, from the first of its meetings on."""
    first = min((slot.planned_on or slot.on) for slot in moving) + shift
    old.archived_at = now
    old.save(update_fields=["archived_at"])
    twice = Refused(_("The appointment is given at that time already."), field="starts")
    with refuse_on("weekly_time_once", twice):
        return WeeklyTime.objects.create(
            account_id=old.account_id,
            appointment_id=old.appointment_id,
            weekday=weekday,
            starts=starts,
            ends=ends,
            starts_on=first,
            instructor=instructor,
            zone=zone,
        )


def _put(slot: Timeslot, time: WeeklyTime, shift: timedelta) -> None:
    on, zone = (slot.planned_on or slot.on) + shift, slot.location.zone
    slot.time, slot.on, slot.planned_on = time, on, None
    slot.starts_at, slot.ends_at = instant(on, time.starts, zone), instant(on, time.ends, zone)
    if slot.ends_at <= slot.starts_at:
        raise Refused(_("%s: the clocks change at that hour.") % named_day(slot), field="starts")
    assert time.instructor is not None  # noqa: S101 - of one that took another's place
    slot.instructor, slot.zone = time.instructor, time.zone


def _check_students(moving: Sequence[Timeslot], places: Sequence[Place]) -> None:
    """Nobody who comes along has something else at one of the new times."""
    slots = {slot.pk: slot for slot in moving}
    mine: dict[int, list[Place]] = {}
    for place in places:
        mine.setdefault(place.student_id, []).append(place)
    for held in mine.values():
        new = [slots[place.timeslot_id] for place in held]
        elsewhere = places_of(held[0].student, new).exclude(timeslot__in=slots)
        if there := elsewhere.select_related("student").order_by("timeslot__starts_at").first():
            raise student_busy(there, "weekday")


def _tell(bookings: Sequence[Booking], now: datetime, by: Actor) -> None:
    """Families without an address read nothing."""
    for booking in bookings:
        if address_of(booking.family):
            send_series_email(booking, now=now, by=by)
