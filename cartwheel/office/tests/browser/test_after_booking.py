"""What becomes of a party once it is booked: moved, deleted, or a quote that is confirmed."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from cartwheel.demo.cast import PASSWORD
from cartwheel.domain.ledger.models import Payment
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.parties.operations import Tender
from cartwheel.office.tests.browser.filling import Booking
from cartwheel.office.tests.browser.house import in_the_house, said

pytestmark = in_the_house


def balance(house, family):
    with house.inside():
        return balance_of(family)


def test_signing_in_leads_to_the_dashboard(browse, house):
    page = browse()
    page.goto(house.to("dashboard"))
    page.get_by_label("Email").fill("desk@otters.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(house.to("dashboard"))
    page.get_by_role("button", name="account menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(house.to("dashboard"))
    page.wait_for_url("**/sign-in/**")


def test_moving_shows_before_and_after_and_posts_the_difference(desk, house, saturday):
    family = house.new_family("Moverson", "Mo")
    party = house.book("Mo turns 6", on=saturday, family=family)
    desk.goto(house.to("party", party.pk))
    desk.get_by_role("link", name="Edit or move").click()
    noon = str(house.otters.slots["Noon"].pk)
    desk.get_by_label("Time slot").select_option(noon)
    expect(desk.get_by_role("heading", name="Before and after")).to_be_visible()
    desk.get_by_label("Number of guests").fill("16")
    desk.get_by_label("Party title").press("Tab")
    rows = desk.get_by_role("table").get_by_role("row")
    expect(rows.filter(has_text="Price")).to_contain_text("$379.96")
    assert "2:00 PM" in said(rows.filter(has_text="When"))
    assert "12:00 PM" in said(rows.filter(has_text="When"))
    assert "$349.65" in said(rows.filter(has_text="Price"))
    desk.get_by_role("button", name="Save changes").click()
    expect(desk.get_by_text("Mo turns 6 is changed.")).to_be_visible()

    assert balance(house, family) == 37996
    desk.goto(house.to("party-day") + f"?on={saturday}")
    lane = said(desk.get_by_role("region", name="Main Gym"))
    assert "12:00 – 1:30 PM Mo turns 6" in lane
    assert "2:00 – 3:30 PM Open" in lane


def test_deleting_says_what_stays_on_the_ledger(owner, house, saturday):
    family = house.new_family("Quitter", "Quinn")
    deposit = Tender(kind=Payment.Kind.CASH, amount=10000)
    party = house.book(
        "Quinn turns 8",
        on=saturday,
        family=family,
        payment=deposit,
    )
    owner.goto(house.to("party", party.pk))
    owner.get_by_role("link", name="Delete").click()
    ledger = said(owner.locator("main"))
    assert "$349.65 charged for this party, $100.00 of it paid" in ledger
    owner.get_by_role("button", name="Delete the party").click()
    expect(owner.get_by_role("alert")).to_be_focused()
    owner.get_by_label("Reason").fill("Moved away")
    owner.get_by_role("button", name="Delete the party").click()
    expect(owner.get_by_text("The slot is free again.")).to_be_visible()
    expect(owner.get_by_text(re.compile("Deleted by Olive Ortiz.*Moved away"))).to_be_visible()

    assert balance(house, family) == -10000
    owner.goto(house.to("party-day") + f"?on={saturday}")
    assert "2:00 – 3:30 PM Open" in said(owner.get_by_role("region", name="Main Gym"))


def test_the_desk_may_not_delete(desk, house, saturday):
    family = house.new_family("Stayer", "Sky")
    party = house.book("Sky turns 3", on=saturday, family=family)
    desk.goto(house.to("party", party.pk))
    expect(desk.get_by_role("link", name="Edit or move")).to_be_visible()
    expect(desk.get_by_role("link", name="Delete")).to_have_count(0)


def test_a_quote_holds_the_slot_and_becomes_a_booking(desk, house, saturday):
    family = house.new_family("Quoteson", "Quill")
    booking = Booking(desk, house).open()
    booking.choose_time(saturday, slot="Morning")
    booking.describe("Quill turns 10")
    booking.find_family("Quoteson", "Quoteson")
    booking.choose_package()
    desk.get_by_label("Only a quote").check()
    desk.get_by_label("Held until").fill((timezone.localdate() + timedelta(days=2)).isoformat())
    desk.get_by_label("Time", exact=True).fill("18:00")
    desk.get_by_role("button", name="Save quote").click()
    expect(desk.get_by_text("Quill turns 10 is held as a quote.")).to_be_visible()
    assert balance(house, family) == 0

    desk.goto(house.to("party-day") + f"?on={saturday}")
    desk.get_by_role("link", name=re.compile("Quill turns 10")).click()
    desk.get_by_role("combobox", name="Payment").select_option(label="Check")
    desk.get_by_label("Amount").fill("100")
    desk.get_by_role("button", name="Book it and post the charge").click()
    booking.saved("Quill turns 10")
    assert balance(house, family) == 24965


def test_a_new_family_and_honoree_are_added_on_the_way(desk, house, saturday):
    house.new_family("Twice", phone="+15125550991")
    booking = Booking(desk, house).open()
    booking.choose_time(saturday)
    desk.get_by_role("button", name="Add a new family").click()
    desk.get_by_label("Guardian’s first name").fill("Bo")
    desk.get_by_label("Guardian’s last name").fill("Newcastle")
    desk.get_by_label("Phone", exact=False).first.fill("512-555-0991")
    desk.get_by_label("Email").first.fill("bo@newcastle.example")
    desk.get_by_role("button", name="Save family").click()
    expect(desk.get_by_role("button", name="Select Twice")).to_be_visible()
    desk.get_by_label("This is another family").check()
    desk.get_by_role("button", name="Save family").click()
    expect(desk.get_by_label("Contact email")).to_have_value("bo@newcastle.example")

    desk.get_by_role("button", name="Add honoree").click()
    desk.get_by_label("First name").fill("Pip")
    desk.get_by_role("button", name="Add honoree").click()
    expect(desk.get_by_role("radio", name="Pip")).to_be_checked()
    expect(desk.get_by_label("Party title")).to_have_value("Pip’s party")
    desk.get_by_label("Number of guests").fill("8")
    booking.choose_package()
    booking.shows_total("$319.34")
    booking.save()
    booking.saved("Pip’s party")
    assert balance(house, house.party("Pip’s party").family) == 31934
