"""Lessons make a customer active and count as visits, as parties do."""

from datetime import timedelta

import pytest

from cartwheel.domain.appointments.models import Place
from cartwheel.domain.appointments.operations import cancel_places
from cartwheel.domain.appointments.tests.conftest import NOW, school
from cartwheel.domain.customers.queries import (
    has_past,
    has_upcoming,
    is_active,
    is_lost,
    loyalty_of,
    student_is_active,
    visits_of,
    with_loyalty,
)
from cartwheel.domain.people.models import Family, Student

__all__ = ["school"]
AFTER_ONE = NOW + timedelta(days=2)  # the first lesson is over, the second is to come
A_YEAR_ON = NOW + timedelta(days=370)


@pytest.fixture
def mia(school):
    """Booked on a Tuesday and on the Thursday after."""
    student = school.child()
    school.booking = school.book(student, *school.offer().timeslots.all()[:2])
    return student


@pytest.fixture
def days(mia):
    return [place.timeslot.starts_at for place in Place.objects.order_by("timeslot__starts_at")]


@pytest.mark.parametrize(
    ("now", "active", "upcoming", "past"),
    [
        (NOW, True, True, False),
        (AFTER_ONE, True, True, True),
        (NOW + timedelta(days=30), True, False, True),
        (A_YEAR_ON, False, False, True),
    ],
)
def test_lessons_keep_a_family_and_the_student_active(mia, now, active, upcoming, past):
    conditions = (is_active(now=now), has_upcoming(now=now), has_past(now=now))
    found = [Family.objects.filter(condition).exists() for condition in conditions]

    assert found == [active, upcoming, past]
    assert Student.objects.filter(student_is_active(now=now)).exists() == active


def test_what_was_canceled_or_held_too_long_does_not(school, mia):
    canceled, held = Place.objects.order_by("timeslot__starts_at")
    cancel_places(school.booking, places=[canceled], reason="Ill", now=NOW, by=school.by)
    Place.objects.filter(pk=held.pk).update(held_until=NOW)

    assert not Family.objects.filter(is_active(now=NOW)).exists()
    assert not Student.objects.filter(student_is_active(now=NOW)).exists()
    assert visits_of(school.account, [mia.family_id], now=NOW) == {}


def test_a_lesson_is_a_visit_unless_it_was_missed(school, mia, days):
    first, second = days

    assert visits_of(school.account, [mia.family_id], now=AFTER_ONE) == {
        mia.family_id: (first, second)
    }
    told = loyalty_of(mia.family, now=AFTER_ONE)
    row = with_loyalty(school.account, now=AFTER_ONE).get(pk=mia.family_id)
    assert (told.visits, told.first_visit, told.next_visit) == (1, first, second)
    assert (row.first_visit, row.last_visit) == (first, first)

    Place.objects.filter(timeslot__starts_at=first).update(attendance=Place.Attendance.NO_SHOW)
    told = loyalty_of(mia.family, now=AFTER_ONE)
    assert (told.visits, told.first_visit, told.next_visit) == (0, None, second)


def test_lost_is_whose_lessons_were_long_ago(mia):
    def lost(since):
        return list(Family.objects.filter(is_lost(since=since, now=A_YEAR_ON)))

    assert lost(NOW + timedelta(days=100)) == [mia.family]
    assert lost(NOW) == []
