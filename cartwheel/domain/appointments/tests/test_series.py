"""A weekly time moves, from one meeting on or as a whole; whoever is in it comes along."""

from datetime import date, datetime, time, timedelta

import pytest

from cartwheel.domain.activity.models import Event
from cartwheel.domain.appointments.models import Place, Timeslot, WeeklyTime
from cartwheel.domain.appointments.operations import (
    InstructorBusy,
    Window,
    change_series,
    change_timeslot,
    generate_timeslots,
)
from cartwheel.domain.appointments.queries import series_of, touched_bookings
from cartwheel.domain.appointments.refusals import StudentBusy
from cartwheel.domain.appointments.tests.conftest import CHICAGO, NOW, THURSDAY, TODAY, TUESDAY
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.people.models import GuardianEmail
from cartwheel.domain.scheduling.models import Claim
from cartwheel.kernel.refusals import Refused

WEEK = timedelta(weeks=1)
WEDNESDAY = 2


@pytest.fixture
def offer(school):
    """Marcus, on Tuesdays and Thursdays at four until the end of March."""
    return school.offer(ends_on=date(2026, 3, 31))


@pytest.fixture
def tuesdays(offer):
    return list(offer.timeslots.filter(time__weekday=1))


@pytest.fixture
def move(school):
    """``move(slot)``: to Wednesdays at five, by Priya, in no zone."""

    def moved(slot, **changed):
        given = {
            "weekday": WEDNESDAY,
            "starts": time(17),
            "ends": time(17, 30),
            "instructor": school.priya,
            "now": NOW,
            "by": school.by,
        }
        return change_series(slot, **given | changed)

    return moved


def days(offer):
    return [
        (slot.on, slot.starts_at.astimezone(CHICAGO).hour, slot.instructor.first_name)
        for slot in offer.timeslots.filter(time__weekday__lt=3).order_by("starts_at")
    ]


def test_this_and_following_leaves_what_was_before(move, offer, tuesdays):
    move(tuesdays[2])

    assert days(offer) == [
        (TUESDAY, 16, "Marcus"),
        (TUESDAY + WEEK, 16, "Marcus"),
        (date(2026, 3, 18), 17, "Priya"),
        (date(2026, 3, 25), 17, "Priya"),
        (date(2026, 4, 1), 17, "Priya"),
    ]
    assert offer.timeslots.filter(time__weekday=3, instructor__first_name="Marcus").count() == 4


def test_all_is_everything_that_is_still_to_come(move, offer, tuesdays):
    later = datetime(2026, 3, 11, 12, tzinfo=CHICAGO)
    move(tuesdays[3], scope="all", now=later)

    assert [each[:2] for each in days(offer)] == [
        (TUESDAY, 16),
        (TUESDAY + WEEK, 16),
        (date(2026, 3, 18), 17),
        (date(2026, 3, 25), 17),
        (date(2026, 4, 1), 17),
    ]


def test_what_would_lie_in_the_past_stays(move, offer, tuesdays, school):
    tuesday_noon = datetime(2026, 3, 3, 12, tzinfo=CHICAGO)
    move(tuesdays[0], weekday=0, now=tuesday_noon)  # Monday of this week is over

    assert days(offer)[0] == (TUESDAY, 16, "Marcus")
    assert days(offer)[1] == (date(2026, 3, 9), 17, "Priya")


def test_the_nightly_job_goes_on_with_the_new_time_and_makes_nothing_twice(school, move):
    offer = school.offer()
    first = offer.timeslots.filter(time__weekday=1).first()
    move(first)
    count = offer.timeslots.count()

    assert generate_timeslots(school.account, today=TODAY) == 0
    assert generate_timeslots(school.account, today=TODAY + 2 * WEEK) == 4
    made = Timeslot.objects.order_by("-pk")[:4]
    assert {(slot.time.weekday, slot.instructor.first_name) for slot in made} == {
        (WEDNESDAY, "Priya"),
        (3, "Marcus"),
    }
    assert offer.timeslots.count() == count + 4


def test_places_claims_and_bookings_come_along(school, move, tuesdays):
    mia = school.child()
    booking = school.book(mia, *tuesdays[1:4])
    move(tuesdays[2], zone=school.lane)

    held = Place.objects.filter(booking=booking).order_by("timeslot__starts_at")
    assert [place.timeslot.on for place in held.select_related("timeslot")] == [
        TUESDAY + WEEK,
        date(2026, 3, 18),
        date(2026, 3, 25),
    ]
    claims = Claim.objects.filter(released_at=None).order_by("starts_at", "resource")
    who = [(c.starts_at.astimezone(CHICAGO).day, str(c.resource)) for c in claims]
    assert sorted(who) == sorted(
        [(day, name) for day in (18, 25) for name in ("Priya Nair", "Lane 1")]
        + [(10, "Marcus Cole"), (10, "Lane 1")]
    )
    booking.refresh_from_db()
    assert (booking.starts_on, booking.ends_on) == (TUESDAY + WEEK, date(2026, 3, 25))
    event = Event.objects.get(verb="series.moved")
    assert event.details["count"] == 3


def test_whose_bookings_are_touched_is_known_before(school, tuesdays):
    school.book(school.child("Mia"), *tuesdays[0:4])
    school.book(school.child("Leo"), tuesdays[4])

    slots = list(series_of(tuesdays[2], "following", now=NOW))
    assert [(str(b.student), b.dates) for b in touched_bookings(slots)] == [
        ("Leo Abernathy", 1),
        ("Mia Abernathy", 2),
    ]


def test_one_that_was_moved_by_itself_comes_to_the_new_time(school, move, offer, tuesdays):
    change_timeslot(
        tuesdays[3],
        on=date(2026, 3, 27),
        starts=time(9),
        ends=time(9, 30),
        instructor=school.marcus,
        now=NOW,
        by=school.by,
    )
    move(tuesdays[2])

    moved = Timeslot.objects.get(pk=tuesdays[3].pk)
    assert (moved.on, moved.planned_on) == (date(2026, 3, 25), None)


def test_a_clash_of_one_date_changes_nothing_at_all(school, move, offer, tuesdays):
    school.book(school.child("Mia"), *tuesdays)
    party = school.offer(
        instructor=school.priya,
        zone=None,
        frequency="once",
        starts_on=date(2026, 3, 25),
        ends_on=date(2026, 3, 25),
        times=[Window(WEDNESDAY, time(17), time(18))],
    )
    school.book(school.child("Leo"), party.timeslots.get())
    before = days(offer)

    with pytest.raises(InstructorBusy, match=r"Priya Nair is taken .* Wed, Mar 25"):
        move(tuesdays[2])

    assert [each for each in days(offer) if each[2] == "Marcus"] == before[: len(tuesdays)]
    assert WeeklyTime.objects.filter(appointment=offer, archived_at=None).count() == 2


def test_a_student_who_has_something_else_then_is_named(school, move, tuesdays):
    mia = school.child()
    other = school.offer(
        instructor=school.priya,
        zone=None,
        ends_on=date(2026, 3, 31),
        times=[Window(WEDNESDAY, time(17), time(17, 30))],
    )
    school.book(mia, *tuesdays)
    school.book(mia, other.timeslots.get(on=date(2026, 3, 25)))

    with pytest.raises(StudentBusy, match=r"Mia Abernathy has Private Lesson .*Wed, Mar 25"):
        move(tuesdays[1], instructor=school.marcus)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"ends": time(16, 59)}, "ends"), ({"weekday": 3, "starts": time(16)}, "starts")],
)
def test_what_cannot_be(move, tuesdays, changed, field):
    with pytest.raises(Refused) as refused:
        move(tuesdays[1], **changed)
    assert refused.value.field == field


def test_the_same_weekly_time_cannot_be_moved_twice_from_two_screens(move, tuesdays):
    opened = Timeslot.objects.select_related("time").get(pk=tuesdays[3].pk)
    move(tuesdays[2])

    with pytest.raises(Refused, match="changed meanwhile"):
        move(opened)


def test_families_read_the_new_dates(school, move, tuesdays):
    mia = school.child()
    guardian = mia.family.guardians.get()
    GuardianEmail.objects.create(
        account=school.account, guardian=guardian, address="dana@example.com", is_primary=True
    )
    school.book(mia, *tuesdays[2:4])
    move(tuesdays[2], send_email=True)

    mail = Message.objects.get(kind="appointment.moved")
    assert mail.to == "dana@example.com"
    assert "Instructor: Priya Nair" in mail.text
    assert "Wed, Mar 18, 2026, 5:00 – 5:30 PM" in mail.text
    assert "Mar 17" not in mail.text


def test_the_hours_stay_on_the_wall_when_the_clocks_change(move, offer, tuesdays):
    move(tuesdays[0])

    hours = {
        slot.on: slot.starts_at.utcoffset() + slot.starts_at.astimezone(CHICAGO).utcoffset()
        for slot in offer.timeslots.filter(time__weekday=WEDNESDAY)
    }
    assert hours[date(2026, 3, 4)] == timedelta(hours=-6)
    assert hours[date(2026, 3, 11)] == timedelta(hours=-5)
    assert {each[1] for each in days(offer)} == {17}
    assert THURSDAY not in hours
