"""The pictures of the README, taken from a running demo (bin/run):

.venv/bin/python -m cartwheel.office.tests.screenshots http://localhost:8000
"""

import sys
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from cartwheel.ui.tests.browser import FLAGS, chromium

FOLDER = Path(__file__).parents[3] / "docs" / "screenshots"
EMAIL, PASSWORD = "desk@otters.example", "cartwheel-demo"
SIZE = {"width": 1440, "height": 900}
WEEKS = 16


def main(address: str) -> None:
    office = f"{address.rstrip('/')}/a/otters"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = browser.new_context(viewport=SIZE, color_scheme="light", locale="en-US")
        page = context.new_page()
        # What is typed for a picture must not be kept as somebody's draft.
        page.route("**/drafts/", lambda route: route.fulfill(status=204))
        sign_in(page, office)
        for take in (parties, day, booking, ledger):
            take(page, office)
            page.screenshot(path=FOLDER / f"{take.__name__}.png")
        browser.close()


def sign_in(page: Page, office: str) -> None:
    page.goto(f"{office}/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{office}/")


def parties(page: Page, office: str) -> None:
    page.goto(f"{office}/parties/")


def day(page: Page, office: str) -> None:
    """The fullest of the coming Saturdays."""
    fullest = max(saturdays(), key=lambda on: booked(page, office, on))
    page.goto(f"{office}/parties/day/?on={fullest}")


def saturdays() -> list[date]:
    today = date.today()  # noqa: DTZ011 - a day of the calendar, wherever this runs
    first = today + timedelta(days=(5 - today.weekday()) % 7)
    return [first + timedelta(weeks=week) for week in range(WEEKS)]


def booked(page: Page, office: str, on: date) -> int:
    page.goto(f"{office}/parties/day/?on={on}")
    return page.locator(".slot.party").count()


def booking(page: Page, office: str) -> None:
    page.goto(f"{office}/parties/new/")
    if page.get_by_role("button", name="Discard it").count():
        page.get_by_role("button", name="Discard it").click()
    page.get_by_label("Station").select_option(label="Main Gym")
    page.get_by_label("Date", exact=True).select_option(index=8)
    page.get_by_label("Time slot").select_option(index=1)
    page.get_by_label("Number of guests").fill("14")
    page.get_by_label("Search families").press_sequentially("banerj", delay=30)
    page.get_by_role("button", name="Select Banerjee").click()
    page.get_by_role("radio", name="Anika").check()
    page.get_by_role("radio", name="Classic Flip").check()
    page.get_by_role("button", name="More: Pizza tray").click()
    page.get_by_label("Party title").fill("Anika turns 7")
    page.locator(".summary .total").wait_for()
    page.wait_for_timeout(500)
    page.evaluate("scrollTo(0, 0)")


def ledger(page: Page, office: str) -> None:
    """Of the family that has the next party."""
    page.goto(f"{office}/parties/")
    page.locator("tbody tr a").first.click()
    page.get_by_role("link", name="Family ledger").click()
    page.get_by_role("heading", name="ledger").wait_for()


if __name__ == "__main__":
    main(*sys.argv[1:2])
