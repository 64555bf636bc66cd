"""A pass is sold at the desk, and the first lesson is punched in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.passes.models import Pass
from cartwheel.office.appointments.tests.conftest import Lessons
from cartwheel.office.passes.tests.conftest import Till
from cartwheel.office.tests.browser.house import in_the_house
from cartwheel.ui.tests.looks import problems

pytestmark = in_the_house


@pytest.fixture
def family(house):
    """With one child, Sky."""
    return house.new_family(f"Pass{uuid4().hex[:6]}", "Sky")


@pytest.fixture
def lessons(house):
    name = f"Lesson {uuid4().hex[:6]}"
    with house.inside():
        return Lessons(house.otters, service=name, pricing=name, hour=6)


@pytest.fixture
def five(house):
    """Sold for each use, to one student."""
    with house.inside():
        return Till(house.otters).offer(
            title=f"By the lesson {uuid4().hex[:6]}",
            holder="student",
            price=4000,
            uses=5,
            is_per_use=True,
        )


def held_by(house, family):
    with house.inside():
        held = Pass.objects.get(family=family)
        return held.uses, held.used, balance_of(family)


def test_a_pass_is_sold_and_punched(desk, house, family, lessons, five):
    desk.goto(house.to("family-enrollments", family.pk))
    desk.get_by_role("link", name="Sell a pass").click()
    desk.get_by_label("Punch pass").select_option(label=five.title)
    uses = desk.get_by_label("Number of uses")
    expect(uses).to_have_value("5")
    uses.fill("3")
    uses.press("Tab")
    expect(desk.get_by_role("complementary", name="What is charged")).to_contain_text("$120.00")
    assert problems(desk) == []
    desk.get_by_label("Cash").check()
    desk.get_by_role("button", name="Sell the pass").click()
    desk.wait_for_url("**/enrollments/")
    assert held_by(house, family) == (3, 0, 0)

    desk.get_by_role("link", name="Punch in").click()
    service, tomorrow = lessons.private.name, lessons.today + timedelta(days=1)
    desk.get_by_role("textbox", name="Date").fill(tomorrow.isoformat())
    button = desk.get_by_role("button", name=f"Punch in {service}")
    expect(button).to_be_visible()
    assert problems(desk) == []
    button.click()
    desk.wait_for_url("**/appointments/bookings/*/")

    expect(desk.get_by_role("heading", name=f"Sky {family.name}: {service}")).to_be_visible()
    expect(desk.get_by_role("main")).to_contain_text(f"Paid with pass {number(house, family)}")
    assert held_by(house, family) == (3, 1, 0)


def number(house, family):
    with house.inside():
        return Pass.objects.get(family=family).number
