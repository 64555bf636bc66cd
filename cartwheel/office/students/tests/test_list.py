"""The list of students: found, narrowed, archived in bulk and taken back."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.utils import timezone

from cartwheel.domain.parties.operations import book_party
from cartwheel.domain.parties.tests.test_splitting import details
from cartwheel.domain.people.models import (
    CustomField,
    Keyword,
    PeopleSettings,
    Student,
    StudentKeyword,
)
from cartwheel.domain.people.operations import (
    add_note,
    archive_student,
    change_student,
    share_student,
)
from cartwheel.domain.people.queries import grades_of
from cartwheel.kernel.tenancy import tenant
from cartwheel.office.ledger.tests.conftest import text_of
from cartwheel.office.students.lists import StudentList
from cartwheel.ui.lists import write_csv

LIST = "/a/otters/students/"


def names_on(response):
    return [row.first_name for row in response.context["list"].rows]


def listed(browser, **query):
    return sorted(names_on(browser.get(LIST, query)))


def change(student, by, **details):
    names = {"first_name": student.first_name, "last_name": student.last_name}
    return change_student(student, **names, born_on=student.born_on, **details, by=by)


def only(otters, count):
    """Archive all students but ``count`` of them."""
    keep = [s.pk for s in otters.account.students.order_by("sort_name")[:count]]
    for student in otters.account.students.exclude(pk__in=keep):
        archive_student(student, by=otters.owner)


EVERYBODY = ["Anika", "Diego", "Leo", "Mia", "Rohan", "Tara"]


def test_students_stand_by_last_name_with_family_and_age(otters, dana):
    page = dana.get(LIST)

    assert names_on(page) == ["Leo", "Mia", "Anika", "Rohan", "Tara", "Diego"]
    text = text_of(page)
    for seen in ("Anika Banerjee", "6 y ", "(512) 555-0177"):
        assert seen in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_statements_for_one_and_for_three(
    otters, dana, django_assert_max_num_queries, count
):
    only(otters, count)
    dana.get(LIST)

    with django_assert_max_num_queries(12):
        assert len(names_on(dana.get(LIST))) == count
    with django_assert_max_num_queries(12):
        assert len(names_on(dana.get(LIST, {"q": "a"}))) >= 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("anika", ["Anika"]),
        ("banerjee", ["Anika", "Rohan", "Tara"]),
        ("priya rohan", ["Rohan"]),
        ("512 555 0177", ["Anika", "Rohan", "Tara"]),
        ("priya.b@example.com", ["Anika", "Rohan", "Tara"]),
        ("anika priya 0177", ["Anika"]),
        ("nobody at all", []),
    ],
)
def test_a_student_is_found_by_name_household_phone_or_email(otters, dana, text, found):
    assert listed(dana, q=text) == found


def test_a_slip_of_the_finger_finds_what_is_near(otters, dana):
    page = dana.get(LIST, {"q": "anikka"})

    assert names_on(page) == ["Anika"]
    assert "Nothing for “anikka”" in text_of(page)


def test_a_shared_student_is_found_by_both_households(otters, dana):
    share_student(otters.students["Anika"], family=otters.families["Abernathy"], by=otters.owner)

    assert listed(dana, q="abernathy") == ["Anika", "Leo", "Mia"]
    assert listed(dana, q="512 555 0142") == ["Anika", "Leo", "Mia"]
    assert listed(dana, shared="1") == ["Anika"]


def test_tabs_tell_who_takes_part(otters, dana):
    book_party(**details(otters, request_key=uuid4()))
    archive_student(otters.students["Leo"], by=otters.owner)

    assert listed(dana, tab="active") == ["Tara"]
    assert listed(dana, tab="inactive") == ["Anika", "Diego", "Mia", "Rohan"]
    assert listed(dana, tab="archived") == ["Leo"]


def test_filters_narrow(otters, dana):
    PeopleSettings.objects.update_or_create(
        account=otters.account, defaults={"grades": ["K", "Grade 1", "Grade 2"]}
    )
    by, anika, rohan = otters.owner, otters.students["Anika"], otters.students["Rohan"]
    field = CustomField.objects.create(
        account=otters.account, about="student", name="Swims", kind="yesno"
    )
    anika = change(anika, by, gender="female", grade=1, allergies="Nuts", custom={field.pk: "yes"})
    rohan = change(rohan, by, grade=3, medication="Inhaler")
    keyword = Keyword.objects.create(account=otters.account, name="Team")
    StudentKeyword.objects.create(account=otters.account, student=rohan, keyword=keyword)
    add_note(anika.family, text="Custody", severity="critical", student=anika, by=by)

    for query, found in (
        ({"gender": "female"}, ["Anika"]),
        ({"grade": "1"}, ["Anika"]),
        ({"grade": "3"}, ["Rohan"]),
        ({"medical": "allergies"}, ["Anika"]),
        ({"medical": ["allergies", "medication"]}, ["Anika", "Rohan"]),
        ({"keyword": str(keyword.pk)}, ["Rohan"]),
        ({"birthday": str(anika.born_on.month)}, None),
        ({f"own_{field.pk}": "yes"}, ["Anika"]),
    ):
        names = listed(dana, **query)
        assert names == found if found is not None else "Anika" in names, query
    assert [len(listed(dana, grade=g)) for g in ("none",)] == [4]
    assert grades_of(otters.account).names[1] in text_of(dana.get(LIST))


def test_ages_are_completed_years(otters, dana):
    today = timezone.localdate(timezone=otters.bay.zone)
    student = otters.students["Diego"]
    for born_on, age in (
        (today.replace(year=today.year - 5), "5"),
        (today.replace(year=today.year - 5) + timedelta(days=1), "4"),
        (today.replace(year=today.year - 40), "18"),
        (None, "none"),
    ):
        Student.objects.filter(pk=student.pk).update(born_on=born_on)
        assert "Diego" in listed(dana, age=age), age
    assert listed(dana, age=["6", "11"]) == ["Anika", "Rohan"]


def test_an_open_critical_note_stands_beside_the_name(otters, olive):
    anika = otters.students["Anika"]
    add_note(anika.family, text="Custody", severity="critical", student=anika, by=otters.owner)

    assert "Anika Banerjee Critical note" in text_of(olive.get(LIST))
    assert listed(olive, notes="critical") == ["Anika"]


def test_columns_are_chosen_and_read_at_once(otters, olive):
    share_student(otters.students["Anika"], family=otters.families["Abernathy"], by=otters.owner)
    columns = ["name", "born_on", "gender", "households", "keywords", "created_at", "waivers"]

    page = olive.get(LIST, {"cols": columns, "q": "anika"})

    assert [column.name for column in page.context["list"].shown] == columns
    assert "Abernathy" in text_of(page)


def test_nonsense_in_the_address_is_no_error(otters, dana):
    for query in (
        {"age": "x"}, {"grade": "99"}, {"birthday": "13"}, {"own_9": "x"}, {"q": "\0%_"},
        {"keyword": "x"}, {"sort": "x"}, {"tab": "x"}, {"letter": "#"}, {"q": "🦊" * 300},
    ):  # fmt: skip
        assert dana.get(LIST, query).status_code == 200, query


def test_ticked_students_are_archived_and_come_back(otters, dana):
    rows = [otters.students[name].pk for name in ("Leo", "Mia")]

    page = dana.post(f"{LIST}archive/", {"row": rows, "query": "q=abernathy"}, follow=True)

    assert "2 students are archived." in text_of(page)
    assert page.context["undo"] == rows[::-1] or sorted(page.context["undo"]) == sorted(rows)
    assert listed(dana) == ["Anika", "Diego", "Rohan", "Tara"]
    assert "archived." not in text_of(dana.get(LIST))
    back = dana.post(f"{LIST}restore/", {"student": rows}, follow=True)
    assert "2 students are back." in text_of(back)
    assert listed(dana) == EVERYBODY


def test_all_that_match_are_archived_and_nobody_else(otters, dana):
    dana.post(f"{LIST}archive/", {"every": "1", "query": "q=banerjee"})

    assert listed(dana) == ["Diego", "Leo", "Mia"]
    for rubbish in ("x", "9" * 30, "-1", ""):
        assert dana.post(f"{LIST}restore/", {"student": rubbish}).status_code == 302


def test_students_of_another_business_are_neither_listed_nor_archived(otters, harbor, dana):
    with tenant(harbor.pk):
        theirs = harbor.students.get()
    dana.post(f"{LIST}archive/", {"row": theirs.pk})

    assert listed(dana) == EVERYBODY
    with tenant(harbor.pk):
        assert Student.objects.get(pk=theirs.pk).archived_at is None


def test_a_new_student_begins_with_the_family(otters, dana):
    assert f'href="{LIST}new/"' in dana.get(LIST).content.decode()

    page = dana.get(f"{LIST}new/", {"q": "banerjee"}).content.decode()

    family = otters.families["Banerjee"]
    assert f'href="/a/otters/families/{family.pk}/students/new/"' in page


def test_it_is_exported_as_shown(otters, dana):
    page = StudentList(otters.bay, "q=anika&cols=name&cols=grade", otters.desk)
    out = BytesIO()

    assert write_csv(page, out) == 1
    assert out.getvalue().decode().splitlines()[1].startswith("Anika Banerjee,")
    assert dana.post("/a/otters/exports/students/csv/", {"query": "q=anika"}).status_code == 302
