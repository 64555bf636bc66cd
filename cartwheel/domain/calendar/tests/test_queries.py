"""Entries follow the calendar of the location, also in the week in which its clocks change."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cartwheel.domain.appointments.operations import Window
from cartwheel.domain.appointments.tests.conftest import NOW, open_school, school
from cartwheel.domain.calendar.queries import KINDS, entries_between
from cartwheel.kernel.tenancy import tenant

__all__ = ["school"]


def asked(school, first, last, **more):
    kinds = more.pop("kinds", KINDS)
    now = more.pop("now", NOW)
    return entries_between(school.here, first, last, kinds=kinds, now=now, **more)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "sunday"),
    [
        ("America/Chicago", date(2026, 3, 8)),
        ("America/Chicago", date(2026, 11, 1)),
        ("Europe/Berlin", date(2026, 3, 29)),
        ("Europe/Berlin", date(2026, 10, 25)),
    ],
)
def test_the_last_hour_of_a_day_stays_on_its_day_when_the_clocks_change(zone, sunday):
    """On that Sunday, of 23 or 25 hours, and on the days beside it."""
    school = open_school(zone, slug="minnows")
    with tenant(school.account.pk):
        late = Window(0, time(23), time(23, 45))
        school.offer(times=[Window(day, late.starts, late.ends) for day in range(7)])
        days = [sunday + timedelta(days=n) for n in (-1, 0, 1)]

        found = asked(school, days[0], days[-1])

        assert [entry.on for entry in found] == days
        wall = [entry.starts_at.astimezone(ZoneInfo(zone)).time() for entry in found]
        assert wall == [time(23)] * 3
        assert [entry.on for entry in asked(school, sunday, sunday)] == [sunday]


def test_an_open_timeslot_is_there_until_it_begins_and_a_booked_one_stays(school):
    offer = school.offer()
    first, second = offer.timeslots.all()[:2]
    school.book(school.child(), first)

    def shown(now):
        return [(e.on, e.taken, e.left) for e in asked(school, first.on, second.on, now=now)]

    assert shown(NOW) == [(first.on, 1, 0), (second.on, 0, 1)]
    assert shown(second.starts_at) == [(first.on, 1, 0)]


def test_of_one_person_only_what_somebody_booked(school):
    first, second = school.offer().timeslots.all()[:2]
    school.book(school.child(), first)

    hers = asked(school, first.on, second.on, staff=school.marcus)

    assert [(entry.on, entry.staff) for entry in hers] == [(first.on, ("Marcus Cole",))]
    assert asked(school, first.on, second.on, staff=school.priya) == []


def test_only_the_kinds_that_are_asked_for(school):
    first = school.offer().timeslots.first()

    assert len(asked(school, first.on, first.on)) == 1
    assert asked(school, first.on, first.on, kinds=["party"]) == []
    assert asked(school, first.on, first.on, kinds=[]) == []


def test_canceled_timeslots_and_other_days_are_left_out(school):
    first = school.offer().timeslots.first()
    before = first.on - timedelta(days=1)
    assert asked(school, before, before) == []

    first.canceled_at = datetime(2026, 3, 2, tzinfo=ZoneInfo("UTC"))
    first.save()
    assert asked(school, first.on, first.on) == []
