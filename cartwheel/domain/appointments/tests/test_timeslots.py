"""Timeslots follow the wall clock of the location, thirteen months ahead."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from cartwheel.domain.appointments.models import Timeslot
from cartwheel.domain.appointments.operations import Window, generate_timeslots
from cartwheel.domain.appointments.tests.conftest import THURSDAY, TODAY, TUESDAY
from cartwheel.kernel.periods import instant
from cartwheel.kernel.refusals import Refused


def test_a_recurring_appointment_has_timeslots_for_thirteen_months(school):
    appointment = school.offer()

    slots = list(appointment.timeslots.all())

    assert [slot.on for slot in slots[:3]] == [TUESDAY, THURSDAY, TUESDAY + timedelta(days=7)]
    assert slots[-1].on == date(2027, 4, 1)  # the last Tuesday or Thursday within 396 days
    assert len(slots) == 57 + 57


def test_a_lesson_at_four_stays_at_four_when_the_clocks_change(school):
    appointment = school.offer()

    before, after = appointment.timeslots.filter(on__in=[THURSDAY, date(2026, 3, 10)])

    assert before.starts_at == datetime(2026, 3, 5, 22, tzinfo=UTC)
    assert after.starts_at == datetime(2026, 3, 10, 21, tzinfo=UTC)


def test_making_them_twice_changes_nothing_and_a_month_later_adds_a_month(school):
    school.offer()
    made = Timeslot.objects.count()

    assert generate_timeslots(school.account, today=TODAY) == 0
    assert generate_timeslots(school.account, today=TODAY + timedelta(days=28)) == 8
    assert Timeslot.objects.count() == made + 8


def test_an_appointment_that_is_given_once_has_one_timeslot(school):
    once = school.offer(frequency="once", starts_on=THURSDAY, times=[Window(0, time(9), time(10))])

    assert [(slot.on, slot.time.weekday) for slot in once.timeslots.all()] == [(THURSDAY, 3)]
    assert once.ends_on == THURSDAY


def test_times_that_overlap_or_end_before_they_start_are_refused(school):
    for times, reason in (
        ([Window(1, time(16), time(17)), Window(1, time(16, 30), time(18))], "overlap"),
        ([Window(1, time(16), time(15))], "ends before it starts"),
        ([], "at least one time"),
    ):
        with pytest.raises(Refused, match=reason) as refusal:
            school.offer(times=times)
        assert refusal.value.field == "times"
    assert Timeslot.objects.count() == 0


ZONES = ("America/Chicago", "America/Denver", "Australia/Lord_Howe", "Europe/Lisbon")
DAYS = (
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2026, 4, 5),
    date(2026, 10, 4),
    date(2026, 10, 25),
)


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("day", DAYS)
def test_the_database_reads_the_wall_clock_as_the_program_does(db, name, day):
    """Above all where a time comes twice: both mean the first."""
    clocks = [time(hour, minute) for hour in range(5) for minute in (0, 15, 30, 45)]
    with connection.cursor() as cursor:
        cursor.execute(
            "select schedule_instant(%s, clock, %s) from unnest(%s::time[]) clock",
            [day, name, clocks],
        )
        found = [at for (at,) in cursor.fetchall()]

    assert found == [instant(day, clock, ZoneInfo(name)) for clock in clocks]
