"""The family's page."""

import pytest
from django.utils import timezone

from cartwheel.domain.ledger.operations import take_payment
from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.models import (
    Family,
    Guardian,
    Organization,
    OrganizationMember,
)
from cartwheel.domain.people.operations import (
    add_guardian,
    add_note,
    add_student,
    change_family,
)
from cartwheel.domain.staff.models import Grant
from cartwheel.kernel.permissions import OFFICE

HOME = "/a/otters/families/"


def test_the_page_tells_who_belongs_to_the_family(otters, dana):
    family = otters.families["Banerjee"]

    page = dana.get(f"{HOME}{family.pk}/").content.decode()

    for seen in (
        "Priya Banerjee",
        "Arun Banerjee",
        "Rohan Banerjee",
        "(512) 555-0177",
        "Affiliated organizations",
    ):
        assert seen in page
    assert f"/a/otters/parties/new/?family={family.pk}" in page


TABS = {
    "": 18,
    "students/": 12,
    "ledger/": 17,
    "notes/": 15,
    "activity/": 16,
    "messages/": 13,
}


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("count", [1, 3])
def test_a_tab_costs_the_same_whatever_there_is(
    otters, dana, django_assert_num_queries, tab, count
):
    family = otters.families["Castellanos"]
    for n in range(count):
        add_guardian(family, first_name=f"G{n}", by=otters.owner)
        add_student(family, first_name=f"S{n}", by=otters.owner)
        family = change_family(family, name="Castellanos", by=otters.owner)
        add_note(family, text=f"{n}", severity="critical", by=otters.owner)
    dana.get(f"{HOME}{family.pk}/{tab}")

    with django_assert_num_queries(TABS[tab]):
        assert dana.get(f"{HOME}{family.pk}/{tab}").status_code == 200


def test_every_tab_is_offered_to_those_who_may_open_it(otters, dana, desk_of):
    family = otters.families["Banerjee"]
    nia = otters.staff["Nia"]
    for right in (OFFICE, people.PAGE, people.FAMILIES):
        Grant.objects.create(account=otters.account, staff=nia, right=right.key, level=2)

    def tabs(browser):
        page = browser.get(f"{HOME}{family.pk}/")
        return [str(label) for label, _url, _current in page.context["tabs"]]

    money = {"Ledger", "Messages"}
    assert money < set(tabs(dana))
    assert tabs(dana)[:4] == ["Info", "Students", "Enrollments", "Ledger"]
    assert not (money | {"Enrollments"}) & set(tabs(desk_of("Nia")))


def test_an_organization_has_the_same_record(otters, dana):
    school = otters.families["Castellanos"]
    Family.objects.filter(pk=school.pk).update(kind="organization")
    organization = Organization.objects.create(account=otters.account, family=school, kind="school")
    banerjee = otters.families["Banerjee"]
    OrganizationMember.objects.create(
        account=otters.account, organization=organization, family=banerjee, role="Coach"
    )

    page = dana.get(f"{HOME}{school.pk}/").content.decode()
    assert "School" in page
    assert f'href="{HOME}{banerjee.pk}/"' in page
    assert f'href="{HOME}{school.pk}/"' in dana.get(f"{HOME}{banerjee.pk}/").content.decode()


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


def test_an_address_opened_by_hand_changes_nothing(otters, dana):
    family = otters.families["Banerjee"]

    response = dana.get(f"{HOME}{family.pk}/archive/")

    assert "Archive Banerjee?" in response.content.decode()
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

    assert b"$50.00" in olive.get(f"{HOME}{family.pk}/activity/").content
    assert b"$50.00" not in desk_of("Nia").get(f"{HOME}{family.pk}/activity/").content
