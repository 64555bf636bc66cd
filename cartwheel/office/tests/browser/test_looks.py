"""Every screen in light and dark, on a phone and on a desk, without one violation."""

from itertools import cycle

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from cartwheel.office.tests.browser.conftest import EMAILS
from cartwheel.office.tests.browser.filling import Booking
from cartwheel.office.tests.browser.house import in_the_house
from cartwheel.office.tests.browser.screens import (
    office_addresses,
    page_at,
    sign_in_pages,
    signed_in,
)
from cartwheel.ui.tests.looks import TO_AND_FRO, lay_bare, problems, show

pytestmark = in_the_house

AREAS = ("families", "parties", "staff", "settings")


@pytest.fixture(scope="module")
def addresses(house):
    return office_addresses(house)


def area_of(path):
    first = path.removeprefix("/a/otters/").split("/")[0]
    return first if first in AREAS else "desk"


@pytest.mark.long
@pytest.mark.parametrize("area", [*AREAS, "desk"])
def test_every_screen_of_the_office(owner, house, addresses, area):
    found, visitor, ways = {}, signed_in(EMAILS["owner"]), cycle(TO_AND_FRO)
    owner.goto(house.to("dashboard"))
    for path in addresses:
        if area_of(path) == area and (text := page_at(visitor, path)):
            show(owner, house.url + path, text)
            found[path] = lay_bare(owner) + problems(owner, steps=next(ways))
    assert found
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_every_screen_of_signing_in(browse, owner, house):
    found = {}
    outside = ("/sign-in/", "/sign-in/password/forgotten/", "/sign-in/password/forgotten/sent/")
    for page, visitor, paths in (
        (browse(), Client(), outside),
        (owner, signed_in(EMAILS["owner"]), sign_in_pages()),
    ):
        page.goto(house.url + paths[0])
        for path in paths:
            show(page, house.url + path, page_at(visitor, path))
            found[path] = problems(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_lists_without_rows_and_a_desk_without_rights(browse, house):
    neighbor, newcomer = browse("neighbor"), browse("newcomer", refused=True)
    visitor, found = signed_in(EMAILS["neighbor"]), {}
    neighbor.goto(house.to("dashboard", account="harbor"))
    empty = ("dashboard", "parties", "messages", "background-tasks", "party-day")
    pages = [house.to(name, account="harbor") for name in empty]
    for page in (*pages, house.to("families", account="harbor") + "?q=nobody"):
        show(neighbor, page, page_at(visitor, page.removeprefix(house.url)))
        found[page] = problems(neighbor)
    newcomer.goto(house.to("dashboard"))
    found["no rights"] = problems(newcomer)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_booking_refused_filled_in_and_saved(desk, house, saturday):
    house.new_family("Lookson", "Lou")
    booking = Booking(desk, house).open()
    booking.save()
    expect(desk.get_by_role("alert")).to_be_focused()
    found = {"refused": problems(desk)}
    booking.open()
    booking.fill_in(on=saturday, title="Lou turns 6", family="Lookson", honoree="Lou")
    desk.get_by_text("About Main Gym").click()
    desk.get_by_text("Why this amount?").click()
    desk.get_by_role("button", name="Add honoree").click()
    expect(desk.get_by_role("group", name="New honoree")).to_be_visible()
    found["filled in"] = problems(desk)
    booking.save()
    booking.saved("Lou turns 6")
    found["saved"] = problems(desk)
    desk.goto(house.to("edit-party", house.party("Lou turns 6").pk))
    desk.get_by_label("Time slot").select_option(str(house.otters.slots["Noon"].pk))
    expect(desk.get_by_role("heading", name="Before and after")).to_be_visible()
    found["before and after"] = problems(desk)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_booking_with_a_family_not_added_and_an_add_on_beyond_its_limits(desk, house, saturday):
    house.new_family("Lookalike", "Lou", phone="+15125550993")
    booking = Booking(desk, house).open()
    booking.choose_time(saturday)
    family = booking.begin_family("Bo", "Newcastle")
    family.get_by_label("Phone").fill("512-555-0993")
    family.get_by_label("Phone").press("Enter")
    expect(desk.get_by_role("button", name="Select Lookalike")).to_be_visible()
    booking.add_on("Pizza").fill("50")
    booking.save()
    expect(family.get_by_text("The new family is not added yet.")).to_be_visible()
    assert problems(desk) == []


def test_refused_forms(owner, house):
    found = {}
    for name in ("new-family", "new-staff", "new-user-group", "new-station", "new-package"):
        owner.goto(house.to(name))
        owner.locator("main form[method=post]").last.evaluate("form => form.requestSubmit()")
        owner.locator(".errors, .error").first.wait_for()
        found[name] = problems(owner)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_what_opens(owner, house, saturday):
    house.book("Menu party", on=saturday, family=house.new_family("Menuson", "Max"))
    owner.goto(house.to("parties") + "?q=Menu+party")
    found = {}
    for name in ("Filters", "Columns", "Export", "Actions for Menu party"):
        owner.get_by_role("button", name=name).click()
        found[name] = problems(owner, ".menu:popover-open")
        owner.keyboard.press("Escape")
    owner.get_by_role("button", name="account menu").click()
    found["account menu"] = problems(owner, "#profile-menu")
    owner.keyboard.press("Escape")
    owner.get_by_role("link", name="Background tasks").click()
    owner.get_by_role("dialog").wait_for()
    found["background tasks"] = problems(owner, "dialog[open]")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert reverse("office:parties", args=["otters"]) in owner.url
