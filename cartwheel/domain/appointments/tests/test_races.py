"""Many want the last place, or one instructor, at one moment: real threads and connections.

The count that the database keeps and the lock are two walls; with both down the overselling must
happen, else these tests would prove nothing.
"""

import time as clock
from datetime import time, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from cartwheel.domain.appointments.models import Booking, Place, Timeslot
from cartwheel.domain.appointments.operations import (
    Window,
    booking,
    cancel_places,
    cancel_students,
    change_appointment_settings,
    claiming,
    confirm_hold,
    redeem_pass,
    release_holds,
    remind_of_lessons,
    reschedule_place,
)
from cartwheel.domain.appointments.refusals import InstructorBusy, StudentBusy, TimeslotFull
from cartwheel.domain.appointments.tests.conftest import NOW, open_school
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.passes.operations import PassUsedUp
from cartwheel.domain.passes.tests.conftest import Counter
from cartwheel.domain.people.models import GuardianEmail
from cartwheel.domain.scheduling.models import Claim
from cartwheel.domain.scheduling.operations import Taken, Wanted, add_zone, claim, staff_resources
from cartwheel.kernel.periods import Period
from cartwheel.kernel.tenancy import tenant

MANY = 6
UNDERSTOOD = (TimeslotFull, InstructorBusy, StudentBusy, PassUsedUp, Taken, IntegrityError)


@pytest.fixture
def shared_school(transactional_db):
    return open_school(slug=f"minnows-{uuid4().hex[:8]}")


def all_at_once(school, *works):
    """Run each of ``works`` in a thread, all starting together: what each gave back."""
    start, results = Barrier(len(works)), [None] * len(works)

    def run(number):
        try:
            with tenant(school.account.pk):
                start.wait()
                results[number] = works[number]()
        except UNDERSTOOD as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def set_up(school, **offered):
    """An appointment with one timeslot, and as many children as may want it."""
    with tenant(school.account.pk), transaction.atomic():
        appointment = school.offer(**offered)
        children = [school.child(f"Child {n}") for n in range(MANY)]
        return appointment.timeslots.first(), children


def places(school, slot):
    with tenant(school.account.pk), transaction.atomic():
        return Place.objects.filter(timeslot=slot).count(), Timeslot.objects.get(pk=slot.pk).taken


def test_two_places_go_to_two_of_many(shared_school):
    slot, children = set_up(shared_school, max_students=2)

    results = all_at_once(
        shared_school, *(lambda c=c: shared_school.book(c, slot) for c in children)
    )

    assert sum(isinstance(each, Booking) for each in results) == 2
    assert {type(each) for each in results} == {Booking, TimeslotFull}
    assert places(shared_school, slot) == (2, 2)


def one_lesson_each(school):
    """Two instructors teach at one time in a pool that has room for one child."""
    with tenant(school.account.pk), transaction.atomic():
        pool = add_zone(
            location=school.here, name="Pool", exclusive=False, capacity=1, by=school.by
        )
        offers = [school.offer(zone=pool, instructor=who) for who in (school.marcus, school.priya)]
        slots = [offer.timeslots.first() for offer in offers]
        return [(school.child(f"Child {n}"), slot) for n, slot in enumerate(slots)]


def test_the_last_place_of_a_shared_zone_goes_to_one(shared_school):
    wanted = one_lesson_each(shared_school)

    results = all_at_once(
        shared_school, *(lambda c=c, s=s: shared_school.book(c, s) for c, s in wanted)
    )

    assert {type(each) for each in results} == {Booking, TimeslotFull}


def test_without_its_lock_a_shared_zone_is_overfilled(shared_school, monkeypatch):
    wanted = one_lesson_each(shared_school)
    check = booking.check_zones

    def look_slowly(slots):
        check(slots)
        clock.sleep(0.3)  # both have looked before one writes

    monkeypatch.setattr(claiming, "_lock_zones", lambda keys: None)
    monkeypatch.setattr(booking, "check_zones", look_slowly)
    results = all_at_once(
        shared_school, *(lambda c=c, s=s: shared_school.book(c, s) for c, s in wanted)
    )

    assert [type(each) for each in results] == [Booking, Booking]


def test_the_clock_reminds_families_although_it_opens_no_transaction(shared_school):
    """Outside of one nobody sees a row: the work must open its own."""
    school = shared_school
    with tenant(school.account.pk), transaction.atomic():
        student = school.child()
        GuardianEmail.objects.create(
            account=school.account,
            guardian=student.family.guardians.get(),
            address="dana@example.com",
            is_primary=True,
        )
        slot = school.offer(zone=None, times=[Window(4, time(9), time(9, 30))]).timeslots.first()
        made = school.book(student, slot)
        change_appointment_settings(school.here, reminder_hours=24, by=school.by)
        Booking.objects.filter(pk=made.pk).update(created_at=NOW - timedelta(days=9))

    evening_before = slot.starts_at - timedelta(hours=12)
    with tenant(school.account.pk):
        assert remind_of_lessons(school.account, now=evening_before) == 1
        assert remind_of_lessons(school.account, now=evening_before) == 0


@pytest.fixture
def no_walls(shared_school, monkeypatch):
    """Lock and check off: what protects a place is gone."""
    with connection.cursor() as cursor:
        cursor.execute("alter table appointments_timeslot drop constraint timeslot_not_oversold")
    lock = booking.locked

    def look_slowly(timeslots):
        found = [
            Timeslot.objects.select_related(*claiming.RELATED).get(pk=slot.pk) for slot in timeslots
        ]
        clock.sleep(0.3)  # everybody has looked before anybody writes
        return found

    monkeypatch.setattr(booking, "locked", look_slowly)
    yield
    monkeypatch.setattr(booking, "locked", lock)
    with connection.cursor() as cursor:
        cursor.execute("truncate appointments_timeslot cascade")
        cursor.execute(
            "alter table appointments_timeslot add constraint timeslot_not_oversold"
            " check (taken <= capacity)"
        )


@pytest.mark.usefixtures("no_walls")
def test_without_lock_and_check_the_timeslot_is_oversold(shared_school, monkeypatch):
    slot, children = set_up(shared_school, max_students=2)
    monkeypatch.setattr(booking, "take", lambda slots, now, by: None)

    results = all_at_once(
        shared_school, *(lambda c=c: shared_school.book(c, slot) for c in children)
    )

    assert [type(each) for each in results] == [Booking] * MANY
    assert places(shared_school, slot) == (MANY, MANY)


def test_an_instructor_is_wanted_by_a_party_and_by_lessons_at_once(shared_school):
    school = shared_school
    slot, children = set_up(school)
    with tenant(school.account.pk), transaction.atomic():
        later = school.offer(zone=None, times=[Window(1, time(16, 15), time(16, 45))])
        other = later.timeslots.first()

    def party():
        with transaction.atomic():
            [marcus] = staff_resources([school.marcus], by=school.by)
            period = Period(slot.starts_at, other.ends_at)
            return claim(
                [Wanted(marcus, period)], kind="party", label="Party", now=NOW, by=school.by
            )

    results = all_at_once(
        school,
        party,
        lambda: school.book(children[0], slot),
        lambda: school.book(children[1], other),
        party,
    )

    refused = [each for each in results if isinstance(each, UNDERSTOOD)]
    assert len(refused) == 3
    with tenant(school.account.pk), transaction.atomic():
        held = Claim.objects.filter(resource__staff=school.marcus, released_at=None)
        assert held.count() == 1


def test_bookings_of_the_same_dates_in_any_order_deadlock_nobody(shared_school):
    school = shared_school
    with tenant(school.account.pk), transaction.atomic():
        slots = list(school.offer(max_students=MANY).timeslots.all()[:8])
        children = [school.child(f"Child {n}") for n in range(MANY)]

    results = all_at_once(
        school,
        *(
            lambda n=n: school.book(children[n], *(slots if n % 2 else slots[::-1]))
            for n in range(MANY)
        ),
    )

    assert [type(each) for each in results] == [Booking] * MANY


def test_holds_that_ran_out_are_given_back_by_the_clock(shared_school):
    """Outside of a transaction nobody sees a row: the work must open its own."""
    school, later = shared_school, NOW + timedelta(minutes=20)
    slot, children = set_up(school, max_students=2)
    with tenant(school.account.pk), transaction.atomic():
        held = school.book(children[0], slot, held_until=NOW + timedelta(minutes=15))
        kept = school.book(children[1], slot, held_until=NOW + timedelta(minutes=15))
        confirm_hold(kept, now=NOW, by=school.by)
        with pytest.raises(TimeslotFull):
            school.book(children[2], slot)

    with tenant(school.account.pk):
        assert release_holds(school.account, now=NOW) == 0
        assert release_holds(school.account, now=later) == 1
        assert release_holds(school.account, now=later) == 0

    assert places(school, slot) == (2, 1)
    with tenant(school.account.pk), transaction.atomic():
        assert Place.objects.get(canceled_at=None).booking == kept
        with pytest.raises(TimeslotFull, match="time is over"):
            confirm_hold(held, now=later, by=school.by)


@pytest.fixture
def redeeming(shared_school):
    """Six lessons for many; a pass with one use, and two with ten, all of Mia's family."""
    school = shared_school
    with tenant(school.account.pk), transaction.atomic():
        counter = Counter(school)
        slots = list(school.offer(max_students=MANY).timeslots.all()[:6])
        mia = school.child("Mia")
        one = counter.sell(counter.offer(title="One", uses=1), mia)
        tens = [counter.sell(counter.ten, mia) for _n in range(2)]

    def redeem(held, slot):
        with tenant(school.account.pk):
            return redeem_pass(
                held, student=mia, timeslot=slot, request_key=uuid4(), now=NOW, by=school.by
            )

    return slots, one, tens, redeem


def punches(school, held):
    """The uses that stand, as the pass counts them and as its places do."""
    with tenant(school.account.pk), transaction.atomic():
        paid = Place.objects.filter(punch__held_pass=held, canceled_at=None).count()
        return Pass.objects.get(pk=held.pk).used, paid


def test_the_last_punch_pays_for_one_of_many_lessons(shared_school, redeeming):
    slots, one, _tens, redeem = redeeming

    results = all_at_once(shared_school, *(lambda s=s: redeem(one, s) for s in slots))

    assert sum(isinstance(each, Booking) for each in results) == 1
    assert {type(each) for each in results} == {Booking, PassUsedUp}
    assert punches(shared_school, one) == (1, 1)


def test_redeeming_canceling_and_rescheduling_at_once_deadlock_nobody(shared_school, redeeming):
    school = shared_school
    slots, _one, (odd, even), redeem = redeeming
    bookings = [redeem(held, slot) for held, slot in zip((odd, even) * 2, slots, strict=False)]
    with tenant(school.account.pk), transaction.atomic():
        rows = Place.objects.select_related("booking", "timeslot").order_by("pk")
        places = [rows.get(booking=booking) for booking in bookings]
    now_by = {"now": NOW, "by": school.by}

    results = all_at_once(
        school,
        lambda: cancel_places(bookings[0], places=[places[0]], **now_by),
        lambda: reschedule_place(places[1], to=slots[4], **now_by),
        lambda: cancel_students(slots[2], places=[places[2]], **now_by),
        lambda: reschedule_place(places[3], to=slots[5], **now_by),
        lambda: redeem(even, slots[0]),
        lambda: redeem(odd, slots[1]),
    )

    assert [each for each in results[:4] if not isinstance(each, list | Booking)] == []
    assert {type(each) for each in results[4:]} <= {Booking, StudentBusy}
    for held in (odd, even):
        used, paid = punches(school, held)
        assert used == paid
