"""Places in timeslots: never more than there are, and the instructor is in one place only."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.queries import history_of
from cartwheel.domain.appointments.models import Booking, Place, Timeslot
from cartwheel.domain.appointments.operations import Window, cancel_places
from cartwheel.domain.appointments.queries import open_timeslots
from cartwheel.domain.appointments.refusals import (
    InstructorBusy,
    NotForThisStudent,
    NothingToBook,
    StudentBusy,
    TimeslotClosed,
    TimeslotFull,
)
from cartwheel.domain.appointments.tests.conftest import NOW, THURSDAY, TODAY, TUESDAY
from cartwheel.domain.catalog.models import BlackoutDate, BlackoutSchedule
from cartwheel.domain.scheduling.models import Absence, Claim
from cartwheel.domain.scheduling.operations import add_zone
from cartwheel.kernel.refusals import Refused


def first(appointment, count=1):
    found = list(appointment.timeslots.all()[:count])
    return found if count > 1 else found[0]


def openings(school, last=THURSDAY):
    rows = open_timeslots(school.here, first=TODAY, last=last, now=NOW)
    return [(slot.on, slot.appointment_id) for slot in rows]


def test_a_booking_takes_the_place_the_instructor_and_the_zone(school):
    appointment, mia = school.offer(), school.child()
    slots = first(appointment, 2)

    booking = school.book(mia, *slots)

    assert [(place.timeslot, place.student) for place in booking.places.all()] == [
        (slots[0], mia),
        (slots[1], mia),
    ]
    assert [slot.taken for slot in first(appointment, 3)] == [1, 1, 0]
    held = Claim.objects.order_by("starts_at", "resource__kind")
    assert [(c.resource.name, c.record_id, c.label) for c in held] == [
        ("Marcus Cole", slots[0].pk, "Private Lesson"),
        ("Lane 1", slots[0].pk, "Private Lesson"),
        ("Marcus Cole", slots[1].pk, "Private Lesson"),
        ("Lane 1", slots[1].pk, "Private Lesson"),
    ]
    assert (booking.number, booking.family) == (1001, mia.family)
    assert openings(school) == []


def test_the_last_place_is_given_once(school):
    pair = school.offer(max_students=2)
    slot = first(pair)
    school.book(school.child("Mia"), slot)
    assert openings(school)[0] == (TUESDAY, pair.pk)
    school.book(school.child("Leo"), slot)

    with pytest.raises(TimeslotFull, match="No place is left on Tue, Mar 3") as refusal:
        school.book(school.child("Tara"), slot)

    assert (refusal.value.dates, refusal.value.field) == ([TUESDAY], "timeslots")
    assert (Booking.objects.count(), first(pair).taken) == (2, 2)


def test_the_database_refuses_one_place_too_many_whoever_writes_it(school):
    booking = school.book(school.child("Mia"), first(school.offer()))
    slot = booking.places.get().timeslot
    leo = school.child("Leo")

    with pytest.raises(IntegrityError, match="timeslot_not_oversold"), transaction.atomic():
        Place.objects.create(account=school.account, booking=booking, timeslot=slot, student=leo)
    with pytest.raises(IntegrityError, match="timeslot_not_oversold"), transaction.atomic():
        Timeslot.objects.filter(pk=slot.pk).update(capacity=0)

    assert Timeslot.objects.get(pk=slot.pk).taken == 1


def test_all_dates_or_none(school):
    appointment = school.offer()
    slots = first(appointment, 3)
    school.book(school.child("Leo"), slots[1])

    with pytest.raises(TimeslotFull, match="Thu, Mar 5"):
        school.book(school.child("Mia"), *slots)

    assert [slot.taken for slot in first(appointment, 3)] == [0, 1, 0]


def test_an_instructor_is_not_in_two_places(school):
    lane, beam = school.offer(), school.offer(zone=None, max_students=4)
    school.book(school.child("Mia"), first(lane))

    with pytest.raises(InstructorBusy, match=r"Marcus Cole is taken by “Private Lesson” on"):
        school.book(school.child("Leo"), first(beam))

    assert openings(school) == [(THURSDAY, lane.pk), (THURSDAY, beam.pk)]


def test_the_other_one_is_open_again_when_the_last_student_leaves(school):
    pair, other = school.offer(max_students=2), school.offer(instructor=school.priya)
    slot = first(pair)
    mia, leo = school.book(school.child("Mia"), slot), school.book(school.child("Leo"), slot)
    tara = school.child("Tara")

    cancel_places(mia, places=mia.places.all(), reason="Ill", now=NOW, by=school.by)
    with pytest.raises(InstructorBusy, match="Lane 1 is taken"):
        school.book(tara, first(other))
    gone = cancel_places(leo, places=leo.places.all(), now=NOW, by=school.by)

    school.book(tara, first(other))
    assert [place.student.first_name for place in gone] == ["Leo"]
    assert cancel_places(leo, places=leo.places.all(), now=NOW, by=school.by) == []
    assert [event.verb for event in history_of(mia)] == [
        "appointment.canceled",
        "appointment.booked",
    ]


def test_a_student_is_not_in_two_places(school):
    mia = school.child()
    school.book(mia, first(school.offer()))
    elsewhere = school.offer(
        instructor=school.priya, zone=None, times=[Window(1, time(16, 15), time(17))]
    )

    with pytest.raises(StudentBusy, match="Mia Abernathy has Private Lesson at that time"):
        school.book(mia, first(elsewhere))


def test_sent_twice_is_booked_once(school):
    mia, slot, key = school.child(), first(school.offer()), uuid4()

    once = school.book(mia, slot, request_key=key)
    again = school.book(mia, slot, request_key=key)

    assert (once, Booking.objects.count()) == (again, 1)


def test_what_does_not_fit_is_booked_only_knowingly(school):
    toddlers = school.offer(oldest_months=36, zone=None)
    mia = school.child(born_on=date(2018, 5, 1))

    with pytest.raises(NotForThisStudent, match="Mia Abernathy is 7 years and 10 months old"):
        school.book(mia, first(toddlers))

    assert school.book(mia, first(toddlers), unfit_seen=True).student == mia


def test_the_edges_of_an_age_range_belong_to_it(school):
    exactly = school.offer(youngest_months=94, oldest_months=94)

    with pytest.raises(NotForThisStudent):
        school.book(school.child(born_on=date(2018, 5, 4)), first(exactly))

    assert school.book(school.child(born_on=date(2018, 5, 3)), first(exactly))


def test_closed_days_are_not_offered_but_may_be_booked_with_the_right(school):
    holidays = BlackoutSchedule.objects.create(account=school.account, name="Spring break")
    BlackoutDate.objects.create(
        account=school.account, schedule=holidays, first_on=TUESDAY, last_on=TUESDAY
    )
    school.program.blackout = holidays
    school.program.save()
    appointment, mia = school.offer(), school.child()

    assert openings(school) == [(THURSDAY, appointment.pk)]
    with pytest.raises(TimeslotClosed, match="Tue, Mar 3: closed"):
        school.book(mia, first(appointment))
    assert school.book(mia, first(appointment), by=Actor.system(school.account))


def test_days_that_are_only_not_billed_stay_open(school):
    free = BlackoutSchedule.objects.create(account=school.account, name="Free", effect="billing")
    BlackoutDate.objects.create(
        account=school.account, schedule=free, first_on=TUESDAY, last_on=TUESDAY
    )
    school.program.blackout = free
    school.program.save()
    appointment = school.offer()

    assert openings(school, last=TUESDAY) == [(TUESDAY, appointment.pk)]


def test_an_absent_instructor_is_not_offered(school):
    appointment = school.offer()
    slot = first(appointment)
    Absence.objects.create(
        account=school.account,
        staff=school.marcus,
        starts_at=slot.ends_at - timedelta(minutes=1),
        ends_at=slot.ends_at,
    )

    assert openings(school) == [(THURSDAY, appointment.pk)]


def test_nothing_or_the_past_or_two_appointments_cannot_be_booked(school):
    mia, appointment = school.child(), school.offer()
    slot = first(appointment)
    other = first(school.offer(instructor=school.priya, zone=None))

    with pytest.raises(NothingToBook, match="at least one date"):
        school.book(mia)
    with pytest.raises(NothingToBook, match="different appointments"):
        school.book(mia, slot, other)
    with pytest.raises(NothingToBook, match="has begun already"):
        school.book(mia, slot, now=slot.starts_at)
    with pytest.raises(Refused, match="does not belong to this family"):
        school.book(mia, slot, family=school.child("Leo").family)

    assert school.book(mia, slot, now=slot.starts_at - timedelta(seconds=1))


def test_a_shared_zone_has_room_for_so_many_at_once(school):
    pool = add_zone(location=school.here, name="Pool", exclusive=False, capacity=2, by=school.by)
    mine = school.offer(zone=pool, max_students=3).timeslots.first()
    hers = school.offer(zone=pool, max_students=3, instructor=school.priya).timeslots.first()
    school.book(school.child("Mia"), mine)
    school.book(school.child("Leo"), hers)

    with pytest.raises(TimeslotFull, match="Pool has room for 2 students, and is full on"):
        school.book(school.child("Noa"), hers)

    assert hers not in open_timeslots(school.here, first=TUESDAY, last=TUESDAY, now=NOW)
    assert school.book(school.child("Uma"), mine.appointment.timeslots.all()[1]).pk
