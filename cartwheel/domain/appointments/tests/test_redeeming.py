"""A lesson is paid for with a punch pass, and gives it back when it is canceled."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest

from cartwheel.domain.activity.models import Event
from cartwheel.domain.appointments.models import Booking, Place
from cartwheel.domain.appointments.operations import (
    Window,
    cancel_places,
    cancel_students,
    change_appointment_settings,
    change_series,
    change_timeslot,
    redeem_pass,
    reschedule_place,
)
from cartwheel.domain.appointments.queries import (
    redeemable,
    tuition_among,
    tuition_of,
)
from cartwheel.domain.appointments.refusals import StudentBusy, TimeslotClosed, TimeslotFull
from cartwheel.domain.appointments.tests.conftest import CHICAGO, NOW, TODAY, TUESDAY
from cartwheel.domain.catalog.operations import add_charge_category, add_program
from cartwheel.domain.ledger.models import Charge
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.passes.models import Pass, Punch
from cartwheel.domain.passes.operations import (
    PassExpired,
    PassForAnother,
    PassForOtherPrograms,
    PassSuspended,
    PassUsedUp,
    suspend_pass,
)
from cartwheel.domain.passes.tests.conftest import Counter, used
from cartwheel.domain.people.models import GuardianEmail
from cartwheel.kernel.refusals import Refused

EVENING_BEFORE = datetime(2026, 3, 2, 20, tzinfo=CHICAGO)


@pytest.fixture
def counter(school):
    return Counter(school)


@pytest.fixture
def mia(school):
    student = school.child("Mia")
    GuardianEmail.objects.create(
        account=school.account,
        guardian=student.family.guardians.get(),
        address="dana@example.com",
        is_primary=True,
    )
    return student


@pytest.fixture
def slots(school):
    """Tuesdays and Thursdays at four, for two at once."""
    return list(school.offer(max_students=2).timeslots.all())


@pytest.fixture
def held(counter, mia):
    return counter.sell(counter.ten, mia)


def redeem(school, held, student, timeslot, **more):
    values = {"request_key": uuid4(), "now": NOW, "by": school.by} | more
    return redeem_pass(held, student=student, timeslot=timeslot, **values)


def place_of(booking):
    return booking.places.select_related("timeslot").get(canceled_at=None)


def test_a_lesson_is_booked_once_and_paid_with_a_punch(school, held, mia, slots):
    booking = redeem(school, held, mia, slots[0], send_email=True)

    punch = Punch.objects.get()
    assert (booking.frequency, booking.starts_on, booking.ends_on) == ("once", TUESDAY, TUESDAY)
    assert (place_of(booking).punch, punch.student, punch.on) == (punch, mia, TUESDAY)
    assert (used(held), punch.held_pass) == (1, held)
    assert "Paid with: Pass 1001: Ten lessons" in Message.objects.get().text
    verbs = [event.verb for event in Event.objects.order_by("pk")]
    assert verbs[-3:] == ["appointment.booked", "pass.punched", "appointment.confirmation_sent"]


def test_the_same_form_redeems_once(school, held, mia, slots):
    key = uuid4()

    first = redeem(school, held, mia, slots[0], request_key=key)
    again = redeem(school, held, mia, slots[0], request_key=key)

    assert again == first
    assert (used(held), Booking.objects.count()) == (1, 1)


def test_what_cannot_be_booked_costs_no_punch(school, held, mia, slots):
    free, full, shut, clash = slots[:4]
    for name in ("Leo", "Zoe"):
        school.book(school.child(name), full)
    shut.canceled_at = NOW
    shut.save()
    school.book(mia, clash)

    for slot, refusal in ((full, TimeslotFull), (shut, TimeslotClosed), (clash, StudentBusy)):
        with pytest.raises(refusal):
            redeem(school, held, mia, slot)
    assert (used(held), Booking.objects.count()) == (0, 3)
    redeem(school, held, mia, free)
    assert (used(held), Booking.objects.count()) == (1, 4)


def test_what_the_pass_does_not_pay_for_is_not_booked(school, counter, mia, slots):
    dance = add_program(name="Dance", by=counter.by)
    one = counter.sell(counter.offer(title="One", uses=1), mia)
    week = counter.sell(counter.offer(title="Days", valid_days=2), mia)
    other = counter.sell(counter.offer(title="Dance", programs=[dance]), mia)
    redeem(school, one, mia, slots[0])

    for held, student, refusal in (
        (one, mia, PassUsedUp),
        (week, mia, PassExpired),
        (other, mia, PassForOtherPrograms),
        (week, school.child("Leo"), Refused),
    ):
        with pytest.raises(refusal):
            redeem(school, held, student, slots[1])

    assert (Booking.objects.count(), Punch.objects.count()) == (1, 1)
    assert slots[1].places.count() == 0


def test_another_student_has_no_use_of_her_pass(school, counter, mia, slots):
    mine = counter.sell(counter.five, mia)
    sister = school.child("Ida")
    sister.family = mia.family
    sister.save()

    with pytest.raises(PassForAnother):
        redeem(school, mine, sister, slots[0])
    redeem(school, mine, mia, slots[0])

    assert list(slots[0].places.values_list("student", flat=True)) == [mia.pk]


def test_canceled_it_is_given_back(school, held, mia, slots):
    booking = redeem(school, held, mia, slots[0])

    for _twice in range(2):
        cancel_places(booking, places=booking.places.all(), send_email=True, now=NOW, by=school.by)

    assert used(held) == 0
    assert Punch.objects.get().returned_by == "Olive Ortiz"
    assert "Returned to: Pass 1001" in Message.objects.get().text
    assert redeem(school, held, mia, slots[0]) != booking
    assert used(held) == 1


def test_canceled_among_others_of_a_date_it_is_given_back(school, held, mia, slots):
    redeem(school, held, mia, slots[0])
    school.book(school.child("Leo"), slots[0])

    cancel_students(slots[0], places=Place.objects.all(), now=NOW, by=school.by)

    assert (used(held), Place.objects.filter(canceled_at=None).count()) == (0, 0)


def test_rescheduled_it_takes_the_punch_along(school, held, mia, slots):
    booking = redeem(school, held, mia, slots[0])

    same = reschedule_place(place_of(booking), to=slots[1], now=NOW, by=school.by)
    elsewhere = school.offer(
        instructor=school.priya, zone=None, times=[Window(4, time(9), time(9, 30))]
    ).timeslots.first()
    other = reschedule_place(place_of(same), to=elsewhere, now=NOW, by=school.by)

    assert (same, other == booking) == (booking, False)
    standing = Punch.objects.standing().get()
    assert (standing.on, standing.place.booking) == (elsewhere.on, other)
    assert (used(held), tuition_of(other)) == (1, [])


def test_rescheduled_to_a_day_on_which_the_pass_is_not_good_it_stays(school, counter, mia, slots):
    held = counter.sell(counter.offer(title="Days", valid_days=4), mia)
    booking = redeem(school, held, mia, slots[0])

    with pytest.raises(PassExpired, match="was good until"):
        reschedule_place(place_of(booking), to=slots[2], now=NOW, by=school.by)
    suspend_pass(held, now=NOW, by=counter.by)
    with pytest.raises(PassSuspended):
        reschedule_place(place_of(booking), to=slots[1], now=NOW, by=school.by)

    assert place_of(booking).timeslot == slots[0]
    assert used(held) == 1


def test_the_last_punch_can_be_rescheduled(school, counter, mia, slots):
    held = counter.sell(counter.offer(title="One", uses=1), mia)
    booking = redeem(school, held, mia, slots[0])

    reschedule_place(place_of(booking), to=slots[1], now=NOW, by=school.by)

    assert (used(held), place_of(booking).timeslot) == (1, slots[1])


def test_a_meeting_that_is_moved_takes_its_punch_along(school, counter, mia, slots):
    held = counter.sell(counter.offer(title="Days", valid_days=2), mia)
    redeem(school, held, mia, slots[0])
    friday = TUESDAY + timedelta(days=3)

    change_timeslot(
        slots[0],
        on=friday,
        starts=time(10),
        ends=time(10, 30),
        instructor=school.marcus,
        now=NOW,
        by=school.by,
    )
    assert Punch.objects.get().on == friday
    change_series(
        slots[0],
        weekday=2,
        starts=time(10),
        ends=time(10, 30),
        instructor=school.marcus,
        now=NOW,
        by=school.by,
    )
    assert (Punch.objects.get().on, used(held)) == (TUESDAY + timedelta(days=1), 1)


def test_what_is_paid_with_a_pass_is_never_charged(school, held, mia, slots):
    punched = redeem(school, held, mia, slots[0])
    charged = school.book(mia, slots[1])

    assert tuition_of(punched) == []
    assert [line.amount for line in tuition_of(charged)] == [4500]
    billed = tuition_among(Booking.objects.order_by("pk"), first=TODAY, last=date(2026, 4, 1))
    assert [each.booking for each in billed] == [charged]


@pytest.mark.parametrize(("kind", "due"), [("percent", [2250]), ("amount", [1500, 1500])])
def test_part_of_nothing_is_nothing_but_a_fee_is_a_fee(school, held, mia, slots, kind, due):
    change_appointment_settings(
        school.here,
        fee_kind=kind,
        fee_amount=1500,
        fee_percent=50,
        fee_hours=24,
        program=school.program,
        category=add_charge_category(title="Fees", by=school.by),
        by=school.by,
    )
    bookings = [redeem(school, held, mia, slots[0]), school.book(school.child("Leo"), slots[0])]
    assert used(held) == 1
    sold = Charge.objects.get()

    for booking in bookings:
        cancel_places(
            booking,
            places=booking.places.all(),
            charge_fee=True,
            now=EVENING_BEFORE,
            by=school.by,
        )

    assert [charge.total for charge in Charge.objects.exclude(pk=sold.pk)] == due
    assert used(held) == 0


def test_what_can_be_redeemed_are_the_openings_that_it_is_good_for(school, counter, mia, slots):
    dance = add_program(name="Dance", by=counter.by)
    week = counter.sell(counter.offer(title="Days", valid_days=8), mia)
    other = counter.sell(counter.offer(title="Dance", programs=[dance]), mia)
    days = {"first": TODAY, "last": TODAY + timedelta(days=30), "now": NOW}

    assert list(redeemable(week, school.here, **days)) == slots[:2]
    school.book(mia, slots[0])
    assert list(redeemable(week, school.here, student=mia, **days)) == slots[1:2]
    assert list(redeemable(other, school.here, **days)) == []
    assert Pass.objects.get(pk=other.pk).used == 0
