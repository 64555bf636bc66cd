"""The family's page."""

import pytest
from django.utils import timezone

from cartwheel.domain.ledger.operations import take_payment
from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.models import Family, Guardian, Student
from cartwheel.domain.people.operations import add_guardian, add_student, change_family
from cartwheel.domain.staff.models import Grant
from cartwheel.kernel.permissions import OFFICE

HOME = "/a/otters/families/"


def test_the_page_tells_who_belongs_to_the_family(otters, dana):
    family = otters.families["Banerjee"]

    page = dana.get(f"{HOME}{family.pk}/").content.decode()

    for seen in ("Priya Banerjee", "Arun Banerjee", "Rohan Banerjee", "(512) 555-0177", "History"):
        assert seen in page
    assert f"/a/otters/parties/new/?family={family.pk}" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_twenty_statements(otters, dana, django_assert_num_queries, count):
    family = otters.families["Castellanos"]
    for n in range(count):
        add_guardian(family, first_name=f"G{n}", by=otters.owner)
        add_student(family, first_name=f"S{n}", by=otters.owner)
        family = change_family(family, name="Castellanos", note=f"{n}", by=otters.owner)
    dana.get(f"{HOME}{family.pk}/")

    with django_assert_num_queries(20):
        assert dana.get(f"{HOME}{family.pk}/").status_code == 200


def test_archiving_is_a_button_that_can_be_taken_back(otters, dana):
    family = otters.families["Banerjee"]

    dana.post(f"{HOME}{family.pk}/archive/")
    assert Family.objects.get(pk=family.pk).archived_at is not None
    assert "Archived" in dana.get(f"{HOME}{family.pk}/").content.decode()
    dana.post(f"{HOME}{family.pk}/restore/")

    assert Family.objects.get(pk=family.pk).archived_at is None


def test_guardians_change_places(otters, dana):
    family = otters.families["Banerjee"]
    priya, arun = family.guardians.all()

    refused = dana.post(f"{HOME}guardians/{priya.pk}/archive/", follow=True)
    assert "Make another guardian primary first" in refused.content.decode()
    dana.post(f"{HOME}guardians/{arun.pk}/primary/")
    dana.post(f"{HOME}guardians/{priya.pk}/archive/")

    assert Guardian.objects.get(pk=arun.pk).is_primary
    assert Guardian.objects.get(pk=priya.pk).archived_at is not None
    dana.post(f"{HOME}guardians/{priya.pk}/restore/")
    assert Guardian.objects.get(pk=priya.pk).archived_at is None


def test_students_are_archived_and_restored(otters, dana):
    anika = otters.students["Anika"]

    dana.post(f"{HOME}students/{anika.pk}/archive/")
    assert Student.objects.get(pk=anika.pk).archived_at is not None
    dana.post(f"{HOME}students/{anika.pk}/restore/")

    assert Student.objects.get(pk=anika.pk).archived_at is None


def test_an_address_opened_by_hand_changes_nothing(otters, dana):
    family = otters.families["Banerjee"]

    response = dana.get(f"{HOME}{family.pk}/archive/")

    assert response.headers["Location"] == f"{HOME}{family.pk}/"
    assert Family.objects.get(pk=family.pk).archived_at is None


def test_the_history_is_silent_about_what_one_may_not_see(otters, desk_of, olive):
    family = otters.families["Banerjee"]
    take_payment(
        family,
        location=otters.bay,
        kind="cash",
        amount=5000,
        paid_on=timezone.localdate(),
        keep_rest=True,
        by=otters.owner,
    )
    nia = otters.staff["Nia"]
    for right in (OFFICE, people.PAGE, people.FAMILIES):
        Grant.objects.create(account=otters.account, staff=nia, right=right.key, level=2)

    assert b"$50.00" in olive.get(f"{HOME}{family.pk}/").content
    assert b"$50.00" not in desk_of("Nia").get(f"{HOME}{family.pk}/").content
