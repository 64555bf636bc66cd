"""Booking a party the way the help article tells it: by mouse, by keyboard, and without script."""

import re

from playwright.sync_api import expect

from cartwheel.domain.activity.models import Event
from cartwheel.domain.parties.queries import party_money
from cartwheel.office.tests import world
from cartwheel.office.tests.browser.filling import Booking
from cartwheel.office.tests.browser.house import in_the_house, said
from cartwheel.office.tests.browser.keyboard import Keyboard

pytestmark = in_the_house

SOON = 2  # weeks, so that the arrow keys need not walk through months of dates


def test_by_mouse(desk, house, saturday):
    booking = Booking(desk, house)
    desk.goto(house.to("parties"))
    desk.get_by_role("link", name="New booking").first.click()

    # 1 station, with its description; 2 date and time slot
    desk.get_by_label("Station").select_option(label="Main Gym")
    desk.get_by_text("About Main Gym").click()
    expect(desk.get_by_text("two trampolines and the foam pit")).to_be_visible()
    booking.choose_time(saturday)
    # 3 title; 4 guests
    booking.describe("Anika turns 7", guests=14)
    # 5 family; 6 honoree; 7 contact
    booking.find_family("5550177", "Banerjee")
    desk.locator("label", has_text="Anika").click()
    expect(desk.get_by_label("Contact name")).to_have_value("Priya Banerjee")
    expect(desk.get_by_label("Contact email")).to_have_value("priya.b@example.com")
    # 8 notes
    desk.get_by_label("Customer notes").fill("Peanut allergy in the group.")
    desk.get_by_label("Staff notes").fill("Set the low tables.")
    # 9 package, with its details; 10 add-ons
    desk.get_by_text("Details: Classic Flip").click()
    expect(desk.get_by_text("90 minutes, one host")).to_be_visible()
    desk.get_by_text("Classic Flip", exact=True).click()
    desk.get_by_role("button", name="More: Pizza tray").click()
    # 11 hosts
    desk.get_by_label("Jonah Reyes").check()
    # 12 totals: 295 + 2 guests at 14 + 38, each line taxed 8.25 %
    booking.shows_total("$390.79")
    # 13 charge; 14 payment of the deposit
    expect(desk.get_by_label("Post the full party price")).to_be_checked()
    desk.get_by_label("Payment").select_option(label="Cash")
    desk.get_by_role("button", name=re.compile("Deposit")).click()
    expect(desk.get_by_label("Amount")).to_have_value("100.00")
    # 15 save
    booking.save()
    booking.saved("Anika turns 7")
    # 16 confirmation
    desk.get_by_role("button", name="Send confirmation").first.click()
    expect(desk.get_by_text("Not sent: no mail server is configured").first).to_be_visible()

    everything_is_right(desk, house, saturday, "Anika turns 7")


def everything_is_right(page, house, saturday, title):
    """The booking as its party page, its ledger, the station's day and the history tell it."""
    party = house.party(title)
    confirmation = said(page.locator("#confirmations"))
    assert party.title in confirmation
    assert party.contact_email in confirmation
    history = said(page.locator("#history"))
    assert "Booked" in history
    assert "Dana Whitlock" in history

    page.goto(house.to("family-ledger", party.family_id))
    ledger = said(page.locator("main"))
    assert title in ledger
    assert "$390.79" in ledger
    with house.inside():
        money = party_money(party)
        assert (money.charged, money.paid, money.owed) == (39079, 10000, 29079)
        assert party.confirmations.count() == 1
        verbs = Event.objects.filter(verb__startswith="party.").values_list("verb", flat=True)
        assert "party.booked" in verbs

    page.goto(house.to("party-day") + f"?on={saturday}")
    lane = page.get_by_role("region", name="Main Gym")
    assert f"2:00 – 3:30 PM {title}" in said(lane)


def test_by_keyboard_alone(browse, house):
    desk = browse("desk", own=True)
    saturday = world.saturday(SOON)
    keys, booking = Keyboard(desk), Booking(desk, house)
    desk.goto(house.to("parties"))
    keys.press("n")
    expect(desk.get_by_role("heading", level=1, name="New booking")).to_be_visible()

    station = house.otters.stations["Main Gym"]
    keys.choose(desk.get_by_label("Station"), str(station.pk))
    keys.choose(desk.get_by_label("Date", exact=True), saturday.isoformat())
    keys.choose(desk.get_by_label("Time slot"), str(house.otters.slots["Afternoon"].pk))
    keys.type_into(desk.get_by_label("Party title"), "Mia turns 8")
    keys.type_into(desk.get_by_label("Number of guests"), "14")
    keys.type_into(desk.get_by_label("Search families"), "abernathy")
    keys.follow(desk.get_by_role("button", name=re.compile("^Select Abernathy")))
    expect(desk.get_by_role("heading", name="Family")).to_be_focused()
    keys.pick(desk.get_by_role("radio", name="Mia"))
    expect(desk.get_by_label("Contact name")).to_have_value("Dana Abernathy")
    keys.pick(desk.get_by_role("radio", name="Classic Flip"))
    keys.follow(desk.locator("summary", has_text="Details: Classic Flip"))
    expect(desk.get_by_text("90 minutes, one host")).to_be_visible()
    keys.type_into(booking.add_on("Pizza tray"), "1")
    keys.tick(desk.get_by_label("Jonah Reyes"))
    keys.type_into(desk.get_by_label("Customer notes"), "Peanut allergy in the group.")
    keys.type_into(desk.get_by_label("Staff notes"), "Set the low tables.")
    keys.choose(desk.get_by_label("Payment"), "cash")
    keys.follow(desk.get_by_role("button", name=re.compile("Deposit")))
    expect(desk.get_by_role("button", name=re.compile("Deposit"))).to_be_focused()
    expect(desk.get_by_label("Amount")).to_have_value("100.00")
    booking.shows_total("$390.79")
    keys.leave_by(desk.get_by_role("button", name="Save booking"))
    booking.saved("Mia turns 8")
    expect(desk.locator("#ask-confirmation")).to_be_focused()
    keys.leave_by(desk.get_by_role("button", name="Send confirmation").first)
    expect(desk.get_by_text("Not sent: no mail server is configured").first).to_be_visible()

    everything_is_right(desk, house, saturday, "Mia turns 8")


def test_without_script(browse, house, saturday):
    """Every step has a button; the page comes back whole, with everything as typed."""
    page = browse("desk", java_script_enabled=False)
    booking = Booking(page, house).open()
    again = page.get_by_role("button", name="Show dates, times and prices")

    page.get_by_label("Station").select_option(label="Main Gym")
    again.click()
    page.get_by_label("Date", exact=True).select_option(saturday.isoformat())
    again.click()
    page.get_by_label("Time slot").select_option(str(house.otters.slots["Noon"].pk))
    page.get_by_label("Party title").fill("Diego turns 9")
    page.get_by_label("Number of guests").fill("14")
    page.get_by_label("Search families").fill("castellanos")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("button", name=re.compile("^Select Castellanos")).click()
    page.get_by_role("radio", name="Diego").check()
    page.get_by_role("radio", name="Classic Flip").check()
    booking.add_on("Pizza tray").fill("1")
    page.get_by_label("Jonah Reyes").check()
    page.get_by_label("Payment").select_option(label="Cash")
    again.click()
    assert said(page.locator(".summary .total dd")) == "$390.79"
    page.get_by_role("button", name=re.compile("Deposit")).click()
    page.get_by_role("button", name="Save booking").click()
    booking.saved("Diego turns 9")
    page.get_by_role("button", name="Send confirmation").first.click()

    party = house.party("Diego turns 9")
    with house.inside():
        assert party_money(party).owed == 29079
        assert party.confirmations.count() == 1
        assert [str(host.staff) for host in party.hosts.all()] == ["Jonah Reyes"]
