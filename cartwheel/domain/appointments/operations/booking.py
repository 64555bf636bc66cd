"""Booking places in timeslots, and giving them back."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.accounts.operations import next_number, require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import (
    Appointment,
    Booking,
    Place,
    PricingSchedule,
    Timeslot,
)
from cartwheel.domain.appointments.operations.claiming import (
    check_zones,
    leave_empty,
    locked,
    named_day,
    student_busy,
    take,
)
from cartwheel.domain.appointments.operations.letters import (
    send_booking_email,
    send_cancellation_email,
    send_change_email,
)
from cartwheel.domain.appointments.operations.offers import Tier, add_pricing_schedule
from cartwheel.domain.appointments.operations.punches import (
    keep_passes_of,
    return_punches,
    take_along,
)
from cartwheel.domain.appointments.permissions import ANY_TIME
from cartwheel.domain.appointments.queries import (
    cancellation_fee,
    family_may_cancel,
    places_of,
    settings_of,
    shut_timeslots,
)
from cartwheel.domain.appointments.refusals import (
    NotForThisStudent,
    NothingToBook,
    StudentBusy,
    TimeslotClosed,
    TimeslotFull,
)
from cartwheel.domain.ledger.models import Line
from cartwheel.domain.ledger.operations import post_charge
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.operations import lock_family
from cartwheel.domain.people.queries import address_of, students_of
from cartwheel.kernel.refusals import Refused, refuse_on
from cartwheel.kernel.whole import whole


@whole
def book_appointment(
    *,
    student: Student,
    family: Family | None = None,
    timeslots: Sequence[Timeslot],
    frequency: str = Appointment.Frequency.ONCE,
    ends_on: date | None = None,
    pricing: PricingSchedule | None = None,
    note: str = "",
    unfit_seen: bool = False,
    send_email: bool = False,
    held_until: datetime | None = None,
    request_key: uuid.UUID,
    now: datetime,
    by: Actor,
) -> Booking:
    """Give the student a place in each of ``timeslots``, all of one appointment, or in none.

    The charge goes to ``family``, a household of the student's (the home one by default).
    ``unfit_seen`` says that somebody wants it although age or gender do not fit. With
    ``send_email`` the family is told what is booked. With a ``request_key`` that was used before,
    the earlier booking comes back and nothing else happens. With ``held_until`` the places are only
    held: they count as taken and are given back by then, unless ``confirm_hold`` comes before.

    Raises ``NothingToBook``, ``NotForThisStudent``, ``StudentBusy``, ``TimeslotClosed``,
    ``TimeslotFull`` with the days, ``InstructorBusy`` saying who or what is there, or
    ``FamilyMerged`` and ``FamilyErased``.
    """
    family = family or student.family
    require_same_account(student, family, pricing, *timeslots)
    if earlier := Booking.objects.filter(account=by.account, request_key=request_key).first():
        return earlier
    if not students_of(family).filter(pk=student.pk).exists():
        raise Refused(_("%s does not belong to this family.") % student, field="student")
    slots = locked(timeslots)
    appointment = _one_appointment(slots)
    if not unfit_seen:
        _check_fit(appointment, student, slots[0].on)
    _check_open(slots, student, now, by)
    check_zones(slots)
    take(slots, now, by)
    lock_family(family)  # it may be merged or erased right now
    booking = Booking.objects.create(
        account=by.account,
        location=slots[0].location,
        number=next_number(by.account, "appointment"),
        appointment=appointment,
        student=student,
        family=family,
        frequency=frequency,
        starts_on=slots[0].on,
        ends_on=ends_on or (slots[-1].on if frequency == Appointment.Frequency.ONCE else None),
        pricing=pricing,
        note=note.strip(),
        request_key=request_key,
        created_by=by.name,
    )
    _give_places(booking, slots, held_until)
    days = [slot.on.isoformat() for slot in slots]
    record("appointment.booked", booking, student, family, appointment, by=by, days=days)
    if send_email:
        send_booking_email(booking, by=by)
    return booking


@whole
def book_at_new_price(*, name: str, per: str, amount: int, by: Actor, **booking: Any) -> Booking:
    """Book at a pricing schedule that is made for it: ``amount`` for any length and head count.

    ``booking`` is what ``book_appointment`` asks for. With a ``request_key`` that was used before
    nothing is made. Raises what both raise; then neither is kept.
    """
    earlier = Booking.objects.filter(account=by.account, request_key=booking["request_key"])
    if found := earlier.first():
        return found
    pricing = add_pricing_schedule(name=name, per=per, tiers=[Tier(amount)], by=by)
    return book_appointment(**booking | {"pricing": pricing}, by=by)


def _give_places(
    booking: Booking, slots: Sequence[Timeslot], held_until: datetime | None = None
) -> None:
    student = booking.student
    full = TimeslotFull(_("Somebody has just taken the last place."), field="timeslots")
    twice = StudentBusy(_("%s has a place in one of these already.") % student, field="timeslots")
    with refuse_on("timeslot_not_oversold", full), refuse_on("student_in_timeslot_once", twice):
        Place.objects.bulk_create(
            Place(
                account_id=booking.account_id,
                booking=booking,
                timeslot=slot,
                student=student,
                held_until=held_until,
            )
            for slot in slots
        )


@whole
def confirm_hold(booking: Booking, *, now: datetime, by: Actor) -> Booking:
    """What was only held is booked. Raises ``TimeslotFull`` when the hold has run out."""
    require_same_account(booking)
    rows = booking.places.select_for_update(no_key=True).filter(canceled_at=None)
    held = list(rows.exclude(held_until=None).order_by("pk"))
    if not rows.exists() or any(place.held_until and place.held_until <= now for place in held):
        raise TimeslotFull(_("The places were held for a while, and that time is over."))
    if held:
        booking.places.filter(pk__in=[place.pk for place in held]).update(held_until=None)
        record("appointment.confirmed", booking, booking.student, booking.family, by=by)
    return booking


def release_holds(account: Account, *, now: datetime) -> int:
    """Give back the places whose hold has run out: how many bookings that was of.

    Each in a transaction of its own, so that one does not hold up the others.
    """
    with transaction.atomic():
        rows = Place.objects.filter(account=account, held_until__lte=now, canceled_at=None)
        over = list(rows.order_by().values_list("booking", flat=True).distinct())
    by = Actor.system(account)
    for key in sorted(over):
        with transaction.atomic():
            booking = Booking.objects.select_related("student", "family", "location").get(pk=key)
            places = booking.places.filter(held_until__lte=now, canceled_at=None)
            cancel_places(
                booking, places=list(places), reason=_("The hold ran out"), now=now, by=by
            )
    return len(over)


@whole
def mark_attendance(place: Place, *, attendance: str, by: Actor) -> Place:
    """Say whether the student came; "" takes back what was said. Refused for a canceled place."""
    require_same_account(place)
    place = Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    if place.canceled_at is not None:
        raise Refused(_("This place was canceled."), field="attendance")
    if attendance not in ("", *Place.Attendance.values):
        raise Refused(_("Choose one of the possibilities."), field="attendance")
    if place.attendance != attendance:
        place.attendance = attendance
        place.save(update_fields=["attendance"])
        said = str(place.get_attendance_display()) or _("nothing")
        booking, on = place.booking, place.timeslot.on.isoformat()
        record("appointment.attended", booking, booking.student, by=by, said=said, on=on)
    return place


@whole
def cancel_places(
    booking: Booking,
    *,
    places: Iterable[Place],
    reason: str = "",
    charge_fee: bool = False,
    send_email: bool = False,
    now: datetime,
    by: Actor,
) -> list[Place]:
    """Give back these places of the booking; who was last leaves the instructor and the zone.

    Places that were canceled before stay as they are. What was paid with a pass goes back to it.
    With ``charge_fee`` the family is charged what the location takes for canceling late; with
    ``send_email`` it is told. Returns those that were canceled now.
    """
    asked = list(places)
    require_same_account(booking)
    keep_passes_of(asked)
    mine = booking.places.filter(pk__in=[place.pk for place in asked], canceled_at=None)
    slots = locked(place.timeslot for place in mine.select_related("timeslot"))
    rows = mine.select_for_update(of=("self",), no_key=True).select_related("timeslot")
    leaving = list(rows.order_by("pk"))
    fee = _fee(booking, leaving, now) if charge_fee else None
    for place in leaving:
        place.canceled_at, place.canceled_by, place.cancel_reason = now, by.name, reason[:250]
        place.save(update_fields=["canceled_at", "canceled_by", "cancel_reason"])
    leave_empty(slots, now)
    return_punches(leaving, now, by)
    if leaving:
        on = {slot.pk: slot.on.isoformat() for slot in slots}
        days = [on[place.timeslot_id] for place in leaving]
        subjects = (booking, booking.student, booking.family)
        record("appointment.canceled", *subjects, by=by, days=days, reason=reason[:250])
        if fee is not None:
            _charge(booking, fee, now, by)
        if send_email:
            send_cancellation_email(booking, leaving, reason=reason[:250], by=by)
    return leaving


@whole
def cancel_students(
    timeslot: Timeslot,
    *,
    places: Iterable[Place],
    reason: str = "",
    charge_fee: bool = False,
    send_email: bool = False,
    now: datetime,
    by: Actor,
) -> list[Place]:
    """Give back the places of these students in one timeslot, each in her own booking.

    A family without an email address reads nothing. Otherwise as ``cancel_places``.
    """
    chosen = [place for place in places if place.timeslot_id == timeslot.pk]
    if not chosen:
        raise Refused(_("Choose at least one student."), field="places")
    require_same_account(timeslot, *chosen)
    keep_passes_of(chosen)
    canceled: list[Place] = []
    for place in sorted(chosen, key=lambda each: each.pk):
        booking = place.booking
        canceled += cancel_places(
            booking,
            places=[place],
            reason=reason,
            charge_fee=charge_fee,
            send_email=send_email and bool(address_of(booking.family)),
            now=now,
            by=by,
        )
    return canceled


@whole
def cancel_by_family(places: Sequence[Place], *, now: datetime, by: Actor) -> list[Place]:
    """A family gives back places of its own in one timeslot, where and while the location lets it.

    The fee for canceling late is charged. Refused after the notice, and where they have to call.
    """
    keep_passes_of(places)
    canceled: list[Place] = []
    for place in places:
        if not family_may_cancel(place, settings_of(place.booking.location), now=now):
            raise Refused(_("This cannot be canceled here any more. Please call us."))
        canceled += cancel_places(
            place.booking,
            places=[place],
            reason=_("by the family"),
            charge_fee=True,
            send_email=bool(address_of(place.booking.family)),
            now=now,
            by=by,
        )
    return canceled


@whole
def reschedule_place(
    place: Place,
    *,
    to: Timeslot,
    charge_fee: bool = False,
    send_email: bool = False,
    now: datetime,
    by: Actor,
) -> Booking:
    """Give the student a place in another timeslot of the same service instead of this one.

    In another appointment it is a booking of its own, of the same family and at the same prices. A
    place that is paid with a pass takes the punch along, and stays where the pass is not good. With
    ``charge_fee`` the family is charged what the location takes for it, with ``send_email`` it
    reads what was and what is. Raises what booking raises, and ``PassNotGood``; then the place
    stays.
    """
    require_same_account(place, to)
    booking, was = place.booking, place.timeslot
    keep_passes_of([place])
    if to.pk == was.pk:
        raise Refused(_("This is the date that it has already."), field="to")
    slots = {slot.pk: slot for slot in locked([was, to])}
    slot = slots[to.pk]
    if (slot.appointment.service_id, slot.location_id) != (
        booking.appointment.service_id,
        booking.location_id,
    ):
        raise Refused(_("Choose another time of the same service."), field="to")
    reason = _("Rescheduled to %s") % named_day(slot)
    fee = _fee(booking, [place], now) if charge_fee else None
    if not cancel_places(booking, places=[place], reason=reason, now=now, by=by):
        raise Refused(_("This place was canceled."), field="to")
    if slot.appointment_id == booking.appointment_id:
        _check_open([slot], booking.student, now, by)
        check_zones([slot])
        take([slot], now, by)
        _give_places(booking, [slot])
        keep_days(booking)
    else:
        booking = _booked_elsewhere(booking, slot, now, by)
    if place.punch is not None:
        take_along(place.punch, booking.places.get(timeslot=slot, canceled_at=None), now, by)
    days = {"was": was.starts_at.isoformat(), "now": slot.starts_at.isoformat()}
    record("appointment.rescheduled", booking, booking.student, booking.family, by=by, **days)
    if fee is not None:
        _charge(booking, fee, now, by)
    if send_email:
        send_change_email(booking, slot, was=was.starts_at, by=by)
    return booking


def _booked_elsewhere(booking: Booking, slot: Timeslot, now: datetime, by: Actor) -> Booking:
    return book_appointment(
        student=booking.student,
        family=booking.family,
        timeslots=[slot],
        pricing=booking.pricing or booking.appointment.pricing,
        unfit_seen=True,
        request_key=uuid.uuid4(),
        now=now,
        by=by,
    )


def keep_days(booking: Booking) -> None:
    """The days of the booking reach from its first place to its last."""
    days = booking.places.filter(canceled_at=None).values_list("timeslot__on", flat=True)
    if not days:
        return
    first, last = min(days), max(days)
    if booking.frequency == Appointment.Frequency.ONCE:
        booking.starts_on, booking.ends_on = first, last
    else:
        booking.starts_on = min(booking.starts_on, first)
        booking.ends_on = booking.ends_on and max(booking.ends_on, last)
    booking.version += 1
    booking.save(update_fields=["starts_on", "ends_on", "version"])


def _fee(booking: Booking, places: Sequence[Place], now: datetime) -> Line | None:
    return cancellation_fee(booking, places, settings_of(booking.location), now=now)


def _charge(booking: Booking, fee: Line, now: datetime, by: Actor) -> None:
    today = timezone.localdate(now, timezone=booking.location.zone)
    post_charge(
        booking.family,
        location=booking.location,
        lines=[fee],
        charged_on=today,
        due_on=today,
        by=by,
    )


def _one_appointment(slots: Sequence[Timeslot]) -> Appointment:
    if not slots:
        raise NothingToBook(_("Choose at least one date."), field="timeslots")
    if len({slot.appointment_id for slot in slots}) > 1:
        raise NothingToBook(_("These dates belong to different appointments."), field="timeslots")
    return slots[0].appointment


def _check_fit(appointment: Appointment, student: Student, on: date) -> None:
    if appointment.gender and student.gender and appointment.gender != student.gender:
        raise NotForThisStudent(
            _("%(student)s: this appointment is for others.") % {"student": student},
            field="student",
        )
    months = student.months_on(on)
    if months is None:
        return
    youngest, oldest = appointment.youngest_months, appointment.oldest_months
    if (youngest is not None and months < youngest) or (oldest is not None and months > oldest):
        sentence = _("%(student)s is %(years)d years and %(months)d months old on %(day)s.")
        words = {"years": months // 12, "months": months % 12, "day": date_format(on)}
        raise NotForThisStudent(sentence % {"student": student, **words}, field="student")


def _check_open(slots: Sequence[Timeslot], student: Student, now: datetime, by: Actor) -> None:
    if gone := [slot for slot in slots if slot.starts_at <= now]:
        raise NothingToBook(_("%s has begun already.") % named_day(gone[0]), field="timeslots")
    if canceled := [slot for slot in slots if slot.canceled_at is not None]:
        raise TimeslotClosed(_("%s was canceled.") % named_day(canceled[0]), field="timeslots")
    if full := [slot for slot in slots if slot.taken >= slot.capacity]:
        days = ", ".join(named_day(slot) for slot in full[:5])
        sentence = _("No place is left on %s.")
        raise TimeslotFull(sentence % days, dates=[slot.on for slot in full], field="timeslots")
    if there := places_of(student, slots).first():
        raise student_busy(there, "timeslots")
    if not by.can(ANY_TIME) and (shut := shut_timeslots(slots).first()):
        sentence = _("%s: closed, or the instructor is away.")
        raise TimeslotClosed(sentence % named_day(shut), field="timeslots")
