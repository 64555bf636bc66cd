"""A customer's record, tab by tab, and two records that become one and two again."""

import re

import pytest
from playwright.sync_api import expect

from cartwheel.domain.people.models import Family
from cartwheel.office.tests.browser.house import in_the_house
from cartwheel.ui.tests.axe import violations
from cartwheel.ui.tests.browser import DESKTOP, overflow

pytestmark = in_the_house
PHONE = {"width": 390, "height": 844}
SIZES = pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
TABS = (
    *("Info", "Students", "Enrollments", "Ledger", "Notes"),
    *("Activity Log", "Waivers", "Loyalty", "Messages"),
)


@SIZES
def test_every_tab_opens_from_the_record_and_fits(browse, house, screen):
    family = house.new_family(f"Tabson{screen['width']}", "Tess")
    owner = browse("owner", viewport=screen)
    owner.goto(house.to("family", family.pk))

    for tab in TABS:
        tabs = owner.locator("nav.tabs").first
        tabs.get_by_role("link", name=tab, exact=True).click()
        expect(tabs.locator("[aria-current]")).to_have_text(tab)
        expect(owner.get_by_role("heading", level=1)).to_contain_text(family.name)
        assert (tab, overflow(owner)) == (tab, 0)


def test_a_critical_note_alerts_until_it_is_closed(browse, house):
    family = house.new_family("Noteson", "Nell")
    desk = browse("desk")
    desk.goto(house.to("family-notes", family.pk))
    desk.locator("#id_severity").select_option("critical")
    desk.get_by_role("button", name="Add note").click()
    expect(desk.locator("#id_text_error")).to_be_visible()

    desk.locator("#id_text").fill("Carries an adrenaline pen")
    desk.get_by_role("button", name="Add note").click()
    desk.goto(house.to("family", family.pk))
    expect(desk.get_by_text("Carries an adrenaline pen")).to_be_visible()

    desk.goto(house.to("family-notes", family.pk))
    desk.get_by_role("button", name=re.compile("Actions for")).click()
    desk.locator(".menu:popover-open").get_by_text("Close", exact=True).click()
    expect(desk.get_by_role("status").or_(desk.locator(".note")).first).to_be_visible()
    desk.goto(house.to("family", family.pk))
    expect(desk.get_by_text("Carries an adrenaline pen")).to_have_count(0)


def test_what_was_done_is_in_the_activity_log_with_before_and_after(browse, house):
    family = house.new_family("Logson", "Lars")
    desk = browse("desk")
    desk.goto(house.to("edit-family", family.pk))
    desk.fill("#id_flag_alert", "Ask for the blue card")
    desk.locator("button.primary:has-text('Save')").click()
    desk.wait_for_url(house.to("family", family.pk))

    desk.locator("nav.tabs").first.get_by_role("link", name="Activity Log").click()
    desk.locator("main").get_by_role("searchbox").fill("Changed")

    expect(desk.get_by_role("table").get_by_text("Changed the family Logson")).to_be_visible()
    expect(desk.get_by_role("table").get_by_text("Added the student")).to_have_count(0)


def test_who_wants_no_offers_is_marked_and_unmarked(browse, house):
    family = house.new_family("Loyalson")
    owner = browse("owner")
    owner.goto(house.to("family-loyalty", family.pk))

    owner.get_by_role("button", name="Mark: do not solicit").click()
    expect(owner.get_by_text("This customer is sent no offers.")).to_be_visible()
    owner.get_by_role("button", name="Allow offers").click()
    expect(owner.get_by_text("This customer may be sent offers.")).to_be_visible()


@SIZES
def test_two_families_are_merged_and_parted_again(browse, house, screen):
    width = screen["width"]
    kept = house.new_family(f"Mergeson{width}", "Maud")
    other = house.new_family(f"Mergesen{width}", "Moe")
    owner = browse("owner", viewport=screen)
    owner.goto(house.to("merge-family", kept.pk) + f"?with={other.pk}")
    expect(owner.get_by_role("heading", name="Before and after")).to_be_visible()
    owner.evaluate("scrollTo(0, 0)")
    assert (violations(owner), overflow(owner)) == ([], 0)

    owner.get_by_role("button", name="Merge", exact=True).click()
    owner.wait_for_url(house.to("family", kept.pk))
    expect(owner.locator("main")).to_contain_text("Moe")
    owner.goto(house.to("family", other.pk))
    expect(owner).to_have_url(re.compile(f"/families/{kept.pk}/"))

    owner.goto(house.to("family-transfers", kept.pk))
    owner.get_by_role("link", name="Undo").click()
    assert (violations(owner), overflow(owner)) == ([], 0)
    owner.get_by_role("button", name="Undo", exact=True).click()

    expect(owner.get_by_role("heading", level=1)).to_be_visible()
    with house.inside():
        parted = Family.objects.get(pk=other.pk)
        names = [student.first_name for student in parted.students.all()]
        assert (parted.merged_into, parted.archived_at, names) == (None, None, ["Moe"])


def test_an_organization_is_added_and_found(browse, house):
    owner = browse("owner")
    owner.goto(house.to("organizations"))
    owner.get_by_role("link", name="New organization").first.click()
    owner.locator("main button.primary").click()
    expect(owner.locator("#id_name_error")).to_be_visible()

    owner.get_by_label("Name", exact=True).fill("Barton Hills Elementary")
    owner.get_by_label("Kind", exact=True).select_option("school")
    for name, value in (
        ("first_name", "Rosa"),
        ("last_name", "Quist"),
        ("email", "rosa@bh.example"),
    ):
        owner.locator(f"[name={name}]").fill(value)
    owner.locator("main button.primary").click()

    expect(owner.get_by_role("heading", level=1)).to_contain_text("Barton Hills Elementary")
    owner.goto(house.to("organizations") + "?q=barton")
    expect(owner.get_by_role("table").get_by_text("Barton Hills Elementary")).to_be_visible()
    owner.goto(house.to("families") + "?q=barton")
    expect(owner.get_by_role("table")).to_have_count(0)
