"""One meeting moves: another hour, room or instructor; whoever is in it comes along."""

from datetime import date, datetime, time, timedelta

import pytest

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.appointments.models import Timeslot
from cartwheel.domain.appointments.operations import (
    Window,
    cancel_timeslot,
    change_timeslot,
    generate_timeslots,
)
from cartwheel.domain.appointments.queries import free_nearby, open_timeslots, substitutes_for
from cartwheel.domain.appointments.refusals import (
    InstructorBusy,
    StudentBusy,
    TimeslotClosed,
    TimeslotFull,
)
from cartwheel.domain.appointments.tests.conftest import CHICAGO, NOW, THURSDAY, TODAY, TUESDAY
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.people.models import GuardianEmail
from cartwheel.domain.scheduling.models import Claim
from cartwheel.domain.scheduling.operations import (
    Hours,
    add_absence,
    add_zone,
    cancel_absence,
    set_opening_hours,
    set_working_hours,
)
from cartwheel.domain.scheduling.queries import absences_of, work_during
from cartwheel.domain.staff.operations import add_staff_member
from cartwheel.kernel.refusals import Refused

WEDNESDAY = date(2026, 3, 4)


@pytest.fixture
def lesson(school):
    """Mia's on Tuesday at four, with Marcus in lane 1."""
    slot = school.offer().timeslots.first()
    slot.booking = school.book(school.child(), slot)
    slot.refresh_from_db()
    return slot


def moved(school, slot, **changed):
    given = {
        "on": slot.on,
        "starts": time(16),
        "ends": time(16, 30),
        "instructor": slot.instructor,
        "zone": slot.zone,
        "now": NOW,
        "by": school.by,
    }
    return change_timeslot(slot, **given | changed)


def held():
    rows = Claim.objects.filter(released_at=None).order_by("starts_at", "resource__kind")
    return [(c.resource.name, c.starts_at.astimezone(CHICAGO).strftime("%d %H:%M")) for c in rows]


def test_a_lesson_moves_with_its_student_its_instructor_and_its_zone(school, lesson):
    slot = moved(school, lesson, on=WEDNESDAY, starts=time(10), ends=time(10, 45))

    assert (slot.on, slot.planned_on, slot.taken) == (WEDNESDAY, TUESDAY, 1)
    assert slot.starts_at == datetime(2026, 3, 4, 10, tzinfo=CHICAGO)
    assert held() == [("Marcus Cole", "04 10:00"), ("Lane 1", "04 10:00")]
    lesson.booking.refresh_from_db()
    assert (lesson.booking.starts_on, lesson.booking.ends_on) == (WEDNESDAY, WEDNESDAY)


def test_no_second_one_is_made_for_the_day_it_left(school, lesson):
    slot = moved(school, lesson, on=WEDNESDAY)

    assert generate_timeslots(school.account, today=TODAY) == 0
    assert not Timeslot.objects.filter(on=TUESDAY).exists()
    back = moved(school, slot, on=TUESDAY)
    assert (back.on, back.planned_on) == (TUESDAY, None)


def test_it_may_overlap_where_it_was(school, lesson):
    moved(school, lesson, starts=time(16, 15), ends=time(16, 45))

    assert held() == [("Marcus Cole", "03 16:15"), ("Lane 1", "03 16:15")]


def test_nothing_changed_is_nothing_told(school, lesson):
    assert moved(school, lesson, send_email=True).starts_at == lesson.starts_at
    assert Message.objects.count() == 0


def test_somebody_else_takes_it_over(school, lesson):
    slot = moved(school, lesson, instructor=school.priya)

    assert slot.instructor == school.priya
    assert held() == [("Priya Nair", "03 16:00"), ("Lane 1", "03 16:00")]
    assert open_timeslots(school.here, first=TUESDAY, last=TUESDAY, now=NOW).count() == 0


def test_an_empty_one_holds_nothing_before_and_after(school):
    slot = school.offer().timeslots.first()

    slot = moved(school, slot, on=WEDNESDAY, instructor=school.priya)

    assert held() == []
    school.book(school.child(), slot)
    assert held() == [("Priya Nair", "04 16:00"), ("Lane 1", "04 16:00")]


def test_whoever_is_there_already_is_named(school, lesson):
    times = [Window(1, time(17), time(17, 30))]
    others = school.offer(instructor=school.priya, zone=None, times=times).timeslots.first()
    school.book(school.child("Leo"), others)

    with pytest.raises(InstructorBusy, match="Priya Nair is taken by “Private Lesson”") as refusal:
        moved(school, lesson, starts=time(17, 15), ends=time(17, 45), instructor=school.priya)

    assert refusal.value.field == "instructor"
    lesson.refresh_from_db()
    assert (lesson.instructor, held()[0]) == (school.marcus, ("Marcus Cole", "03 16:00"))


def test_a_student_cannot_be_in_two_places(school, lesson):
    times = [Window(1, time(17), time(17, 30))]
    other = school.offer(instructor=school.priya, zone=None, times=times).timeslots.first()
    school.book(lesson.booking.student, other)

    with pytest.raises(StudentBusy, match="Mia Abernathy has Private Lesson at that time"):
        moved(school, lesson, starts=time(17), ends=time(17, 30))


def test_a_shared_zone_must_have_room_for_all_who_come(school, lesson):
    pool = add_zone(
        location=school.here, name="Small pool", exclusive=False, capacity=1, by=school.by
    )
    there = school.offer(instructor=school.priya, zone=pool).timeslots.first()
    school.book(school.child("Leo"), there)

    with pytest.raises(TimeslotFull, match="Small pool has room for 1 students"):
        moved(school, lesson, zone=pool)
    assert moved(school, lesson, zone=pool, starts=time(18), ends=time(18, 30)).zone == pool


def test_two_of_one_appointment_cannot_stand_on_one_day_and_time(school, lesson):
    [thursday] = Timeslot.objects.filter(on=THURSDAY)
    school.book(school.child("Leo"), thursday)

    with pytest.raises(InstructorBusy):
        moved(school, lesson, on=THURSDAY)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends": time(15)}, "ends"),
        ({"on": TODAY - timedelta(days=1)}, "on"),
    ],
)
def test_what_cannot_be_is_refused(school, lesson, changed, field):
    with pytest.raises(Refused) as refusal:
        moved(school, lesson, **changed)
    assert refusal.value.field == field


def test_what_was_canceled_or_has_begun_stays(school, lesson):
    empty = Timeslot.objects.filter(taken=0).first()
    canceled = cancel_timeslot(empty, now=NOW, by=school.by)
    with pytest.raises(TimeslotClosed, match="was canceled"):
        moved(school, canceled, on=WEDNESDAY)

    with pytest.raises(Refused, match="It has begun already"):
        moved(school, lesson, on=WEDNESDAY, now=lesson.starts_at)


def test_outside_the_opening_hours_only_with_a_right(school, lesson):
    hours = [Hours(day, time(9), time(20)) for day in range(7)]
    set_opening_hours(school.here, hours=hours, by=school.by)

    with pytest.raises(Refused, match="outside the opening hours") as refusal:
        moved(school, lesson, starts=time(21), ends=time(21, 30))
    assert refusal.value.field == "starts"

    everything = Actor.system(school.account)
    assert moved(school, lesson, starts=time(21), ends=time(21, 30), by=everything)


def test_the_families_read_what_was_and_what_is(school, lesson):
    family = lesson.booking.family
    guardian = family.guardians.get()
    GuardianEmail.objects.create(
        account=school.account, guardian=guardian, address="dana@example.com", is_primary=True
    )

    moved(school, lesson, on=WEDNESDAY, instructor=school.priya, send_email=True)

    letter = Message.objects.get()
    assert letter.title == "Private Lesson for Mia Abernathy has changed at Minnows"
    assert "What was to begin on Tue, Mar 3, 2026, 4:00 PM is now:" in letter.text
    assert "Wed, Mar 4, 2026" in letter.text
    assert "Instructor: Priya Nair" in letter.text


# Absences and who could take over


def away(school, staff, on=TUESDAY):
    start = datetime(on.year, on.month, on.day, tzinfo=CHICAGO)
    return add_absence(
        staff, starts_at=start, ends_at=start + timedelta(days=1), reason="Flu", by=school.by
    )


def test_who_is_absent_cannot_be_booked_and_her_lessons_are_named(school, lesson):
    absence = away(school, school.marcus)

    assert [claim.label for claim in work_during(absence, now=NOW)] == ["Private Lesson"]
    assert list(absences_of(school.marcus, now=NOW)) == [absence]
    other = school.offer(zone=None, times=[Window(1, time(9), time(9, 30))]).timeslots.first()
    with pytest.raises(TimeslotClosed, match="the instructor is away"):
        school.book(school.child("Leo"), other)

    cancel_absence(absence, now=NOW, by=school.by)
    cancel_absence(absence, now=NOW, by=school.by)
    assert list(absences_of(school.marcus, now=NOW)) == []
    assert school.book(school.child("Tara"), other)


def test_an_absence_ends_after_it_begins(school):
    with pytest.raises(Refused) as refusal:
        add_absence(school.marcus, starts_at=NOW, ends_at=NOW, by=school.by)
    assert refusal.value.field == "ends_at"


def test_substitutes_are_those_who_are_free_and_know_the_service(school, lesson):
    by = Actor.system(school.account)
    zoe, ada, ben = (
        add_staff_member(first_name=name, last_name="Ng", by=by) for name in ("Zoe", "Ada", "Ben")
    )
    school.offer(instructor=zoe, zone=None, times=[Window(2, time(9), time(9, 30))])
    away(school, ada)
    busy = school.offer(instructor=ben, zone=None).timeslots.first()
    school.book(school.child("Leo"), busy)

    found = substitutes_for(lesson, now=NOW)

    assert [(s.staff, s.is_free, s.lessons) for s in found] == [
        (zoe, True, 1),
        (school.priya, True, 0),
        (ben, False, 1),
        (ada, False, 0),
    ]
    assert (found[2].busy, found[3].away) == ("Private Lesson", True)


def test_who_takes_over_an_absence_is_booked_and_the_absent_one_is_free(school, lesson):
    absence = away(school, school.marcus)

    moved(school, lesson, instructor=school.priya)

    assert list(work_during(absence, now=NOW)) == []


def test_what_is_free_nearby(school):
    """Marcus has Leo at four and is away from five; the lane is Mia's until half past three."""
    slot = school.offer().timeslots.first()
    mine = school.offer(zone=None, times=[Window(1, time(16), time(16, 30))]).timeslots.first()
    school.book(school.child("Leo"), mine)
    lane = school.offer(
        instructor=school.priya, times=[Window(1, time(15), time(15, 30))]
    ).timeslots.first()
    school.book(school.child("Mia"), lane)
    add_absence(
        school.marcus,
        starts_at=datetime(2026, 3, 3, 17, tzinfo=CHICAGO),
        ends_at=datetime(2026, 3, 4, tzinfo=CHICAGO),
        by=school.by,
    )

    def near(**changed):
        given = {
            "on": TUESDAY,
            "starts": time(16),
            "length": timedelta(minutes=30),
            "instructor": school.marcus,
            "zone": school.lane,
            "now": NOW,
            "most": 4,
        }
        found = free_nearby(slot, **given | changed)
        return [f"{at.astimezone(CHICAGO):%H:%M}" for at in found]

    assert near() == ["15:30", "16:30", "14:30", "14:15"]
    assert near(zone=None) == ["15:30", "16:30", "15:15", "15:00"]
    set_working_hours(school.marcus, hours=[Hours(1, time(14), time(16, 45))], by=school.by)
    assert near() == ["15:30", "14:30", "14:15", "14:00"]
    assert near(on=TUESDAY + timedelta(days=1)) == []
    assert near(now=datetime(2026, 3, 3, 15, 40, tzinfo=CHICAGO)) == []
