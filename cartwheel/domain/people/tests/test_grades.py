"""Grades: kept with their school year, moving by themselves, and never by a change of the list."""

from datetime import date

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cartwheel.domain.people.grades import Grades
from cartwheel.domain.people.models import PeopleSettings, Student
from cartwheel.domain.people.operations import (
    add_student,
    change_grades,
    change_student,
    create_family,
)
from cartwheel.domain.people.queries import grades_of
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused

LIST = ("Pre-K", "Kindergarten", "Grade 1", "Grade 2")
GRADES = Grades(LIST, starting_age=4, month=8, day=1)
TODAY = date(2026, 11, 23)


def setup(business, *names, **given):
    usual = {"starting_age": 4, "rollover_month": 8, "rollover_day": 1, "today": TODAY}
    rows = [row if isinstance(row, tuple) else (None, row) for row in names]
    return change_grades(grades=rows, **usual | given, by=business.by)


def child(business, grade=None):
    family = business.account.families.first() or create_family(
        first_name="Priya", last_name="Banerjee", email="p@b.example", by=business.by
    )
    student = add_student(family, first_name="Anika", by=business.by)
    Student.objects.filter(pk=student.pk).update(
        grade=grade, grade_year=None if grade is None else 2026
    )
    return student


def named(business, student, day=TODAY):
    student.refresh_from_db()
    grades = grades_of(business.account)
    return grades.name_of(grades.step_on(day, student.grade, student.grade_year))


@pytest.mark.parametrize(
    ("day", "grade"),
    [
        (date(2027, 7, 31), "Kindergarten"),
        (date(2027, 8, 1), "Grade 1"),
        (date(2028, 8, 1), "Grade 2"),
        (date(2029, 8, 1), "Graduated"),
        (date(2044, 8, 1), "Graduated"),
        (date(2020, 1, 1), "Pre-K"),
    ],
)
def test_everybody_moves_up_on_the_rollover_day(day, grade):
    assert GRADES.name_of(GRADES.step_on(day, 1, 2026)) == grade


def test_who_has_no_grade_stays_without_one():
    assert GRADES.step_on(TODAY, None, None) is None
    assert Grades().step_on(TODAY, 3, 2026) is None
    assert GRADES.name_of(None) == ""


@pytest.mark.parametrize(
    ("born_on", "grade"),
    [
        (date(2022, 8, 1), 0),  # four on the very day
        (date(2022, 8, 2), None),
        (date(2019, 3, 1), 3),
        (date(2017, 3, 1), None),
        (None, None),
    ],
)
def test_a_grade_is_suggested_by_the_age_at_the_beginning_of_the_year(born_on, grade):
    assert GRADES.suggested(born_on, TODAY) == grade


@given(st.integers(0, 3), st.integers(2015, 2026), st.dates(date(2026, 1, 1), date(2035, 12, 31)))
def test_a_later_day_is_never_a_lower_grade(step, year, day):
    now, next_year = (GRADES.step_on(d, step, year) for d in (day, day.replace(day=1, year=2036)))
    assert 0 <= now <= next_year <= len(LIST)


def test_the_database_finds_who_is_in_a_grade(willow):
    setup(willow, *LIST)
    students = {step: child(willow, step) for step in (0, 1, 3)}
    grades = grades_of(willow.account)

    def there(step, day):
        found = Student.objects.filter(grades.in_step(step, day), grade__isnull=False)
        return list(found.order_by("pk"))

    assert there(1, TODAY) == [students[1]]
    assert there(1, date(2027, 9, 1)) == [students[0]]
    assert there(len(LIST), date(2027, 9, 1)) == [students[3]]
    assert there(0, date(2020, 9, 1)) == [students[0], students[1], students[3]]


def test_a_grade_is_given_by_hand_from_today_on(willow):
    setup(willow, *LIST)
    student = child(willow)

    change_student(student, first_name="Anika", last_name="B", grade=2, by=willow.by)
    assert named(willow, student, timezone.localdate()) == "Grade 1"
    with pytest.raises(Refused, match="grades that are offered"):
        change_student(student, first_name="Anika", last_name="B", grade=5, by=willow.by)
    change_student(student, first_name="Anika", last_name="B", grade=len(LIST), by=willow.by)
    assert named(willow, student, timezone.localdate()) == "Graduated"
    change_student(student, first_name="Anika", last_name="B", grade=None, by=willow.by)
    assert named(willow, student) == ""


def test_nobody_changes_grade_when_the_list_does(willow):
    setup(willow, *LIST)
    students = [child(willow, step) for step in range(5)]

    setup(willow, "Toddlers", (0, "Pre-K"), (1, "Kindergarten"), (3, "Second"), (2, "First"), "3rd")

    assert [named(willow, student) for student in students] == [
        "Pre-K", "Kindergarten", "First", "Second", "Graduated",
    ]  # fmt: skip


def test_nobody_changes_grade_on_the_day_the_rollover_is_moved(willow):
    setup(willow, *LIST)
    student = child(willow, 1)

    setup(willow, *enumerate(LIST), rollover_month=12)

    assert named(willow, student) == "Kindergarten"
    assert named(willow, student, date(2026, 12, 1)) == "Grade 1"


def test_a_grade_with_students_cannot_be_left_out(willow):
    setup(willow, *LIST)
    student = child(willow, 1)

    with pytest.raises(Refused, match=r"1 student is in Kindergarten") as refused:
        setup(willow, (0, "Pre-K"), (2, "Grade 1"), (3, "Grade 2"))
    assert refused.value.field == "grades"

    setup(willow, (0, "Pre-K"), (1, "Kindergarten"), (3, "Grade 2"))
    assert named(willow, student) == "Kindergarten"


@pytest.mark.parametrize(
    ("names", "given", "field"),
    [
        (("A", "a"), {}, "grades"),
        (tuple(map(str, range(41))), {}, "grades"),
        (("A",), {"rollover_day": 29}, "rollover_day"),
        (("A",), {"starting_age": 100}, "starting_age"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(willow, names, given, field):
    with pytest.raises(Refused) as refused:
        setup(willow, *names, **given)
    assert refused.value.field == field
    assert not PeopleSettings.objects.exists()


def test_an_older_list_is_not_saved_over_a_newer_one(willow):
    opened = setup(willow, *LIST)
    setup(willow, *enumerate(LIST), version=opened.version)

    with pytest.raises(ChangedMeanwhile):
        setup(willow, "A", version=opened.version)
