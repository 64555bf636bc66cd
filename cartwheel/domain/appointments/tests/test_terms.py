"""What a location takes for canceling late, when it reminds, and its own words in its mails."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from cartwheel.domain.appointments.models import Booking, Place
from cartwheel.domain.appointments.operations import (
    Window,
    cancel_places,
    change_appointment_settings,
    change_timeslot,
    remind_of_lessons,
    reschedule_place,
    send_booking_email,
)
from cartwheel.domain.appointments.queries import cancellation_fee, settings_of
from cartwheel.domain.appointments.refusals import TimeslotFull
from cartwheel.domain.appointments.tests.conftest import CHICAGO, NOW, THURSDAY, TUESDAY
from cartwheel.domain.catalog.operations import add_charge_category
from cartwheel.domain.ledger.models import Charge
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.people.models import GuardianEmail
from cartwheel.domain.scheduling.models import Claim
from cartwheel.kernel.refusals import Refused

EVENING_BEFORE = datetime(2026, 3, 2, 20, tzinfo=CHICAGO)


@pytest.fixture
def fee(school):
    """Fifteen dollars for each date that is canceled less than a day before."""
    category = add_charge_category(title="Fees", by=school.by)
    school.fee = {
        "fee_kind": "amount",
        "fee_amount": 1500,
        "fee_hours": 24,
        "program": school.program,
        "category": category,
    }
    return change_appointment_settings(school.here, **school.fee, by=school.by)


@pytest.fixture
def mia(school):
    """Tuesday and Thursday at four; her mother has an email address."""
    student = school.child()
    GuardianEmail.objects.create(
        account=school.account,
        guardian=student.family.guardians.get(),
        address="dana@example.com",
        is_primary=True,
    )
    return school.book(student, *school.offer().timeslots.all()[:2])


def places(booking):
    return list(booking.places.select_related("timeslot").order_by("timeslot__starts_at"))


def canceled(school, booking, **given):
    return cancel_places(
        booking, places=places(booking), charge_fee=True, now=EVENING_BEFORE, by=school.by, **given
    )


def test_who_cancels_late_is_charged_for_what_is_late(school, fee, mia):
    canceled(school, mia)

    charge = Charge.objects.get()
    line = charge.lines.get()
    assert (line.title, line.total) == ("Cancellation fee: Private Lesson for Mia Abernathy", 1500)
    assert line.trace == [{"text": "Fee for each date, 2026-03-03", "amount": 1500}]
    assert (line.program, line.category.title) == (school.program, "Fees")


def test_in_time_it_costs_nothing(school, fee, mia):
    early = NOW - timedelta(days=3)
    cancel_places(mia, places=places(mia), charge_fee=True, now=early, by=school.by)

    assert Charge.objects.count() == 0


def test_it_is_charged_only_when_somebody_says_so(school, fee, mia):
    cancel_places(mia, places=places(mia), now=EVENING_BEFORE, by=school.by)
    assert balance_of(mia.family) == 0


def test_a_percentage_is_of_the_price_of_each_date(school, fee, mia):
    half = {"fee_kind": "percent", "fee_percent": Decimal("33.33"), "fee_hours": 0}
    change_appointment_settings(school.here, **school.fee | half, by=school.by)

    line = cancellation_fee(mia, places(mia), settings_of(school.here), now=NOW)

    assert (line.amount, line.quantity) == (3000, 2)  # 14.9985 each, to the nearest cent
    assert line.trace[0].text == "33.33 % of the price, 2026-03-03"


def test_without_settings_nothing_costs_anything(school, mia):
    assert settings_of(school.here).has_fee is False
    canceled(school, mia)
    assert Charge.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"program": None}, "program"),
        ({"category": None}, "category"),
        ({"fee_amount": 0}, "fee_amount"),
        ({"fee_kind": "percent", "fee_percent": Decimal(101)}, "fee_percent"),
        ({"fee_kind": "percent"}, "fee_percent"),
        ({"fee_kind": "huge"}, "fee_kind"),
        ({"fee_hours": 721}, "fee_hours"),
        ({"reminder_hours": -1}, "reminder_hours"),
    ],
)
def test_settings_that_cannot_be_are_refused(school, fee, changed, field):
    with pytest.raises(Refused) as refusal:
        change_appointment_settings(school.here, **school.fee | changed, by=school.by)
    assert refusal.value.field == field


def test_the_mails_carry_the_words_of_the_location(school, mia):
    texts = {"booking_text": "Bring goggles.\nPark & walk.", "cancellation_text": "A pity!"}
    change_appointment_settings(school.here, **texts, by=school.by)

    send_booking_email(mia, by=school.by)
    canceled(school, mia, send_email=True)

    booked, gone = Message.objects.order_by("pk")
    assert booked.text.endswith("Bring goggles.\nPark & walk.\n")
    assert "<p>Bring goggles.<br>Park &amp; walk.</p>" in booked.html
    assert gone.text.endswith("A pity!\n")


# Reminders


@pytest.fixture
def reminding(school):
    return change_appointment_settings(
        school.here, reminder_hours=24, reminder_text="Be early.", by=school.by
    )


def booked_long_ago(booking):
    Booking.objects.filter(pk=booking.pk).update(created_at=NOW - timedelta(days=30))


def test_families_are_reminded_once_a_day_before(school, reminding, mia):
    booked_long_ago(mia)

    assert remind_of_lessons(school.account, now=NOW) == 0  # thirty hours before
    assert remind_of_lessons(school.account, now=EVENING_BEFORE) == 1
    assert remind_of_lessons(school.account, now=EVENING_BEFORE) == 0

    letter = Message.objects.get()
    assert letter.title == "Private Lesson for Mia Abernathy is coming up at Minnows"
    assert "Tue, Mar 3, 2026, 4:00 – 4:30 PM" in letter.text
    assert letter.text.endswith("Be early.\n")


def test_who_booked_a_moment_ago_or_canceled_is_not_reminded(school, reminding, mia):
    Booking.objects.filter(pk=mia.pk).update(created_at=EVENING_BEFORE)
    assert remind_of_lessons(school.account, now=EVENING_BEFORE) == 0

    booked_long_ago(mia)
    cancel_places(mia, places=places(mia), now=NOW, by=school.by)
    assert remind_of_lessons(school.account, now=EVENING_BEFORE) == 0


def test_nobody_is_reminded_where_that_is_not_wished(school, mia):
    booked_long_ago(mia)
    assert remind_of_lessons(school.account, now=EVENING_BEFORE) == 0


def test_what_was_moved_is_told_again(school, reminding, mia):
    booked_long_ago(mia)
    remind_of_lessons(school.account, now=EVENING_BEFORE)
    slot = places(mia)[0].timeslot

    change_timeslot(
        slot,
        on=TUESDAY,
        starts=time(18),
        ends=time(18, 30),
        instructor=slot.instructor,
        zone=slot.zone,
        now=EVENING_BEFORE,
        by=school.by,
    )

    assert remind_of_lessons(school.account, now=EVENING_BEFORE) == 1


# Another date instead


def test_one_date_becomes_another_of_the_same_appointment(school, mia):
    first, _thursday = places(mia)
    week_later = mia.appointment.timeslots.get(on=TUESDAY + timedelta(days=7))

    booking = reschedule_place(first, to=week_later, send_email=True, now=NOW, by=school.by)

    assert booking == mia
    days = Place.objects.filter(booking=mia, canceled_at=None).order_by("timeslot__starts_at")
    assert [p.timeslot.on for p in days] == [THURSDAY, week_later.on]
    booking.refresh_from_db()
    assert (booking.starts_on, booking.ends_on) == (THURSDAY, week_later.on)
    first.refresh_from_db()
    assert first.cancel_reason == "Rescheduled to Tue, Mar 10"
    assert Claim.objects.filter(record_id=first.timeslot_id, released_at=None).count() == 0
    assert "What was to begin on Tue, Mar 3, 2026, 4:00 PM is now:" in Message.objects.get().text


def test_with_another_instructor_it_is_a_booking_of_its_own_at_the_same_prices(school, mia):
    times = [Window(2, time(9), time(9, 30))]
    other = school.offer(instructor=school.priya, zone=None, times=times).timeslots.first()

    booking = reschedule_place(places(mia)[0], to=other, now=NOW, by=school.by)

    assert booking != mia
    assert (booking.family, booking.pricing, booking.starts_on) == (
        mia.family,
        school.pricing,
        date(2026, 3, 4),
    )


def test_where_there_is_no_room_the_place_stays(school, mia):
    times = [Window(2, time(9), time(9, 30))]
    other = school.offer(instructor=school.priya, zone=None, times=times).timeslots.first()
    school.book(school.child("Leo"), other)
    place = places(mia)[0]

    with pytest.raises(TimeslotFull):
        reschedule_place(place, to=other, now=NOW, by=school.by)

    place.refresh_from_db()
    assert place.canceled_at is None


def test_rescheduling_late_may_cost_too(school, fee, mia):
    week_later = mia.appointment.timeslots.get(on=TUESDAY + timedelta(days=7))

    reschedule_place(
        places(mia)[0], to=week_later, charge_fee=True, now=EVENING_BEFORE, by=school.by
    )

    assert balance_of(mia.family) == 1500
