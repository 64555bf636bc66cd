"""What was typed stays: another desk was faster, the page was left, the session ended."""

import time

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from cartwheel.demo.cast import PASSWORD
from cartwheel.domain.people.queries import search_families
from cartwheel.office.access import SEEN
from cartwheel.office.tests.browser.filling import Booking
from cartwheel.office.tests.browser.house import in_the_house, said

pytestmark = in_the_house


def test_the_second_desk_reads_which_times_are_free_and_keeps_what_it_typed(
    browse, house, saturday
):
    house.new_family("Okafor", "Zuri")
    house.new_family("Lindholm", "Nils")
    first, second = Booking(browse("desk"), house).open(), Booking(browse("owner"), house).open()
    first.fill_in(on=saturday, title="Zuri turns 6", family="Okafor", honoree="Zuri")
    second.fill_in(on=saturday, title="Nils turns 9", family="Lindholm", honoree="Nils")
    second.page.get_by_label("Customer notes").fill("Two children bring crutches. 🎂")
    first.save()
    first.saved("Zuri turns 6")
    second.save()

    page = second.page
    refusal = page.get_by_role("alert")
    expect(refusal).to_be_focused()
    assert "Main Gym" in said(refusal)
    assert said(page.locator(".summary .total dd")) == "$349.65"
    for label, value in {
        "Party title": "Nils turns 9",
        "Number of guests": "14",
        "Contact name": "Ada Lindholm",
        "Customer notes": "Two children bring crutches. 🎂",
        "Amount": "100.00",
    }.items():
        expect(page.get_by_label(label)).to_have_value(value)

    free = page.get_by_role("group", name="The nearest free times").get_by_role("button")
    assert free.count() >= 3
    free.first.click()
    expect(page.get_by_label("Time slot")).not_to_have_value("")
    second.save()
    second.saved("Nils turns 9")
    assert house.party("Nils turns 9").starts_at != house.party("Zuri turns 6").starts_at


def test_a_page_that_was_left_is_offered_again_and_continued(desk, house, saturday):
    house.new_family("Draftson", "Dot")
    booking = Booking(desk, house).open()
    booking.fill_in(on=saturday, title="Dot turns 5", family="Draftson", honoree="Dot")
    desk.get_by_label("Staff notes").fill("Left in the middle of a word")
    desk.get_by_role("link", name="Dashboard").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Dana")
    with house.inside():
        family = search_families(house.otters.account, "Draftson").get()
        assert family.charges.count() == 0

    booking.open()
    desk.get_by_role("link", name="Continue it").click()
    expect(desk.get_by_label("Staff notes")).to_have_value("Left in the middle of a word")
    expect(desk.get_by_label("Amount")).to_have_value("100.00")
    booking.save()
    booking.saved("Dot turns 5")
    booking.open()
    expect(desk.get_by_role("link", name="Continue it")).to_have_count(0)


def test_a_half_typed_family_outlives_other_changes_and_enter_adds_it(desk, house, saturday):
    booking = Booking(desk, house).open()
    booking.choose_time(saturday)
    family = booking.begin_family("Hal", "Halfway")
    booking.describe("Half a family")
    booking.choose_package()
    booking.shows_total("$349.65")
    booking.save()
    expect(family.get_by_text("The new family is not added yet.")).to_be_visible()
    desk.get_by_role("alert").get_by_role("link", name="Family").click()
    expect(family.get_by_label("Guardian’s first name")).to_be_focused()
    expect(family.get_by_label("Guardian’s last name")).to_have_value("Halfway")

    family.get_by_label("Phone").press("Enter")
    expect(family.get_by_text("Enter a phone number or an email").last).to_be_visible()
    family.get_by_label("Email").fill("hal@halfway.example")
    desk.get_by_role("link", name="Dashboard").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Dana")
    booking.open()
    desk.get_by_role("link", name="Continue it").click()
    expect(family.get_by_label("Guardian’s first name")).to_have_value("Hal")
    family.get_by_label("Email").press("Enter")
    expect(desk.get_by_label("Contact email")).to_have_value("hal@halfway.example")
    expect(desk.get_by_label("Party title")).to_have_value("Half a family")

    desk.get_by_role("button", name="Add honoree").click()
    desk.get_by_label("First name").fill("Pip")
    desk.get_by_label("Number of guests").fill("8")
    desk.get_by_label("Party title").focus()
    booking.shows_total("$319.34")
    desk.get_by_label("First name").press("Enter")
    expect(desk.get_by_role("radio", name="Pip")).to_be_checked()


def test_a_session_that_ended_brings_back_the_form_as_typed(desk, house, saturday):
    house.new_family("Idleman", "Ivy")
    booking = Booking(desk, house).open()
    booking.fill_in(on=saturday, title="Ivy turns 7", family="Idleman", honoree="Ivy")
    desk.get_by_label("Customer notes").fill("مرحبا, and 1,234.5 balloons")
    leave_alone(desk, settings.SIGNED_OUT_AFTER_SECONDS + 1)
    booking.save()

    desk.wait_for_url("**/sign-in/**")
    desk.get_by_label("Email").fill("desk@otters.example")
    desk.get_by_label("Password", exact=True).fill(PASSWORD)
    desk.get_by_role("button", name="Sign in", exact=True).click()
    expect(desk.get_by_text("Here is what you had typed. It is not saved yet.")).to_be_visible()
    expect(desk.get_by_label("Party title")).to_have_value("Ivy turns 7")
    expect(desk.get_by_label("Customer notes")).to_have_value("مرحبا, and 1,234.5 balloons")
    expect(desk.get_by_label("Amount")).to_have_value("100.00")
    expect(desk.get_by_role("radio", name="Ivy")).to_be_checked()
    booking.shows_total("$349.65")
    booking.save()
    booking.saved("Ivy turns 7")


def leave_alone(page, seconds):
    """Nothing was asked for in this browser's session for so many seconds."""
    (key,) = [each["value"] for each in page.context.cookies() if each["name"] == "cartwheel"]
    session = SessionStore(key)
    session[SEEN] = time.time() - seconds
    session.save()


def test_a_bad_form_comes_back_with_a_reason_at_each_field(desk, house, saturday):
    booking = Booking(desk, house).open()
    booking.choose_time(saturday, slot="Noon")
    booking.describe("🎉 عيد ميلاد", guests=0)
    booking.choose_package()
    desk.get_by_label("Payment").select_option(label="Cash")
    desk.get_by_label("Amount").fill("-5")
    booking.save()

    summary = desk.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Number of guests").click()
    expect(desk.get_by_label("Number of guests")).to_be_focused()
    expect(desk.get_by_label("Number of guests")).to_have_value("0")
    expect(desk.get_by_label("Amount")).to_have_value("-5")
    expect(desk.get_by_label("Party title")).to_have_value("🎉 عيد ميلاد")
    expect(desk.get_by_label("Search families")).to_have_attribute("aria-invalid", "true")


def test_a_stale_tab_shows_the_newer_change(browse, desk, house, saturday):
    family = house.new_family("Staleson", "Sol")
    party = house.book("Sol turns 4", on=saturday, family=family)
    late = browse("owner")
    for page in (desk, late):
        page.goto(house.to("edit-party", party.pk))
    desk.get_by_label("Number of guests").fill("16")
    desk.get_by_role("button", name="Save changes").click()
    expect(desk.get_by_text("Sol turns 4 is changed.")).to_be_visible()
    late.get_by_label("Staff notes").fill("Typed in the other tab")
    late.get_by_role("button", name="Save changes").click()

    note = late.get_by_text("It is now: Sol turns 4, Main Gym")
    expect(note).to_contain_text("16 guests")
    expect(late.get_by_label("Staff notes")).to_have_value("Typed in the other tab")
    assert house.party("Sol turns 4").guests == 16
    assert house.party("Sol turns 4").staff_notes == ""
    late.get_by_role("link", name="Start again from there").click()
    expect(late.get_by_label("Number of guests")).to_have_value("16")
