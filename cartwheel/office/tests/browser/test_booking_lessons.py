"""A lesson is booked from each of the places from which that can be done."""

from itertools import count
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from cartwheel.domain.appointments.models import Place
from cartwheel.office.appointments.tests.conftest import Lessons
from cartwheel.office.tests.browser.house import in_the_house

pytestmark = in_the_house
numbers = count()


@pytest.fixture
def family(house):
    """With one child, Sky."""
    return house.new_family(f"Booking{next(numbers)}{uuid4().hex[:6]}", "Sky")


@pytest.fixture
def lesson(house):
    """Tomorrow at an hour of its own; its service has a name of its own."""
    number = next(numbers)
    name = f"Lesson {number} {uuid4().hex[:6]}"
    with house.inside():
        slot = Lessons(house.otters, service=name, pricing=name, hour=8 + number).slots()[0]
        slot.service = name
    return slot


def booked(house, slot):
    with house.inside():
        service = slot.appointment.service
        places = Place.objects.filter(timeslot__appointment__service=service, canceled_at=None)
        return [str(place.student) for place in places.select_related("student")]


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/appointments/bookings/*/")


def select(page, lesson):
    """In the dialog that lists the timeslots with openings."""
    page.get_by_role("link", name=f"Select {lesson.service}").first.click()


def test_from_the_family(desk, house, family, lesson):
    desk.goto(house.to("family-enrollments", family.pk))
    desk.get_by_role("link", name="New appointment booking").click()
    select(desk, lesson)  # its only student is chosen by itself
    save(desk)

    assert booked(house, lesson) == [f"Sky {family.name}"]
    expect(desk.get_by_role("heading", name=f"Sky {family.name}: {lesson.service}")).to_be_visible()


def test_from_the_student(desk, house, family, lesson):
    with house.inside():
        sky = family.students.get()
    desk.goto(house.to("student", sky.pk))
    desk.get_by_role("link", name="New appointment booking").click()
    select(desk, lesson)
    save(desk)

    assert booked(house, lesson) == [f"Sky {family.name}"]


def test_from_the_appointments_page(desk, house, family, lesson):
    desk.goto(house.to("appointments"))
    desk.get_by_role("link", name=f"Book {lesson.service}").first.click()
    desk.get_by_label("Select student").fill(family.name)
    desk.get_by_role("button", name="Select student").click()
    desk.get_by_role("button", name=f"Select Sky {family.name}").click()
    save(desk)

    assert booked(house, lesson) == [f"Sky {family.name}"]


def test_with_a_new_student(desk, house, family, lesson):
    desk.goto(house.to("book-appointment", lesson.pk))
    desk.get_by_role("link", name="Create a new student").click()
    desk.get_by_placeholder("Name, phone or email").fill(family.name)
    desk.get_by_role("button", name="Find").click()
    desk.get_by_role("link", name="Add student").click()
    desk.get_by_label("First name").fill("Luna")
    desk.get_by_role("button", name="Save").first.click()
    desk.wait_for_url("**/book/?student=*")
    save(desk)

    assert booked(house, lesson) == [f"Luna {family.name}"]


def test_from_the_calendar_by_keyboard(desk, house, family, lesson):
    desk.goto(house.to("calendar") + f"?span=day&on={lesson.on}")
    desk.get_by_role("link", name=f"Book {lesson.service}").last.press("Enter")
    desk.get_by_label("Select student").fill(family.name)
    desk.get_by_label("Select student").press("Enter")
    desk.get_by_role("button", name=f"Select Sky {family.name}").press("Enter")
    desk.get_by_role("button", name="Save", exact=True).press("Enter")
    desk.wait_for_url("**/appointments/bookings/*/")

    assert booked(house, lesson) == [f"Sky {family.name}"]
