"""Finding people in a real browser: by keyboard in the toolbar, by letter, by what is near."""

import pytest
from playwright.sync_api import expect

from cartwheel.office.tests.browser.house import in_the_house, said
from cartwheel.ui.tests.axe import violations
from cartwheel.ui.tests.browser import DESKTOP, overflow

pytestmark = in_the_house
PHONE = {"width": 390, "height": 844}
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1440", "390"])


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim().split('\\n')[0]")


def test_the_toolbar_finds_everything_by_keyboard(desk, house):
    family = house.new_family("Quillfeather", "Quentin")
    desk.goto(house.to("dashboard"))

    desk.keyboard.press("/")
    desk.keyboard.type("quilfe", delay=20)
    box = desk.get_by_role("searchbox", name="Search everything")
    link = desk.locator("#finder-found").get_by_role("link", name="Quillfeather").first
    expect(link).to_be_visible()
    assert violations(desk) == []

    desk.keyboard.press("ArrowDown")
    expect(link).to_be_focused()
    desk.keyboard.press("ArrowDown")
    assert "Quentin" in focused(desk)
    desk.keyboard.press("Escape")
    expect(box).to_be_focused()
    expect(link).to_be_visible()
    desk.keyboard.press("Escape")
    expect(link).to_be_hidden()

    desk.keyboard.press("ArrowDown")
    expect(link).to_be_focused()
    desk.keyboard.press("Enter")
    desk.wait_for_url(house.to("family", family.pk))


def test_typing_on_goes_back_to_the_box_and_enter_shows_the_page(desk, house):
    house.new_family("Ravenscroft")
    desk.goto(house.to("families"))

    desk.keyboard.press("/")
    desk.keyboard.type("ravens", delay=20)
    expect(desk.locator("#finder-found").get_by_role("link").first).to_be_visible()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.type("croft", delay=20)
    expect(desk.get_by_role("searchbox", name="Search everything")).to_have_value("ravenscroft")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"{house.to('search')}?q=ravenscroft")
    expect(desk.get_by_role("main").get_by_role("link", name="Ravenscroft").first).to_be_visible()


@SIZES
def test_the_page_of_results_answers_while_one_types(browse, house, size):
    name = f"Silverthorne{'x' * (size == PHONE)}"
    house.new_family(name)
    page = browse("desk", viewport=size)
    page.goto(house.to("dashboard"))
    if size == PHONE:
        page.get_by_role("link", name="Search everything").click()
    else:
        page.goto(house.to("search"))
    page.wait_for_url(house.to("search"))

    page.get_by_role("searchbox").fill("")
    page.keyboard.type(name.replace("or", "ro"), delay=10)
    expect(page.get_by_text("Showing what is near")).to_be_visible()
    assert said(page.locator(".told")) == (
        f"Nothing for “{name.replace('or', 'ro')}”. Showing what is near: {name}."
    )
    assert page.url.endswith(name.replace("or", "ro"))
    assert violations(page) == []
    assert overflow(page) == 0


def test_without_script_the_toolbar_opens_the_page(browse, house):
    house.new_family("Thistlewood")
    page = browse("desk", java_script_enabled=False)
    page.goto(house.to("dashboard"))

    page.get_by_role("searchbox", name="Search everything").fill("thistle")
    page.keyboard.press("Enter")

    page.wait_for_url(f"{house.to('search')}?q=thistle")
    assert page.get_by_role("link", name="Thistlewood").first.is_visible()


@pytest.mark.parametrize("screen", ["parties", "party-day", "families"])
def test_a_list_and_a_day_are_printed_where_a_script_can(browse, house, screen):
    address = house.to(screen)
    page = browse("desk")
    page.goto(address)
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.get_by_role("button", name="Print").click()
    expect(page).to_have_title("printed")

    page = browse("desk", java_script_enabled=False)
    page.goto(address)
    expect(page.locator("[data-print]")).to_be_hidden()


@SIZES
def test_letters_lead_through_the_families(browse, house, size):
    name = "Umbermere" if size == DESKTOP else "Xylander"
    house.new_family(name)
    page = browse("desk", viewport=size)
    page.goto(house.to("families"))
    letters = page.get_by_role("navigation", name="By first letter")

    letters.get_by_role("link", name=name[0], exact=True).click()
    page.wait_for_url(f"**/families/?letter={name[0].lower()}")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert letters.locator("[aria-current]").inner_text() == name[0]
    assert violations(page) == []
    assert overflow(page) == 0

    letters.get_by_role("link", name="All").click()
    page.wait_for_url(house.to("families"))
    expect(letters.locator("[aria-current]")).to_have_text("All")
    page.keyboard.press("f")
    page.keyboard.type(name.replace("e", "ee", 1), delay=10)
    expect(page.locator("p.told")).to_contain_text(name)
    expect(page.locator("tbody tr")).to_have_count(1)


@SIZES
def test_filters_fit_on_the_screen(browse, house, size):
    page = browse("owner", viewport=size)
    page.goto(house.to("families"))
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("checkbox", name="Account suspended").check()
    assert overflow(page) == 0
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**/families/?suspended=1")
    expect(page.get_by_text("Nothing matches.")).to_be_visible()


def test_every_choice_of_a_filter_is_in_sight_on_a_desk(browse, house):
    page = browse("desk")
    page.goto(house.to("parties"))
    page.get_by_role("button", name="Filters").click()
    for choices in page.locator(".menu.filters:popover-open, .menu.filters .choices:visible").all():
        assert choices.evaluate("box => box.scrollHeight - box.clientHeight") <= 1

    page.get_by_role("checkbox", name="Not confirmed").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".chip.on")).to_have_text("Not confirmed")
