"""None, Validate, Valid, Expired: the same in SQL and over covers, to the day."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartwheel.domain.paperwork.models import Policy
from cartwheel.domain.paperwork.operations import (
    activate_policy,
    confirm,
    deactivate_policy,
    save_policy,
    void,
)
from cartwheel.domain.paperwork.queries import (
    State,
    family_condition,
    family_marks,
    may_show_photo,
    photos_allowed,
    student_condition,
    waiver_marks,
)
from cartwheel.domain.paperwork.queries.asking import born_by
from cartwheel.domain.paperwork.tests.conftest import TODAY
from cartwheel.domain.people.models import Family, Student

DAY = timedelta(days=1)


@pytest.fixture
def only(desk):
    """Nothing is asked but what the test sets up."""
    Policy.objects.update(active=False)
    return desk


def states(desk, day=TODAY, **where):
    """By first name, as the marks and, in agreement, the conditions say."""
    account = desk.account
    students = list(desk.otters.students.values())
    marks = waiver_marks(students, account=account, day=day, **where)
    names = {student.pk: student.first_name for student in students}
    found = {names[key]: mark for key, mark in marks.items()}
    for state in State:
        condition = student_condition(account, state, day=day, **where)
        selected = Student.objects.filter(condition, pk__in=names)
        expected = {
            name
            for name, mark in found.items()
            if (mark.valid if state == State.VALID else state in dict_of(mark).values())
        }
        unasked = set() if state != State.VALID else set(names.values()) - set(found)
        assert {s.first_name for s in selected} - unasked == expected, state
    return {name: mark.state for name, mark in found.items()}


def dict_of(mark):
    return {policy.pk: state for policy, state in mark.policies}


def test_the_cast_shows_every_state(desk):
    found = states(desk, activity="parties", location=desk.otters.bay)

    assert found == {
        "Anika": State.NONE,  # may not jump yet
        "Rohan": State.NONE,
        "Tara": State.NONE,  # too young to jump, but nobody signed for her
        "Mia": State.NONE,  # its family never saw the rules
        "Leo": State.NONE,
        "Diego": State.VALIDATE,
    }
    assert states(desk)["Anika"] == State.VALID
    assert states(desk, location=desk.otters.bay)["Diego"] == State.VALID


def test_of_whom_nothing_is_asked_there_is_no_mark(only):
    assert states(only) == {}
    only.policy(required=False)
    assert states(only) == {}


def test_it_counts_through_its_last_day(only):
    policy = only.policy(validity_days=1)
    only.sign(policy, children=["Anika"])
    month = only.policy(name="Month", validity_days=30)
    only.sign(month, children=["Anika"])

    assert states(only)["Anika"] == State.VALID
    assert states(only, TODAY + DAY)["Anika"] == State.EXPIRED
    deactivate_policy(policy, by=only.by)
    assert states(only, TODAY + 29 * DAY)["Anika"] == State.VALID
    assert states(only, TODAY + 30 * DAY)["Anika"] == State.EXPIRED


def test_without_an_end_it_counts_for_ever(only):
    only.sign(only.policy(validity_days=None), children=["Anika"])

    assert states(only, TODAY + 4000 * DAY)["Anika"] == State.VALID


def test_a_new_text_must_be_signed_anew(only):
    policy = only.policy()
    only.sign(policy, children=["Anika"])
    policy = only.reword(policy, "Swim.")
    assert states(only)["Anika"] == State.EXPIRED

    only.sign(policy, children=["Anika"])
    assert states(only)["Anika"] == State.VALID


@pytest.mark.parametrize(
    ("suffices_from", "state"),
    [(None, State.EXPIRED), (3, State.EXPIRED), (2, State.VALID), (1, State.VALID)],
)
def test_which_version_suffices_is_a_setting(only, suffices_from, state):
    policy = only.reword(only.policy(), "Second.")
    only.sign(policy, children=["Anika"])
    policy = only.reword(policy, "Third.", suffices_from=suffices_from)

    assert states(only)["Anika"] == state


def test_what_staff_must_check_counts_when_they_have(only):
    [signature] = only.sign(only.policy(needs_confirmation=True), children=["Anika"])
    assert states(only)["Anika"] == State.VALIDATE

    confirm(signature, by=only.by)
    assert states(only)["Anika"] == State.VALID


def test_the_rule_that_held_when_it_was_signed_decides_whether_it_awaits_somebody(only):
    policy = only.policy()
    only.sign(policy, children=["Anika"])
    save_policy(policy, name="Pool rules", text="Walk.", needs_confirmation=True, by=only.by)

    assert states(only)["Anika"] == State.VALID


def test_a_voided_one_never_was(only):
    policy = only.policy()
    [first] = only.sign(policy, children=["Anika"])
    void(first, reason="Signed by the nanny", by=only.by)
    assert states(only)["Anika"] == State.NONE

    [second] = only.sign(policy, children=["Anika"])
    assert states(only)["Anika"] == State.VALID
    void(second, reason="Again", by=only.by)
    assert states(only)["Anika"] == State.NONE


def test_a_fresh_one_replaces_one_that_ran_out(only):
    policy = only.policy(validity_days=10)
    only.sign(policy, children=["Anika"])
    later = TODAY + 10 * DAY
    assert states(only, later)["Anika"] == State.EXPIRED


def test_age_is_asked_on_the_day(only):
    only.policy(age_min=6, age_max=6)
    birthday = TODAY
    anika = only.otters.students["Anika"]
    anika.born_on = born_by(birthday, 6)
    anika.save()

    assert set(states(only)) == {"Anika"}
    assert states(only, birthday - DAY) == {}
    assert set(states(only, birthday + 364 * DAY)) >= {"Anika"}
    assert "Anika" not in states(only, birthday + 366 * DAY)


def test_one_of_unknown_age_is_asked_everything(only):
    only.policy(age_min=17)
    Student.objects.filter(first_name="Tara").update(born_on=None)
    only.otters.students["Tara"].born_on = None

    assert states(only) == {"Tara": State.NONE}


def test_a_policy_is_asked_where_it_says(only, otters):
    only.policy(activities=["parties"], locations=[otters.point])

    assert states(only) == {}
    assert states(only, activity="parties") == {}
    assert states(only, location=otters.point) == {}
    assert states(only, activity="classes", location=otters.point) == {}
    assert states(only, activity="parties", location=otters.bay) == {}
    assert set(states(only, activity="parties", location=otters.point).values()) == {State.NONE}


def test_what_the_family_must_sign_counts_for_each_of_its_children(only):
    policy = only.policy(about="family")
    only.sign(policy)

    found = states(only)
    assert [found[name] for name in ("Anika", "Rohan", "Tara")] == [State.VALID] * 3
    assert found["Diego"] == State.NONE


def test_families_are_found_by_the_same_states(only, otters):
    policy = only.policy(validity_days=5)
    only.sign(policy, children=["Anika", "Rohan"])
    only.sign(policy, children=["Diego"], family="Castellanos")

    def families(state, day=TODAY):
        condition = family_condition(only.account, state, day=day)
        return [f.name for f in Family.objects.filter(condition)]

    assert families(State.VALID) == ["Castellanos"]
    assert families(State.NONE) == ["Abernathy", "Banerjee"]
    assert families(State.EXPIRED, TODAY + 5 * DAY) == ["Banerjee", "Castellanos"]
    assert families(State.VALIDATE) == []
    marks = family_marks(list(otters.families.values()), account=only.account, day=TODAY)
    assert {
        otters.families[n].pk: s
        for n, s in (
            ("Abernathy", State.NONE),
            ("Banerjee", State.NONE),
            ("Castellanos", State.VALID),
        )
    } == {key: mark.state for key, mark in marks.items()}


@pytest.mark.parametrize("names", [["Anika"], ["Anika", "Diego", "Mia"]])
def test_marks_cost_one_statement(desk, names):
    students = [desk.otters.students[name] for name in names]
    with CaptureQueriesContext(connection) as statements:
        waiver_marks(students, account=desk.account, day=TODAY)

    assert len(statements) == 1


def test_pictures_are_shown_unless_a_photo_waiver_says_otherwise(desk, otters):
    photo = Policy.objects.get(kind="photo")
    assert may_show_photo(otters.students["Anika"], day=TODAY)

    activate_policy(photo, by=desk.by)
    [signature] = desk.sign(photo, children=["Anika"])
    students = list(otters.students.values())
    assert photos_allowed(students, day=TODAY) == {otters.students["Anika"].pk}
    assert not may_show_photo(otters.students["Rohan"], day=TODAY)

    void(signature, reason="Taken back", by=desk.by)
    assert photos_allowed(students, day=TODAY) == set()
