"""Another day or hour for one meeting, another room, another instructor."""

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import Booking, Place, Timeslot
from cartwheel.domain.appointments.operations.booking import keep_days
from cartwheel.domain.appointments.operations.claiming import (
    check_zones,
    claims_of,
    hold,
    locked,
    named_day,
    student_busy,
)
from cartwheel.domain.appointments.operations.letters import send_change_email
from cartwheel.domain.appointments.operations.offers import Window, check_hours
from cartwheel.domain.appointments.operations.punches import carry_punches_of
from cartwheel.domain.appointments.permissions import ANY_TIME
from cartwheel.domain.appointments.queries import places_of, shut_timeslots
from cartwheel.domain.appointments.refusals import InstructorBusy, TimeslotClosed
from cartwheel.domain.people.queries import address_of
from cartwheel.domain.scheduling.models import Zone
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.periods import instant
from cartwheel.kernel.refusals import Refused, refuse_on
from cartwheel.kernel.whole import whole

CHANGING = ("starts_at", "ends_at", "instructor_id", "zone_id")


@whole
def change_timeslot(
    timeslot: Timeslot,
    *,
    on: date,
    starts: time,
    ends: time,
    instructor: StaffMember,
    zone: Zone | None = None,
    send_email: bool = False,
    now: datetime,
    by: Actor,
) -> Timeslot:
    """Hold this one meeting at another time, in another zone or by somebody else.

    Whoever has a place comes along; with ``send_email`` the families read what was and what is. The
    other meetings of the appointment stay as they are.

    Raises ``InstructorBusy`` saying who or what is there, ``StudentBusy``, ``TimeslotFull`` when a
    shared zone has no room, or ``TimeslotClosed``.
    """
    require_same_account(timeslot, instructor, zone)
    [slot] = locked([timeslot])
    was = copy(slot)
    _check_may_move(slot, now)
    if zone is not None and zone.location_id != slot.location_id:
        raise Refused(_("%s belongs to another location.") % zone, field="zone")
    _put(slot, on, starts, ends)
    slot.instructor, slot.zone = instructor, zone
    if all(getattr(was, name) == getattr(slot, name) for name in CHANGING):
        return slot
    if slot.starts_at <= now:
        raise Refused(_("That time is over."), field="on")
    places = list(slot.places.filter(canceled_at=None).select_related("student", "booking"))
    _check_students(slot, places)
    twice = Refused(_("There is a timeslot of this appointment at that time."), field="on")
    with refuse_on("timeslot_once", twice):
        slot.save()
    if not by.can(ANY_TIME):
        _check_open(slot, Window(on.weekday(), starts, ends))
    _hold_anew(slot, now, by)
    slot.places.filter(reminded_at__isnull=False).update(reminded_at=None)
    bookings = list({place.booking_id: place.booking for place in places}.values())
    for booking in bookings:
        keep_days(booking)
    carry_punches_of(places, [slot])
    record("timeslot.moved", slot, instructor, by=by, **_told(was, slot))
    if send_email:
        _tell(bookings, slot, was.starts_at, by)
    return slot


def _check_may_move(slot: Timeslot, now: datetime) -> None:
    if slot.canceled_at is not None:
        raise TimeslotClosed(_("%s was canceled.") % named_day(slot))
    if slot.starts_at <= now:
        raise Refused(_("It has begun already."))


def _put(slot: Timeslot, on: date, starts: time, ends: time) -> None:
    starts_at = instant(on, starts, slot.location.zone)
    ends_at = instant(on, ends, slot.location.zone)
    if ends_at <= starts_at:
        raise Refused(_("A time ends before it starts."), field="ends")
    if on != slot.on and slot.planned_on is None:
        slot.planned_on = slot.on
    if on == slot.planned_on:
        slot.planned_on = None  # back on its own day
    slot.on, slot.starts_at, slot.ends_at = on, starts_at, ends_at


def _check_students(slot: Timeslot, places: Iterable[Place]) -> None:
    for place in places:
        elsewhere = places_of(place.student, [slot]).exclude(timeslot=slot)
        if there := elsewhere.select_related("student", "timeslot__appointment__service").first():
            raise student_busy(there, "on")


def _check_open(slot: Timeslot, window: Window) -> None:
    check_hours(slot.location, [window], field="starts")
    if shut_timeslots([slot]).exists():
        sentence = _("%s: closed, or the instructor is away.")
        raise TimeslotClosed(sentence % named_day(slot), field="on")


def _hold_anew(slot: Timeslot, now: datetime, by: Actor) -> None:
    if not slot.taken:
        return
    try:
        hold([slot], now, by, instead_of=claims_of([slot.pk]))
    except InstructorBusy as busy:
        busy.field = "instructor"
        raise
    check_zones([slot], more=0)


def _told(was: Timeslot, slot: Timeslot) -> dict[str, str]:
    told = {"was": was.starts_at.isoformat(), "now": slot.starts_at.isoformat()}
    if was.instructor != slot.instructor:
        told |= {"instead_of": str(was.instructor)}
    return told


def _tell(bookings: Iterable[Booking], slot: Timeslot, was: datetime, by: Actor) -> None:
    """Families without an address read nothing."""
    for booking in bookings:
        if address_of(booking.family):
            send_change_email(booking, slot, was=was, by=by)
