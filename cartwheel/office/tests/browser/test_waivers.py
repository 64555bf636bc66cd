"""Waivers as families meet them: at the tablet, which forgets each of them, and behind a link."""

from contextlib import suppress

from django.utils import timezone
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from cartwheel.domain.paperwork.models import Signature
from cartwheel.domain.paperwork.operations import request_signature
from cartwheel.office.tests.browser.house import in_the_house, said
from cartwheel.ui.tests.looks import problems

pytestmark = in_the_house
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}


def signatures(house, family):
    with house.inside():
        found = Signature.objects.filter(family=family).order_by("pk")
        return [(s.version.title, s.signer_name, s.manner, s.source) for s in found]


def start_station(page, house, name):
    page.goto(house.to("waiver-stations"))
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/kiosk/otters/waiver/")


def find(page, contact):
    page.get_by_label("Your phone number or email").fill(contact)
    page.get_by_role("button", name="Continue").click()


def introduce(page, first, last):
    page.get_by_label("First name").first.fill(first)
    page.get_by_label("Last name").first.fill(last)
    page.get_by_label("Your birth date").fill("1986-03-14")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/waiver/sign/")


def draw(page):
    """With the mouse, as a finger would."""
    box = page.get_by_role("img", name="Signature box")
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    page.mouse.move(place["x"] + 50, place["y"] + 60)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(place["x"] + 60 + 20 * step, place["y"] + (40 if step % 2 else 90))
    page.mouse.up()


def agree(page):
    for box in page.get_by_label("I have read").all():
        box.check()


def test_one_family_signs_at_the_tablet_and_the_next_finds_nothing_of_it(browse, house):
    family = house.new_family("Tabletson", "Tilda")
    page = browse("desk", **TABLET)
    start_station(page, house, "Lobby")
    assert problems(page) == []
    find(page, "ada@tabletson.example")
    expect(page.get_by_label("Tilda")).to_be_checked()
    assert problems(page) == []
    introduce(page, "Ada", "Tabletson")
    assert problems(page) == []
    page.set_viewport_size(TABLET["viewport"])
    draw(page)
    page.get_by_role("button", name="Clear").click()
    draw(page)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Tick this once you have read it.")
    agree(page)
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_url("**/waiver/done/")
    assert problems(page) == []

    shown = said(page.locator("body"))
    assert "Tilda" not in shown
    assert "Tabletson" not in shown
    for _back in range(5):
        with suppress(PlaywrightError):  # a page that was an answer to a form: nothing to show
            page.go_back()
        for name in ("Tilda", "Tabletson"):
            expect(page.locator("html")).not_to_contain_text(name, use_inner_text=False)
    page.goto(house.to("dashboard"))
    page.wait_for_url("**/sign-in/**")
    assert ("Terms and house rules", "Ada Tabletson", "drawn", "kiosk") in signatures(house, family)


def test_a_tablet_that_nobody_touches_is_emptied(browse, house):
    house.new_family("Idleson", "Ida")
    page = browse("desk", **TABLET)
    start_station(page, house, "Corner")
    page.clock.install()
    find(page, "ada@idleson.example")
    expect(page.get_by_label("Ida")).to_be_visible()
    page.clock.fast_forward(80_000)
    expect(page.get_by_text("Are you still there?")).to_be_visible()
    page.get_by_label("First name").first.fill("Ada")
    page.clock.fast_forward(80_000)
    expect(page.get_by_label("Ida")).to_be_visible()
    page.clock.fast_forward(11_000)

    page.wait_for_url("**/kiosk/otters/waiver/")
    expect(page.get_by_label("Your phone number or email")).to_have_value("")
    page.go_back()
    page.wait_for_load_state()
    assert "Ida" not in said(page.locator("main"))


def test_a_link_is_signed_by_keyboard_and_without_any_script(browse, house):
    family = house.new_family("Linkson", "Lou")
    with house.inside():
        given = {"location": house.otters.bay, "now": timezone.now(), "by": house.otters.desk}
        path = request_signature(family, **given).url.partition("/sign/")[2]
    page = browse()
    page.goto(f"{house.url}/sign/{path}")
    assert problems(page) == []

    plain = browse(java_script_enabled=False)
    plain.goto(f"{house.url}/sign/{path}")
    plain.get_by_label("Your birth date").fill("1986-03-14")
    agree(plain)
    plain.get_by_label("Or type your name instead").fill("Ada Linkson")
    plain.keyboard.press("Enter")
    expect(plain.get_by_text("Your signature is kept.")).to_be_visible()
    assert ("Liability waiver", "Ada Linkson", "typed", "link") in signatures(house, family)

    again = browse(refused=True)
    again.goto(f"{house.url}/sign/{path}")
    expect(again.get_by_role("heading", name="This link works no more")).to_be_visible()
    assert problems(again) == []
