"""The page of a student and everything that is changed from it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from cartwheel.domain.activity.queries import history_of
from cartwheel.domain.paperwork.models import Policy
from cartwheel.domain.paperwork.operations import activate_policy
from cartwheel.domain.people.models import (
    CustomField,
    Family,
    FieldRule,
    HouseholdShare,
    Keyword,
    PeopleSettings,
    Pickup,
    Student,
)
from cartwheel.domain.people.operations import add_pickup, change_student, share_student
from cartwheel.kernel.tenancy import tenant
from cartwheel.office.ledger.tests.conftest import text_of

STUDENTS = "/a/otters/students/"


@pytest.fixture
def anika(otters):
    return otters.students["Anika"]


@pytest.fixture
def home(anika):
    return f"{STUDENTS}{anika.pk}/"


def typed(student, **changes):
    """The edit form as it is opened."""
    given = {
        "first_name": student.first_name,
        "last_name": student.last_name,
        "born_on": student.born_on.isoformat(),
        "version": student.version,
    }
    return given | changes


def change(student, by, **details):
    names = {"first_name": student.first_name, "last_name": student.last_name}
    return change_student(student, **names, born_on=student.born_on, **details, by=by)


def test_the_page_tells_all_that_is_kept(otters, dana, anika, home):
    field = CustomField.objects.create(
        account=otters.account, about="student", name="Swims alone", kind="yesno"
    )
    details = {"allergies": "Peanuts", "doctor_phone": "512 555 0199", "shirt_size": "Youth S"}
    change(anika, otters.desk, **details, custom={str(field.pk): "yes"}, roster_alert="Inhaler")
    add_pickup(anika, name="Dev", allowed=False, note="Court order", by=otters.desk)
    share_student(anika, family=otters.families["Abernathy"], percent=40, by=otters.desk)

    page = text_of(dana.get(home))

    for seen in (
        "6 years", "Medical alert", "Peanuts", "(512) 555-0199", "Youth S", "Swims alone Yes",
        "Alert on rosters: Inhaler", "Dev Must not pick up", "Court order",
        "Banerjee Home bears 60% of the costs", "Abernathy bears 40% of the costs",
    ):  # fmt: skip
        assert seen in page


def test_the_other_household_is_a_name_and_nothing_more(otters, dana, anika, home):
    share_student(anika, family=otters.families["Abernathy"], by=otters.desk)

    page = text_of(dana.get(home))

    for hidden in ("Luis", "(512) 555-0142", "dana.abernathy@example.com"):
        assert hidden not in page


def test_it_costs_the_same_for_one_pickup_and_for_three(otters, dana, anika, home):
    counts = []
    for name in ("One", "Two", "Three"):
        add_pickup(anika, name=name, by=otters.desk)
        dana.get(home)
        with CaptureQueriesContext(
            connection,
        ) as context:
            dana.get(home)
        counts.append(len(context))
    assert counts[0] == counts[2]


def test_a_student_is_added_to_her_family_and_seen_at_once(otters, dana):
    PeopleSettings.objects.create(account=otters.account, grades=["K", "Grade 1"])
    family = otters.families["Banerjee"]
    address = f"/a/otters/families/{family.pk}/students/new/"
    assert 'value="Banerjee"' in dana.get(address).content.decode()

    response = dana.post(
        address,
        {"first_name": "Kiran", "last_name": "Banerjee", "gender": "nonbinary", "grade": "1"},
    )

    kiran = Student.objects.get(first_name="Kiran")
    assert response.url == f"{STUDENTS}{kiran.pk}/"
    assert (kiran.gender, kiran.grade) == ("nonbinary", 1)
    assert "Grade 1" in text_of(dana.get(response.url))


def test_what_is_typed_is_saved_and_the_rest_stays(otters, dana, anika, home):
    dana.post(f"{home}edit/", typed(anika, nickname="Ani", medication="Inhaler\nat noon"))
    anika.refresh_from_db()
    dana.post(f"{home}edit/", typed(anika, nickname=""))

    anika.refresh_from_db()
    assert (anika.nickname, anika.medication, anika.version) == ("", "", 3)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_name": " "}, "first_name"),
        ({"born_on": "2999-01-01"}, "born_on"),
        ({"born_on": "soon"}, "born_on"),
        ({"gender": "x"}, "gender"),
        ({"doctor_phone": "call"}, "doctor_phone"),
        ({"nickname": "x" * 61}, "nickname"),
    ],
)
def test_bad_input_comes_back_with_a_sentence_and_nothing_is_lost(
    otters, dana, anika, home, changes, field
):
    response = dana.post(f"{home}edit/", typed(anika, school="Oak Hill") | changes)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert 'value="Oak Hill"' in response.content.decode()
    anika.refresh_from_db()
    assert anika.version == 1


def test_of_two_tabs_the_second_sees_what_the_first_saved(otters, dana, anika, home):
    opened = typed(anika)
    dana.post(f"{home}edit/", opened | {"school": "Oak Hill"})

    response = dana.post(f"{home}edit/", opened | {"school": "Elm Street"})

    assert response.status_code == 409
    page = response.content.decode()
    assert "School: Oak Hill" in page
    assert 'value="Elm Street"' in page
    assert dana.post(f"{home}edit/", opened | {"school": "E", "version": 2}).status_code == 302


def test_the_form_asks_what_the_business_asks(otters, dana, anika, home):
    for field, rule in (("student.school", "hidden"), ("student.allergies", "required")):
        FieldRule.objects.create(account=otters.account, channel="office", field=field, rule=rule)
    change(anika, otters.desk, school="Oak Hill")
    anika.refresh_from_db()

    assert 'name="school"' not in dana.get(f"{home}edit/").content.decode()
    saved = dana.post(f"{home}edit/", typed(anika, school="Sent all the same"), follow=True)
    assert "Still asked for: Allergies." in text_of(saved)
    anika.refresh_from_db()
    assert anika.school == "Oak Hill"
    family = otters.families["Banerjee"]
    new = dana.post(
        f"/a/otters/families/{family.pk}/students/new/", {"first_name": "K", "last_name": "B"}
    )
    assert list(new.context["form"].errors) == ["allergies"]


def test_keywords_are_put_on_and_taken_off(otters, dana, anika, home):
    team, swim = (
        Keyword.objects.create(account=otters.account, name=name) for name in ("Teams", "Swims")
    )

    dana.post(f"{home}edit/", typed(anika, keywords=[team.pk, swim.pk]))
    anika.refresh_from_db()
    assert set(dana.get(home).context["keywords"]) == {team, swim}
    dana.post(f"{home}edit/", typed(anika, keywords=[swim.pk]))

    assert dana.get(home).context["keywords"] == [swim]
    told = history_of(anika)[0].details["lists"]
    assert told == {"keywords": ["Swims; Teams", "Swims"]}


def test_a_grade_is_suggested_by_age(otters, dana, anika, home):
    PeopleSettings.objects.create(account=otters.account, grades=list("ABCDEFGH"), starting_age=1)

    assert "By age: " in text_of(dana.get(f"{home}edit/"))


def test_a_student_is_archived_and_comes_back(otters, dana, anika, home):
    assert dana.post(f"{home}archive/").url == home
    assert "Archived" in text_of(dana.get(home))
    dana.post(f"{home}restore/")
    anika.refresh_from_db()
    assert anika.archived_at is None


# Photos


def picture():
    out = BytesIO()
    Image.new("RGB", (30, 20), "teal").save(out, "PNG")
    return SimpleUploadedFile("anika.png", out.getvalue(), "image/png")


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_photo_is_kept_shown_and_taken_away(otters, dana, client, anika, home, files):
    assert dana.get(f"{home}photo/").status_code == 404
    dana.post(f"{home}photo/", {"photo": picture()})

    assert f'src="{home}photo/?v=2"' in dana.get(home).content.decode()
    for query, size in (("", (160, 160)), ("?large", (1200, 800))):
        served = dana.get(f"{home}photo/{query}")
        assert served.headers["Content-Type"] == "image/jpeg"
        assert served.headers["X-Content-Type-Options"] == "nosniff"
        assert Image.open(BytesIO(b"".join(served.streaming_content))).size == size
    assert client.get(f"{home}photo/").status_code == 302

    dana.post(f"{home}photo/removal/")
    assert dana.get(f"{home}photo/").status_code == 404


def test_what_is_no_picture_is_refused_on_the_page(otters, dana, anika, home, files):
    response = dana.post(f"{home}photo/", {"photo": SimpleUploadedFile("a.png", b"<svg/>")})

    assert response.status_code == 422
    assert "Choose a JPEG, PNG or WebP picture." in text_of(response)


def test_a_photo_that_the_policy_keeps_back_is_not_shown(otters, dana, files):
    activate_policy(Policy.objects.get(kind="photo"), by=otters.owner)  # which nobody has signed
    rohan = otters.students["Rohan"]
    home = f"{STUDENTS}{rohan.pk}/"
    dana.post(f"{home}photo/", {"photo": picture()})

    assert "The photo policy does not let it be shown" in text_of(dana.get(home))
    assert dana.get(f"{home}photo/").status_code == 404


# Pickups


def test_people_for_pickups_come_change_and_go(otters, dana, anika, home):
    new = {"name": "Maya Rao", "allowed": "yes", "phone": "512 555 0111"}
    assert dana.post(f"{home}pickups/new/", new).url == home
    maya = Pickup.objects.get()
    page = dana.get(f"{STUDENTS}pickups/{maya.pk}/").content.decode()
    assert 'value="(512) 555-0111"' in page
    dana.post(f"{STUDENTS}pickups/{maya.pk}/", new | {"allowed": "no"})
    maya.refresh_from_db()
    assert (maya.phone, maya.allowed) == ("+15125550111", False)
    assert dana.post(f"{home}pickups/new/", {"name": ""}).status_code == 422
    dana.post(f"{STUDENTS}pickups/{maya.pk}/removal/")
    assert not Pickup.objects.exists()


# Households


def test_a_household_is_found_and_added(otters, dana, anika, home):
    page = text_of(dana.get(f"{home}households/new/", {"q": "abernathy"}))
    assert "Abernathy Dana Abernathy" in page
    family = otters.families["Abernathy"]

    response = dana.post(
        f"{home}households/new/?q=abernathy",
        {"do": "choose", "family": family.pk, "percent": "40"},
        follow=True,
    )

    assert "Anika Banerjee belongs to Abernathy too." in text_of(response)
    assert HouseholdShare.objects.get().percent == 40
    students = text_of(dana.get(f"/a/otters/families/{family.pk}/students/"))
    assert "Anika Banerjee Shared" in students
    assert "Banerjee " not in text_of(dana.get(f"{home}households/new/", {"q": "banerjee"})).split(
        "A new household"
    )[0].replace("Anika Banerjee", "")


def test_a_household_is_made_where_there_is_none(otters, dana, anika, home):
    made = {"do": "make", "first_name": "Kim", "last_name": "Rao", "email": "kim@rao.example"}

    assert dana.post(f"{home}households/new/", made | {"percent": 50}).url == home

    share = HouseholdShare.objects.select_related("family").get()
    assert (share.family.name, share.percent) == ("Rao", 50)
    again = dana.post(f"{home}households/new/", made | {"percent": 10})
    assert again.status_code == 422
    assert "already here" in text_of(again)
    assert Family.objects.filter(name="Rao").count() == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"percent": "101"}, "less than or equal to 100"),
        ({"percent": "many"}, "whole number"),
        ({"family": "0"}, "Select a valid choice"),
        ({"family": ""}, "This field is required"),
    ],
)
def test_a_household_that_cannot_be_is_refused_and_nothing_is_lost(
    otters, dana, anika, home, given, says
):
    family = otters.families["Abernathy"]
    sent = {"do": "choose", "family": family.pk, "percent": "40"} | given

    response = dana.post(f"{home}households/new/?q=abernathy", sent)

    assert response.status_code == 422
    assert says in text_of(response)
    assert not HouseholdShare.objects.exists()


def test_parts_change_home_changes_and_a_household_leaves(otters, dana, anika, home):
    share = share_student(anika, family=otters.families["Abernathy"], percent=40, by=otters.desk)
    address = f"{STUDENTS}households/{share.pk}/"

    assert 'value="40"' in dana.get(address).content.decode()
    dana.post(address, {"percent": "30"})
    assert dana.post(f"{address}home/", follow=True).status_code == 200
    anika.refresh_from_db()
    assert anika.family == otters.families["Abernathy"]
    back = HouseholdShare.objects.get()
    assert (back.family, back.percent) == (otters.families["Banerjee"], 70)
    dana.post(f"{STUDENTS}households/{back.pk}/removal/")
    assert not HouseholdShare.objects.exists()


def test_a_student_of_another_business_is_not_there(otters, dana, harbor):
    with tenant(harbor.pk):
        theirs = harbor.students.get()
    assert dana.get(f"{STUDENTS}{theirs.pk}/").status_code == 404
