"""A year of lessons around the closures, and the weeks in which the clocks change."""

from datetime import date, time, timedelta
from itertools import count
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from cartwheel.domain.appointments.models import Place
from cartwheel.domain.appointments.operations import Window
from cartwheel.domain.catalog.operations import Days, add_blackout_schedule, add_program
from cartwheel.domain.people.models import Student
from cartwheel.office.appointments.tests.conftest import Lessons
from cartwheel.office.tests.browser.house import in_the_house

pytestmark = in_the_house
numbers = count(1)
YEAR = 53  # weeks, the first and the last included


def weekly(house, place, *, hour, program=None):
    """A lesson at this hour on tomorrow's weekday, for a year and longer."""
    name = f"Year {next(numbers)} {uuid4().hex[:6]}"
    lessons = Lessons(house.otters, service=name, pricing=name, hour=hour)
    tomorrow = lessons.today + timedelta(days=1)
    return lessons.offered(
        location=place,
        instructor=house.otters.staff["Nia"],
        program=program or house.otters.account.programs.first(),
        ends_on=None,
        max_students=1,
        times=[Window(tomorrow.weekday(), time(hour), time(hour, 30))],
    )


@pytest.fixture
def family(house):
    return house.new_family(f"Yearson{next(numbers)}{uuid4().hex[:6]}", "Sky")


def test_a_year_is_booked_at_once_and_no_closed_day_is_in_it(desk, house, family):
    with house.inside():
        by = house.otters.owner
        program = add_program(name=f"Program {uuid4().hex[:6]}", by=by)
        offer = weekly(house, house.otters.bay, hour=10, program=program)
        slots = list(offer.timeslots.order_by("on"))
        shut = [slots[5].on, slots[20].on]
        add_blackout_schedule(
            name=f"Closed {uuid4().hex[:6]}",
            effect="closures",
            days=[Days(on, on) for on in shut],
            programs=[program],
            by=by,
        )
        sky = Student.objects.get(family=family)
    last = slots[0].on + timedelta(weeks=YEAR - 1)

    desk.goto(house.to("book-appointment", slots[0].pk) + f"?student={sky.pk}")
    desk.get_by_label("Recurring", exact=True).check()
    desk.get_by_label("End date").fill(last.isoformat())
    desk.get_by_label("End date").press("Tab")
    dates = desk.locator("#dates input[name=timeslots]")
    expect(dates).to_have_count(YEAR - len(shut))
    expect(desk.locator("#dates input:checked")).to_have_count(YEAR - len(shut))
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_url("**/appointments/bookings/*/")

    expect(desk.locator("#dates li")).to_have_count(YEAR - len(shut))
    with house.inside():
        booked = Place.objects.filter(student=sky, canceled_at=None)
        days = set(booked.values_list("timeslot__on", flat=True))
    wanted = {slots[0].on + timedelta(weeks=n) for n in range(YEAR)} - set(shut)
    assert days == wanted


def changes_after(today):
    """The Sundays on which the clocks of America go forward and back next."""
    found = []
    for year in (today.year, today.year + 1):
        march = date(year, 3, 8)
        november = date(year, 11, 1)
        for first in (march, november):
            sunday = first + timedelta(days=(6 - first.weekday()) % 7)
            if sunday > today + timedelta(days=10):
                found.append(sunday)
    return found[:2]


@pytest.mark.parametrize(("place", "hour"), [("bay", 11), ("point", 12)])
def test_a_lesson_stays_at_its_hour_when_the_clocks_change(browse, house, place, hour):
    owner = browse("owner")
    with house.inside():
        where = getattr(house.otters, place)
        offer = weekly(house, where, hour=hour)
        slots = list(offer.timeslots.order_by("on"))
        service = str(offer.service)
    owner.goto(house.to("dashboard"))
    owner.get_by_role("button", name="Location: ").click()
    owner.locator("#location-menu").get_by_role("button", name=str(where)).click()
    weeks = 0
    for sunday in changes_after(slots[0].on):
        for slot in slots:
            if abs((slot.on - sunday).days) <= 7:
                owner.goto(house.to("calendar") + f"?span=day&on={slot.on}&kind=appointment")
                entry = owner.locator(f"[href$='/timeslots/{slot.pk}/']").first
                expect(entry).to_be_visible()
                assert service in owner.locator("main").inner_text()
                owner.goto(house.to("timeslot", slot.pk))
                assert f"{hour}:00" in owner.locator("#facts").inner_text()
                weeks += 1
    assert weeks >= 4  # before and after, twice
