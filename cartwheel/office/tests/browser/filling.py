"""How a person fills in the booking page, a few steps at a time."""

import re

from playwright.sync_api import expect


class Booking:
    """The booking page in a browser."""

    def __init__(self, page, house):
        self.page, self.house = page, house

    def open(self):
        self.page.goto(self.house.to("new-party"))
        return self

    def choose_time(self, on, *, station="Main Gym", slot="Afternoon"):
        self.page.get_by_label("Station").select_option(label=station)
        self.page.get_by_label("Date", exact=True).select_option(on.isoformat())
        self.page.get_by_label("Time slot").select_option(str(self.house.otters.slots[slot].pk))

    def describe(self, title, guests=14):
        self.page.get_by_label("Party title").fill(title)
        self.page.get_by_label("Number of guests").fill(str(guests))

    def find_family(self, text, name):
        self.page.get_by_label("Search families").press_sequentially(text)
        self.page.get_by_role("button", name=re.compile(rf"^Select {name}\b")).click()

    def begin_family(self, first, last):
        """The small form in which a new family is half typed."""
        self.page.get_by_role("button", name="Add a new family").click()
        family = self.page.get_by_role("group", name="New family")
        family.get_by_label("Guardian’s first name").fill(first)
        family.get_by_label("Guardian’s last name").fill(last)
        return family

    def choose_package(self, name="Classic Flip"):
        self.page.get_by_role("radio", name=name).check()

    def pay(self, kind="Cash", amount="100.00"):
        self.page.get_by_label("Payment").select_option(label=kind)
        self.page.get_by_label("Amount").fill(amount)

    def add_on(self, name):
        return self.page.get_by_role("spinbutton", name=name)

    def fill_in(self, *, on, title, family, honoree=None, slot="Afternoon"):
        """Everything a booking needs, with a payment."""
        self.choose_time(on, slot=slot)
        self.describe(title)
        self.find_family(family, family)
        if honoree:
            self.page.get_by_role("radio", name=honoree).check()
        self.choose_package()
        self.pay()
        self.shows_total("$349.65")

    def shows_total(self, amount):
        expect(self.page.locator(".summary .total dd")).to_have_text(amount)

    def save(self):
        self.page.get_by_role("button", name="Save booking").click()

    def saved(self, title):
        """The page of the party, asking whether to send the confirmation."""
        expect(self.page.get_by_role("heading", level=1, name=title)).to_be_visible()
        expect(self.page.get_by_text("Send the booking confirmation?")).to_be_visible()
