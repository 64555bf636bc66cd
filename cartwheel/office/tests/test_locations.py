"""Who works at one location only does nothing at the others, whatever address she knows."""

from decimal import Decimal

import pytest
from django.urls import reverse

from cartwheel.domain.catalog.operations import add_tax_rate
from cartwheel.domain.staff.models import Grant, StaffLocation
from cartwheel.domain.staff.operations import add_staff_member, change_staff_member
from cartwheel.domain.staff.queries import actor_for, places_of
from cartwheel.kernel.refusals import NotAllowed
from cartwheel.office.rights import RIGHTS
from cartwheel.office.staff.forms import staff_values
from cartwheel.office.tests.world import World

OF_A_PARTY = (
    *("party", "edit-party", "delete-party", "party-sheet"),
    *("send-confirmation", "party-quote"),
)


@pytest.fixture
def nia(otters):
    """Every right there is, but only at Harbor Point."""
    member = otters.staff["Nia"]
    Grant.objects.bulk_create(
        Grant(account=otters.account, staff=member, right=key, level=max(right.levels))
        for key, right in RIGHTS.items()
    )
    StaffLocation.objects.create(account=otters.account, staff=member, location=otters.point)
    return member


@pytest.fixture
def elsewhere(otters, settings, tmp_path):
    """An address of each thing of Otter Bay that has one."""
    settings.MEDIA_ROOT = tmp_path
    world = World(otters, otters.staff["Nia"])
    party, closure = world.party(), world.closure()
    slot, station = otters.slots["Noon"].pk, world.station()
    pages = {
        **{name: [party] for name in OF_A_PARTY},
        "station-image": [station],
        "edit-station": [station],
        "edit-package": [otters.packages["Classic Flip"].pk],
        "edit-add-on": [otters.add_ons["Grip socks"].pk],
        "edit-time-slot": [slot],
        "slot-closures": [slot],
        "reopen-slot": [slot, closure],
        "edit-location": [otters.bay.pk],
        "edit-tax-rate": [otters.tax.pk],
        "archive-tax-rate": [otters.tax.pk],
    }
    return [reverse(f"office:{name}", args=["otters", *keys]) for name, keys in pages.items()]


def test_what_is_at_another_location_is_closed_to_her(elsewhere, nia, desk_of):
    browser = desk_of("Nia")
    shut = {403, 405}  # 405: a page that only shows, or only takes

    answers = {
        (browser.get(page).status_code, browser.post(page).status_code) for page in elsewhere
    }

    assert {status for both in answers for status in both} - {302} <= shut
    assert all(403 in both for both in answers)


def test_she_is_told_why(elsewhere, nia, desk_of):
    page = desk_of("Nia").get(elsewhere[0])

    assert (page.status_code, b"You do not work at Otter Bay." in page.content) == (403, True)


def test_what_is_at_her_own_is_open(otters, nia, desk_of):
    rate = add_tax_rate(location=otters.point, name="City", percent=Decimal(1), by=otters.owner)

    page = reverse("office:edit-tax-rate", args=["otters", rate.pk])
    assert desk_of("Nia").get(page).status_code == 200


def test_the_family_page_leads_to_no_closed_door(elsewhere, otters, nia, desk_of, olive):
    page = reverse("office:family", args=["otters", otters.families["Banerjee"].pk])

    assert len(olive.get(page).context["coming"]) == 1
    assert desk_of("Nia").get(page).context["coming"] == []


def test_she_cannot_let_herself_or_others_work_elsewhere(otters, nia):
    her = actor_for(nia, surface="office", address=None, location_ids=places_of(nia))
    values = staff_values(nia) | {"groups": [], "is_admin": False}
    plain = {"first_name": "Eve", "last_name": "Ray", "by": her}

    for wanted in ([], [otters.bay], [otters.bay, otters.point]):
        with pytest.raises(NotAllowed, match="only where you work yourself"):
            change_staff_member(nia, **values | {"locations": wanted}, by=her)
        with pytest.raises(NotAllowed, match="only where you work yourself"):
            add_staff_member(**plain, locations=wanted)

    assert places_of(add_staff_member(**plain, locations=[otters.point])) == {otters.point.pk}
    change_staff_member(nia, **values | {"locations": []}, by=otters.owner)
    assert places_of(nia) is None
