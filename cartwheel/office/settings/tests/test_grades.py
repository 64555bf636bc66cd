"""Settings > Customers > Grades."""

import pytest

from cartwheel.domain.people.models import PeopleSettings, Student
from cartwheel.office.ledger.tests.conftest import text_of

PAGE = "/a/otters/settings/customers/grades/"


def sent(*names, **changes):
    """The form with these rows: a name, or what it was and its name."""
    rows = [row if isinstance(row, tuple) else ("", row) for row in names]
    form = {
        "do": "save", "starting_age": "4", "rollover_month": "8", "rollover_day": "1",
        "version": "1", "rows": ",".join(str(n) for n, _row in enumerate(rows)),
    }  # fmt: skip
    for n, (step, name) in enumerate(rows):
        form |= {f"step_{n}": step, f"name_{n}": name}
    return form | changes


def kept():
    return PeopleSettings.objects.get()


@pytest.fixture(autouse=True)
def no_grades(otters):
    PeopleSettings.objects.all().delete()
    Student.objects.update(grade=None, grade_year=None)


def test_the_usual_list_is_offered_where_there_is_none(otters, olive):
    assert "No grades yet." in text_of(olive.get(PAGE))

    page = olive.post(PAGE, sent(do="usual")).content.decode()

    assert 'value="Kindergarten"' in page
    assert 'value="12th grade"' in page
    assert not PeopleSettings.objects.exists()


def test_the_list_is_saved_in_its_order(otters, olive):
    assert olive.post(PAGE, sent("Pre-K", "K", "")).url == PAGE

    assert (kept().grades, kept().starting_age, kept().version) == (["Pre-K", "K"], 4, 2)
    page = olive.get(PAGE).content.decode()
    assert 'name="step_1" value="1"' in page
    assert "Changed the list of grades" in page


def test_rows_are_added_moved_and_removed_before_anything_is_saved(otters, olive):
    page = olive.post(PAGE, sent("A", "B", do="up-1")).content.decode()
    assert page.index('value="B"') < page.index('value="A"')
    assert 'name="name_2" value=""' in olive.post(PAGE, sent("A", "B", do="add")).content.decode()
    assert 'value="A"' not in olive.post(PAGE, sent("A", "B", do="remove-0")).content.decode()


@pytest.mark.parametrize(
    ("names", "changes", "says"),
    [
        (("A", "a"), {}, "Each grade is named once."),
        (("x" * 31,), {}, "at most 30 characters"),
        (("A",), {"rollover_day": "31"}, "less than or equal to 28"),
        (("A",), {"rollover_month": "13"}, "Select a valid choice"),
        (("A",), {"starting_age": "old"}, "whole number"),
    ],
)
def test_what_cannot_be_comes_back_with_a_sentence(otters, olive, names, changes, says):
    response = olive.post(PAGE, sent(*names, **changes))

    assert response.status_code == 422
    assert says in text_of(response)
    assert f'value="{names[0]}"' in response.content.decode()
    assert not PeopleSettings.objects.exists()


def test_a_grade_that_somebody_is_in_cannot_be_left_out(otters, olive):
    olive.post(PAGE, sent("K", "Grade 1"))
    Student.objects.filter(pk=otters.students["Anika"].pk).update(grade=1, grade_year=2026)

    refused = olive.post(PAGE, sent(("0", "K"), version="2"))

    assert refused.status_code == 422
    assert "1 student is in Grade 1, so it cannot be left out." in text_of(refused)


def test_of_two_tabs_the_second_sees_what_the_first_saved(otters, olive):
    olive.post(PAGE, sent("K"))

    refused = olive.post(PAGE, sent("Z"))

    assert refused.status_code == 422
    assert "Somebody saved another list meanwhile: K." in text_of(refused)


def test_it_is_not_for_the_desk(otters, dana):
    assert dana.get(PAGE).status_code == 403


def test_rubbish_is_no_error(otters, olive):
    for rows in ("", ",,", "x", "1" * 50, "0,0,0", "\0"):
        assert olive.post(PAGE, sent("A", rows=rows, do="add")).status_code == 200
