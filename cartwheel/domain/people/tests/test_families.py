"""Families come, change, leave and return."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.utils import timezone

from cartwheel.domain.activity.queries import changes_of, history_of
from cartwheel.domain.people.models import Family, Guardian, PortalLogin, Student
from cartwheel.domain.people.operations import (
    LooksLikeDuplicate,
    add_student,
    archive_family,
    change_family,
    change_student,
    create_family,
    open_portal,
    restore_family,
)
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused
from cartwheel.kernel.tenancy import tenant


def banerjee(business, **changes):
    given = {
        "first_name": "Priya",
        "last_name": "Banerjee",
        "phone": "(512) 555-0177",
        "email": "priya@banerjee.example",
    }
    return create_family(**given | changes, by=business.by)


def test_a_new_family_has_its_primary_guardian_with_email_and_phone(willow):
    family = banerjee(willow, relationship="Mother")

    guardian = family.guardians.get()
    assert (family.name, family.sort_name) == ("Banerjee", "banerjee")
    assert (str(guardian), guardian.is_primary) == ("Priya Banerjee", True)
    assert guardian.relationship == "Mother"
    assert [(e.address, e.is_primary) for e in guardian.emails.all()] == [
        ("priya@banerjee.example", True)
    ]
    assert [(p.number, p.is_primary) for p in guardian.phones.all()] == [("+15125550177", True)]
    assert not PortalLogin.objects.exists()


def test_the_history_tells_who_created_the_family(willow):
    family = banerjee(willow)

    event = history_of(family).get()
    assert (event.verb, event.actor_name) == ("family.created", "Olive Ortiz")
    assert [s.name for s in event.subjects.order_by("pk")] == ["Banerjee", "Priya Banerjee"]
    tables = {change.table_name for change in changes_of(event)}
    assert tables == {
        "people_family",
        "people_guardian",
        "people_guardianemail",
        "people_guardianphone",
    }


def test_names_may_be_of_any_script_and_are_tidied(willow):
    family = create_family(
        first_name="  ليلى \t 🦦 ",
        last_name="王\u0000小明",
        email="LEYLA@Otters.Example ",
        by=willow.by,
    )

    assert str(family.guardians.get()) == "ليلى 🦦 王小明"
    assert family.guardians.get().emails.get().address == "leyla@otters.example"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("first_name", " \t ", "Enter a name."),
        ("last_name", "\u200b", "Enter a name."),
        ("first_name", "x" * 61, "Use at most 60 characters."),
        ("phone", "call me", "Enter a phone number such as (201) 555-0123."),
        ("phone", "12", "Enter a phone number such as (201) 555-0123."),
        ("email", "priya@", "Enter an email address such as name@example.com."),
    ],
)
def test_what_cannot_be_read_is_refused_beside_its_field(willow, field, typed, says):
    with pytest.raises(Refused) as refused:
        banerjee(willow, **{field: typed})

    assert (str(refused.value), refused.value.field) == (says, field)
    assert not Family.objects.exists()


def test_a_family_needs_one_way_to_be_reached(willow):
    with pytest.raises(Refused, match="Enter a phone number or an email address"):
        banerjee(willow, phone="", email=" ")

    assert banerjee(willow, phone="").guardians.get().phones.count() == 0


def test_the_country_of_the_business_reads_numbers_without_a_country(willow):
    willow.account.country = "GB"
    family = banerjee(willow, phone="020 7946 0958")

    assert family.guardians.get().phones.get().number == "+442079460958"


@pytest.mark.parametrize(
    "same",
    [
        {"email": "PRIYA@banerjee.example", "phone": ""},
        {"email": "", "phone": "512.555.0177"},
    ],
)
def test_a_family_with_the_same_email_or_phone_is_shown_first(willow, same):
    first = banerjee(willow)

    with pytest.raises(LooksLikeDuplicate) as refused:
        banerjee(willow, **same)
    assert refused.value.families == [first]
    assert [str(g) for g in refused.value.families[0].guardians.all()] == ["Priya Banerjee"]

    assert banerjee(willow, **same, duplicates_seen=True) != first


def test_a_family_of_another_business_is_no_duplicate(willow, cedar):
    with tenant(cedar.account.pk):
        banerjee(cedar)

    banerjee(willow)

    assert Family.objects.count() == 1


def test_a_portal_password_lets_the_guardian_in(willow):
    family = banerjee(willow, portal_password="three brown otters")

    login = PortalLogin.objects.get(guardian__family=family)
    assert login.email == "priya@banerjee.example"
    assert login.password.startswith("argon2$")
    assert check_password("three brown otters", login.password)


@pytest.mark.parametrize(
    ("password", "says"), [("otters7", "at least 8 characters"), ("password123", "too common")]
)
def test_a_weak_portal_password_is_refused(willow, password, says):
    with pytest.raises(Refused, match=says) as refused:
        banerjee(willow, portal_password=password)

    assert refused.value.field == "portal_password"
    assert not Family.objects.exists()


def test_an_address_signs_in_to_the_portal_once(willow):
    banerjee(willow, portal_password="three brown otters")

    with pytest.raises(Refused, match=r"already signs in .* priya@banerjee\.example") as refused:
        banerjee(willow, portal_password="four brown otters", duplicates_seen=True)

    assert refused.value.field == "email"
    assert Family.objects.count() == 1


def test_a_portal_password_can_be_given_anew(willow):
    guardian = banerjee(willow, portal_password="three brown otters").guardians.get()

    open_portal(
        guardian, email="p@banerjee.example", portal_password="five brown otters", by=willow.by
    )

    login = PortalLogin.objects.get()
    assert login.email == "p@banerjee.example"
    assert check_password("five brown otters", login.password)


def test_a_change_that_is_older_than_what_is_there_is_refused(willow):
    opened = banerjee(willow)
    change_family(opened, name="Ångström", version=opened.version, by=willow.by)

    with pytest.raises(ChangedMeanwhile):
        change_family(opened, name="Banerji", version=opened.version, by=willow.by)

    family = Family.objects.get()
    assert (family.name, family.sort_name, family.version) == ("Ångström", "angstrom", 2)


def test_archiving_and_restoring_are_told_once(willow):
    family = banerjee(willow)

    archive_family(family, by=willow.by)
    archive_family(family, by=willow.by)
    assert Family.objects.get().archived_at is not None
    restore_family(family, by=willow.by)

    assert Family.objects.get().archived_at is None
    verbs = [event.verb for event in history_of(family)]
    assert verbs == ["family.restored", "family.archived", "family.created"]


def test_a_student_takes_the_last_name_of_the_family(willow):
    family = banerjee(willow)

    anika = add_student(family, first_name="Anika", by=willow.by)
    leo = add_student(family, first_name="Leo", last_name="Abernathy", by=willow.by)

    assert [str(anika), str(leo)] == ["Anika Banerjee", "Leo Abernathy"]


def test_a_student_is_not_born_tomorrow(willow):
    family = banerjee(willow)
    today = timezone.localdate()

    with pytest.raises(Refused, match="cannot lie in the future") as refused:
        add_student(family, first_name="Tara", born_on=today + timedelta(days=1), by=willow.by)
    assert refused.value.field == "born_on"
    add_student(family, first_name="Tara", born_on=today, by=willow.by)

    assert [student.age_on(today) for student in family.students.all()] == [0]


def test_a_student_is_not_saved_over_a_newer_change(willow):
    opened = add_student(banerjee(willow), first_name="Rohan", by=willow.by)
    change_student(opened, first_name="Ron", last_name="B", version=opened.version, by=willow.by)

    with pytest.raises(ChangedMeanwhile):
        change_student(opened, first_name="R", last_name="B", version=opened.version, by=willow.by)

    assert str(Student.objects.get()) == "Ron B"


def test_a_family_of_another_business_cannot_be_touched(willow, cedar):
    with tenant(cedar.account.pk):
        theirs = banerjee(cedar)

    for attempt in (
        lambda: change_family(theirs, name="Ours", by=willow.by),
        lambda: archive_family(theirs, by=willow.by),
        lambda: add_student(theirs, first_name="Mia", by=willow.by),
    ):
        with pytest.raises(Refused, match="another business"):
            attempt()
    assert not Guardian.objects.exists()
