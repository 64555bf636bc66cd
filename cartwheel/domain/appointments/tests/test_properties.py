"""Timeslots, claims, places and bookings agree, whatever is done to them in whatever order.

And in a year that has everything: closures, two changes of the clocks, weeks and moved meetings.
"""

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartwheel.domain.appointments.models import Place, Timeslot
from cartwheel.domain.appointments.operations import (
    Window,
    cancel_places,
    cancel_timeslot,
    change_series,
    change_timeslot,
    generate_timeslots,
    reschedule_place,
    restore_timeslot,
)
from cartwheel.domain.appointments.queries import KIND, open_timeslots
from cartwheel.domain.appointments.tests.conftest import NOW, TODAY, TUESDAY, open_school
from cartwheel.domain.catalog.models import BlackoutDate, BlackoutSchedule
from cartwheel.domain.scheduling.models import Claim
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.tenancy import tenant

WEEKS = 4
HOURS = (time(16), time(16, 30), time(17))

some = st.integers(0, 30)
steps = st.one_of(
    st.tuples(st.just("book"), some, st.integers(0, 2), st.integers(1, 4)),
    st.tuples(st.just("cancel"), some),
    st.tuples(st.just("reschedule"), some, some),
    st.tuples(st.just("move"), some, st.integers(-1, 1), st.sampled_from(HOURS), st.booleans()),
    st.tuples(st.just("series"), some, st.integers(0, 6), st.sampled_from(HOURS), st.booleans()),
    st.tuples(st.just("close"), some),
    st.tuples(st.just("restore"), some),
    st.tuples(st.just("night")),
)


class Day:
    """What people do to the school's lessons; what is refused changes nothing."""

    def __init__(self, school):
        self.school = school
        given = {"max_students": 2, "ends_on": TODAY + timedelta(weeks=WEEKS)}
        school.offer(**given)
        school.offer(**given, instructor=school.priya, zone=None)
        self.children = [school.child(f"Child {n}") for n in range(3)]

    def do(self, name, *values):
        with transaction.atomic():
            slots = list(Timeslot.objects.order_by("pk"))
            getattr(self, name)(slots, *values)

    def book(self, slots, number, child, count):
        chosen = slots[number % len(slots) :][:count]
        mine = [slot for slot in chosen if slot.appointment_id == chosen[0].appointment_id]
        self.school.book(self.children[child], *mine)

    def cancel(self, slots, number):
        place = self.place(number)
        cancel_places(place.booking, places=[place], now=NOW, by=self.school.by)

    def reschedule(self, slots, number, other):
        to = slots[other % len(slots)]
        reschedule_place(self.place(number), to=to, now=NOW, by=self.school.by)

    def place(self, number):
        standing = list(Place.objects.filter(canceled_at=None).order_by("pk"))
        if not standing:
            raise Refused("Nobody has a place.")
        return standing[number % len(standing)]

    def move(self, slots, number, days, starts, by_priya):
        slot = slots[number % len(slots)]
        change_timeslot(
            slot,
            on=slot.on + timedelta(days=days),
            **self.how(starts, by_priya),
            now=NOW,
            by=self.school.by,
        )

    def series(self, slots, number, weekday, starts, by_priya):
        slot = slots[number % len(slots)]
        change_series(
            slot, weekday=weekday, **self.how(starts, by_priya), now=NOW, by=self.school.by
        )

    def how(self, starts, by_priya):
        ends = time(starts.hour + (starts.minute == 30), (starts.minute + 30) % 60)
        who = self.school.priya if by_priya else self.school.marcus
        zone = None if by_priya else self.school.lane
        return {"starts": starts, "ends": ends, "instructor": who, "zone": zone}

    def close(self, slots, number):
        cancel_timeslot(slots[number % len(slots)], now=NOW, by=self.school.by)

    def restore(self, slots, number):
        restore_timeslot(slots[number % len(slots)], by=self.school.by)

    def night(self, slots):
        generate_timeslots(self.school.account, today=TODAY)


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def agree():
    """Every count, claim and booking is what the standing places say."""
    slots = list(Timeslot.objects.select_related("zone__resource"))
    standing = list(Place.objects.filter(canceled_at=None).select_related("student", "timeslot"))
    for slot in slots:
        there = [place for place in standing if place.timeslot_id == slot.pk]
        assert slot.taken == len(there) <= slot.capacity
        assert not (slot.canceled_at and there)
    _claims_agree(slots)
    for student in {place.student_id for place in standing}:
        hers = sorted(
            (p.timeslot.starts_at, p.timeslot.ends_at) for p in standing if p.student_id == student
        )
        assert all(one[1] <= other[0] for one, other in pairwise(hers))
    for booking in {place.booking for place in standing}:
        days = sorted(p.timeslot.on for p in standing if p.booking_id == booking.pk)
        assert booking.starts_on <= days[0]
        assert booking.ends_on is None or days[-1] <= booking.ends_on
    planned = [(slot.time_id, slot.planned_on or slot.on) for slot in slots]
    assert len(planned) == len(set(planned))


def _claims_agree(slots):
    """What is held is the instructor and the exclusive zone of each meeting with somebody in it."""
    held = Claim.objects.filter(kind=KIND, released_at=None).select_related("resource")
    claims = {
        (c.record_id, c.resource.staff_id or f"zone {c.resource_id}", c.starts_at, c.ends_at)
        for c in held
    }
    wanted = set()
    for slot in slots:
        if slot.taken:
            times = (slot.starts_at, slot.ends_at)
            wanted.add((slot.pk, slot.instructor_id, *times))
            if slot.zone:
                wanted.add((slot.pk, f"zone {slot.zone.resource_id}", *times))
    assert claims == wanted


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plan=st.lists(steps, min_size=3, max_size=14))
def test_places_claims_and_bookings_agree_after_anything(school, plan):
    with undone():
        day, refused = Day(school), 0
        for name, *values in plan:
            try:
                day.do(name, *values)
            except Refused:
                refused += 1
            agree()


YEARS = [("America/Chicago", 16), ("Europe/Berlin", 9)]


@pytest.mark.parametrize(("zone", "hour"), YEARS)
def test_a_year_is_booked_around_the_closures_at_the_same_hour_on_the_wall(db, zone, hour):
    school = open_school(zone, slug=f"minnows-{hour}")
    clock = ZoneInfo(zone)
    now = datetime(2026, 3, 2, 8, tzinfo=clock)
    with tenant(school.account.pk), transaction.atomic():
        closed = BlackoutSchedule.objects.create(account=school.account, name="Holidays")
        for first, last in ((date(2026, 7, 1), date(2026, 7, 31)), (date(2026, 12, 22),) * 2):
            BlackoutDate.objects.create(
                account=school.account, schedule=closed, first_on=first, last_on=last
            )
        school.program.blackout = closed
        school.program.save()
        offer = school.offer(times=[Window(1, time(hour), time(hour, 45))])
        year = {"first": TODAY, "last": TODAY + timedelta(days=365), "now": now}
        slots = list(open_timeslots(school.here, **year).order_by("on"))

        booking = school.book(school.child(), *slots, frequency="recurring", now=now)

        tuesdays = {TUESDAY + timedelta(weeks=n) for n in range(53)}
        tuesdays = {on for on in tuesdays if on <= year["last"]}
        shut = {on for on in tuesdays if on.month == 7} | {date(2026, 12, 22)}
        taken = booking.places.select_related("timeslot")
        assert {place.timeslot.on for place in taken} == tuesdays - shut
        walls = {place.timeslot.starts_at.astimezone(clock).time() for place in taken}
        assert walls == {time(hour)}
        offsets = {place.timeslot.starts_at.astimezone(clock).utcoffset() for place in taken}
        assert len(offsets) == 2  # summer and winter
        assert offer.timeslots.filter(on__in=shut, taken__gt=0).count() == 0
        agree()
