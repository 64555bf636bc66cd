"""The front desk keeps a customer's record: rows come and go, nothing that is typed is lost."""

import pytest
from playwright.sync_api import expect

from cartwheel.domain.people.models import Family
from cartwheel.office.tests.browser.house import in_the_house, said
from cartwheel.ui.tests.axe import violations
from cartwheel.ui.tests.browser import DESKTOP, overflow

pytestmark = in_the_house
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_facts_of_a_family_are_edited_on_one_page(house, browse, screen):
    family = house.new_family(f"Okafor{screen['width']}", "Zora")
    desk = browse("desk", viewport=screen)
    desk.goto(house.to("family", family.pk))
    desk.locator("#addresses a.btn").click()

    desk.fill("#id_addresses-line1_0", "12 Elm St")
    desk.fill("#id_addresses-city_0", "Austin")
    desk.click("text=Add another address")
    desk.locator("#id_addresses-line1_1").wait_for()
    desk.fill("#id_addresses-line1_1", "PO Box 7")
    desk.locator("input[name=addresses-is_mailing][value='1']").check()
    desk.fill("#id_emergency_contacts-name_0", "Abuela")
    desk.evaluate("scrollTo(0, 0)")  # what the dock covers by half is no target
    assert (violations(desk), overflow(desk)) == ([], 0)
    desk.locator("button.primary:has-text('Save')").click()

    desk.locator("#id_emergency_contacts-phone_0_error").wait_for()
    assert desk.input_value("#id_addresses-line1_1") == "PO Box 7"
    desk.fill("#id_emergency_contacts-phone_0", "512 555 0163")
    desk.locator("button.primary:has-text('Save')").click()

    desk.wait_for_url(house.to("family", family.pk))
    assert "12 Elm St" in said(desk.locator("#addresses"))
    assert said(desk.locator("#emergency_contacts .rows")) == "Abuela (512) 555-0163"
    assert (violations(desk), overflow(desk)) == ([], 0)
    with house.inside():
        kept = Family.objects.get(pk=family.pk)
        assert kept.addresses.get(is_mailing=True).line1 == "PO Box 7"


def test_what_was_typed_about_a_family_is_there_again_tomorrow(house, browse):
    family = house.new_family("Adeyemi", "Femi")
    desk = browse("desk")
    desk.goto(house.to("edit-family", family.pk))
    desk.fill("#id_flag_alert", "Ask for the blue card")
    desk.locator("[data-draft-status]:has-text('Draft saved')").wait_for()

    other = browse("desk")
    other.goto(house.to("edit-family", family.pk))
    other.click("text=Continue it")

    assert other.input_value("#id_flag_alert") == "Ask for the blue card"


def test_a_family_that_is_here_is_shown_before_anything_is_saved(house, desk):
    house.new_family("Twinson", "Tia", phone="512 555 0123")
    desk.goto(house.to("new-family"))
    desk.fill("#id_first_name", "Ada")
    desk.fill("#id_email", "ada@twinson.example")
    desk.locator("#id_phone").focus()

    known = desk.get_by_role("region", name="Is it one of these?")
    expect(known.get_by_role("link", name="Twinson")).to_be_visible()
    assert (violations(desk), overflow(desk)) == ([], 0)
    desk.fill("#id_email", "somebody@else.example")
    desk.locator("#id_phone").focus()
    expect(known).to_be_hidden()
    assert desk.input_value("#id_first_name") == "Ada"
