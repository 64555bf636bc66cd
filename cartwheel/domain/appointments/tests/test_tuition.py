"""What bookings cost, and what the family reads of them."""

from datetime import date, time, timedelta

import pytest

from cartwheel.domain.appointments.operations import (
    Tier,
    Window,
    add_pricing_schedule,
    cancel_places,
    send_booking_email,
    send_cancellation_email,
    tie_charges,
)
from cartwheel.domain.appointments.queries import charged_in, tuition_of
from cartwheel.domain.appointments.refusals import NoSuchPrice
from cartwheel.domain.appointments.tests.conftest import NOW, TODAY
from cartwheel.domain.catalog.models import BlackoutDate, BlackoutSchedule
from cartwheel.domain.catalog.operations import add_charge_category
from cartwheel.domain.ledger.models import Line
from cartwheel.domain.ledger.operations import post_charge, reverse_charge
from cartwheel.domain.people.models import GuardianEmail
from cartwheel.domain.scheduling.operations import Hours, set_opening_hours
from cartwheel.kernel.refusals import Refused


def told(lines):
    return [(line.title, line.quantity, line.price, line.amount) for line in lines]


def test_each_lesson_costs_what_its_length_costs(school):
    lessons = school.offer().timeslots.all()[:3]
    booking = school.book(school.child(), *lessons)

    line, *others = tuition_of(booking)

    assert told([line]) == [
        ("Private Lesson for Mia Abernathy, 3 times 30 minutes", 3, 4500, 13500)
    ]
    assert others == []
    assert line.steps == ["Privates: 30 minutes, from 1 students on"]


def test_what_is_shared_is_divided_and_what_was_canceled_costs_nothing(school):
    shared = add_pricing_schedule(
        name="Shared", per="booking", tiers=[Tier(9001, minutes=30)], by=school.by
    )
    first, second, third = school.offer(max_students=2, pricing=shared).timeslots.all()[:3]
    booking = school.book(school.child(), first, second, third)
    school.book(school.child("Leo"), first)
    cancel_places(booking, places=booking.places.filter(timeslot=third), now=NOW, by=school.by)

    assert told(tuition_of(booking)) == [
        ("Private Lesson for Mia Abernathy, 30 minutes", 1, 9001, 9001),
        ("Private Lesson for Mia Abernathy, 30 minutes", 1, 4501, 4501),
    ]


def test_a_day_on_which_nothing_is_billed_costs_nothing(school):
    first, second = school.offer().timeslots.all()[:2]
    school.program.blackout = BlackoutSchedule.objects.create(
        account=school.account, name="Holidays", effect="billing"
    )
    school.program.save()
    booking = school.book(school.child(), first, second)
    BlackoutDate.objects.create(
        account=school.account,
        schedule=school.program.blackout,
        first_on=second.on,
        last_on=second.on,
    )

    assert [line.quantity for line in tuition_of(booking)] == [1]


def test_a_length_without_a_price_is_refused(school):
    hourly = add_pricing_schedule(name="Hourly", tiers=[Tier(8000, minutes=60)], by=school.by)
    booking = school.book(school.child(), school.offer(pricing=hourly).timeslots.first())

    with pytest.raises(NoSuchPrice, match="Hourly has no price for 30 minutes"):
        tuition_of(booking)


def test_a_booking_knows_in_which_categories_it_was_charged(school):
    booking = school.book(school.child(), school.offer().timeslots.first())
    tuition = add_charge_category(title="Tuition", by=school.by)
    charge = post_charge(
        booking.family,
        location=school.here,
        lines=[Line("Private Lesson", 4500, school.program, tuition)],
        charged_on=TODAY,
        due_on=TODAY,
        by=school.by,
    )

    tie_charges(booking, [charge], by=school.by)
    assert tie_charges(booking, [charge], by=school.by) == []
    assert charged_in(booking) == ["Tuition"]
    reverse_charge(charge, reason="A mistake", on=TODAY, by=school.by)
    assert charged_in(booking) == []


def test_the_family_reads_what_is_booked_and_what_was_canceled(school):
    first, second = school.offer().timeslots.all()[:2]
    booking = school.book(school.child(), first, second)
    with pytest.raises(Refused, match="no email address"):
        send_booking_email(booking, by=school.by)
    GuardianEmail.objects.create(
        account=school.account,
        guardian=booking.family.guardians.get(),
        address="dana@abernathy.example",
    )

    booked = send_booking_email(booking, by=school.by)
    gone = cancel_places(
        booking, places=booking.places.filter(timeslot=second), now=NOW, by=school.by
    )
    canceled = send_cancellation_email(booking, gone, reason="Ill", by=school.by)

    assert (booked.to, booked.title) == (
        "dana@abernathy.example",
        "Private Lesson for Mia Abernathy is booked at Minnows",
    )
    assert "When: Tue, Mar 3, 2026, 4:00 – 4:30 PM" in booked.text
    assert "This is canceled (Ill):" in canceled.text
    assert "Mar 3" not in canceled.text


def test_lessons_are_offered_while_the_doors_are_open(school):
    set_opening_hours(school.here, hours=[Hours(1, time(9), time(17))], by=school.by)
    tuesday = {"times": [Window(1, time(16), time(17))]}

    with pytest.raises(Refused, match=r"Tuesday, 4:30 p.m. – 5:30 p.m. is outside"):
        school.offer(times=[Window(1, time(16, 30), time(17, 30))])
    with pytest.raises(Refused, match=r"Wednesday: closed"):
        school.offer(times=[Window(2, time(9), time(10))])

    assert school.offer(**tuesday, ends_on=date(2026, 3, 3)).timeslots.count() == 1
    assert TODAY + timedelta(days=1) == date(2026, 3, 3)
