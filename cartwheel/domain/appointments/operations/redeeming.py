"""Paying for a lesson with a punch pass."""

import uuid
from datetime import datetime

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.appointments.models import Booking, Timeslot
from cartwheel.domain.appointments.operations.booking import book_appointment
from cartwheel.domain.appointments.operations.letters import send_booking_email
from cartwheel.domain.appointments.operations.punches import pay
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.passes.operations import keep_passes, take_punch
from cartwheel.domain.people.models import Student
from cartwheel.kernel.whole import whole


@whole
def redeem_pass(
    held: Pass,
    *,
    student: Student,
    timeslot: Timeslot,
    unfit_seen: bool = False,
    send_email: bool = False,
    request_key: uuid.UUID,
    now: datetime,
    by: Actor,
) -> Booking:
    """Book one lesson, once, and pay for it with a punch of the pass; or do neither.

    With a ``request_key`` that was used before, the earlier booking comes back and nothing else
    happens. Raises a ``PassNotGood`` that says why the pass does not pay for it, and what
    ``book_appointment`` raises.
    """
    require_same_account(held, student, timeslot)
    keep_passes([held.pk])
    if earlier := Booking.objects.filter(account=by.account, request_key=request_key).first():
        return earlier
    booking = book_appointment(
        student=student,
        family=held.family,
        timeslots=[timeslot],
        unfit_seen=unfit_seen,
        request_key=request_key,
        now=now,
        by=by,
    )
    [place] = booking.places.select_related("timeslot__location", "timeslot__appointment__program")
    slot = place.timeslot
    punch = take_punch(
        held,
        student=student,
        on=slot.on,
        location=slot.location,
        program=slot.appointment.program,
        now=now,
        by=by,
    )
    pay(place, punch)
    if send_email:
        send_booking_email(booking, by=by)
    return booking
