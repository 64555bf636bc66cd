"""The calendar with a mouse and without one: an entry moves to another day."""

from itertools import count

import pytest
from playwright.sync_api import expect

from cartwheel.domain.appointments.models import Timeslot
from cartwheel.domain.people.models import Student
from cartwheel.office.appointments.tests.conftest import Lessons
from cartwheel.office.tests.browser.house import in_the_house
from cartwheel.ui.tests.looks import problems

pytestmark = in_the_house


numbers = count(1)


@pytest.fixture
def lesson(house):
    """Robin's, tomorrow at nine in the evening, with Jonah."""
    number = next(numbers)
    family = house.new_family(f"Calendarson{number}", "Robin")
    with house.inside():
        lessons = Lessons(
            house.otters, service=f"Calendar {number}", pricing=f"Calendar {number}", hour=21
        )
        slot = lessons.slots()[0]
        house.otters.students["Robin"] = Student.objects.get(family=family)
        lessons.book("Robin", slot)
    return slot


def now(house, slot):
    with house.inside():
        return Timeslot.objects.select_related("location").get(pk=slot.pk)


def test_an_entry_is_dragged_to_another_day_and_saved_there(browse, house, lesson):
    desk = browse("desk")
    desk.goto(house.to("calendar") + f"?by=staff&on={lesson.on}&kind=appointment")
    entry = desk.locator(f"[data-move$='/timeslots/{lesson.pk}/move/']")
    cells = desk.locator("tr", has=entry).locator("td")
    days = [cell.get_attribute("data-on") for cell in cells.all()]
    there = len(days) - 1 if days.index(lesson.on.isoformat()) < len(days) - 1 else 0
    if days[there] < lesson.on.isoformat():
        desk.goto(house.to("calendar") + f"?by=staff&span=month&on={lesson.on}&kind=appointment")
        entry, cells = desk.locator(f"[data-move$='/{lesson.pk}/move/']"), desk.locator("td")
        there = [cell.get_attribute("data-on") for cell in cells.all()].index(days[-1]) + 2
    target = cells.nth(there)
    day = target.get_attribute("data-on")
    entry.drag_to(target)

    expect(desk.get_by_role("heading", name="Move or substitute")).to_be_visible()
    expect(desk.get_by_label("Date")).to_have_value(day)
    assert now(house, lesson).on == lesson.on  # nothing has changed yet
    assert problems(desk) == []
    desk.get_by_label("From").fill("22:15")
    desk.locator("[name=ends]").fill("22:45")
    desk.get_by_role("button", name="Save").click()

    expect(desk.get_by_text("The timeslot is changed.")).to_be_visible()
    assert now(house, lesson).on.isoformat() == day


def test_without_a_mouse_a_link_leads_there(browse, house, lesson):
    desk = browse("desk", viewport={"width": 390, "height": 844}, java_script_enabled=False)
    desk.goto(house.to("calendar") + f"?span=day&on={lesson.on}&kind=appointment")
    desk.locator(f"[href$='/timeslots/{lesson.pk}/move/']").click()
    desk.get_by_role("link", name="Choose").first.click()
    desk.get_by_role("button", name="Save").click()

    expect(desk.get_by_text("The timeslot is changed.")).to_be_visible()
    assert now(house, lesson).instructor_id != lesson.instructor_id
