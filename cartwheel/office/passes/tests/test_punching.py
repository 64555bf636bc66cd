"""The desk punches a pass: a lesson is booked and paid."""

from datetime import time, timedelta

import pytest

from cartwheel.domain.appointments.models import Booking, Place
from cartwheel.domain.appointments.operations import Window
from cartwheel.domain.passes.models import Pass, Punch
from cartwheel.domain.passes.operations import suspend_pass
from cartwheel.office.appointments.tests.conftest import to


def used(held):
    return Pass.objects.get(pk=held.pk).used


def send(browser, held, slot, **more):
    page = to("punch-in", held.pk)
    shown = browser.get(f"{page}?on={slot.on}").context
    given = {"request_key": str(shown["request_key"]), "on": slot.on.isoformat()}
    return browser.post(page, given | {"timeslot": slot.pk} | more)


@pytest.fixture
def tara(otters):
    return otters.students["Tara"]


def test_the_lessons_of_a_day_each_with_a_button(till, lessons, dana, tara):
    held = till.sell(till.five, "Tara")
    first, second = lessons.slots()[:2]

    today = dana.get(to("punch-in", held.pk))
    tomorrow = dana.get(f"{to('punch-in', held.pk)}?on={first.on}")

    assert today.context["slots"] == []
    assert "The next opening is" in today.text
    assert today.context["later"] == first
    assert tomorrow.context["slots"] == [first]
    assert tomorrow.context["choice"].student == tara
    assert second not in tomorrow.context["slots"]


def test_punched_in_the_booking_says_what_paid_for_it(till, lessons, dana, tara):
    held = till.sell(till.five, "Tara")

    sent = send(dana, held, lessons.slots()[0], send_email="on")

    booking = Booking.objects.get()
    assert sent.url == to("appointment-booking", booking.pk)
    page = dana.get(sent.url).text
    assert f"Pass {held.number}: Five private lessons" in page
    assert f"Paid with pass {held.number}: there is nothing to charge." in page
    assert (used(held), Punch.objects.get().student) == (1, tara)
    assert till.otters.account.messages.filter(kind="appointment.new").count() == 1


def test_the_same_page_punches_once_and_another_time_of_it_again(till, lessons, dana):
    held = till.sell(till.five, "Tara")
    first, second = lessons.slots()[:2]
    page = to("punch-in", held.pk)
    key = str(dana.get(f"{page}?on={first.on}").context["request_key"])

    for slot in (first, first, second):
        dana.post(page, {"request_key": key, "timeslot": slot.pk})

    assert (used(held), Place.objects.count()) == (2, 2)


def test_of_a_pass_of_the_family_the_student_is_chosen(till, lessons, dana, tara):
    held, slot = till.sell(till.ten, "Tara"), lessons.slots()[0]

    nobody = send(dana, held, slot)
    sent = send(dana, held, slot, student=tara.pk)

    assert (nobody.status_code, "Choose the student who comes." in nobody.text) == (422, True)
    assert sent.url == to("appointment-booking", Booking.objects.get().pk)
    assert used(held) == 1


def test_whoever_is_too_old_is_booked_by_who_means_it(till, lessons, dana):
    young = lessons.offered(youngest_months=900, times=lessons_at(12)).timeslots.first()
    held = till.sell(till.five, "Tara")

    asked = send(dana, held, young)
    sent = send(dana, held, young, unfit_seen="on")

    assert (asked.status_code, "Book it all the same" in asked.text) == (422, True)
    assert (sent.status_code, used(held)) == (302, 1)


def lessons_at(hour):
    return [Window(day, time(hour), time(hour, 30)) for day in range(7)]


def test_what_the_pass_is_not_good_for_is_said_in_words(till, lessons, dana, otters):
    held = till.sell(till.offer(title="Two days", valid_days=2), "Tara")
    late = lessons.slots()[5]
    page = dana.get(f"{to('punch-in', held.pk)}?on={late.on}")
    assert (page.context["slots"], "was good until" in page.text) == ([], True)
    refused = send(dana, held, late, student=otters.students["Tara"].pk)
    assert (refused.status_code, "was good until" in refused.text) == (422, True)

    suspend_pass(held, now=held.sold_at, by=otters.owner)
    suspended = dana.get(f"{to('punch-in', held.pk)}?on={late.on - timedelta(days=5)}")

    assert f"Pass {held.number} is suspended." in suspended.text
    assert used(held) == 0


def test_canceled_the_booking_says_that_it_was_given_back(till, lessons, dana):
    held = till.sell(till.five, "Tara")
    send(dana, held, lessons.slots()[0])
    booking = Booking.objects.get()
    page = to("cancel-booking", booking.pk)
    assert "goes back to it" in dana.get(page).text

    dana.post(page, {"places": [booking.places.get().pk]})

    assert used(held) == 0
    assert "given back" in dana.get(to("appointment-booking", booking.pk)).text


def test_a_coach_sees_passes_and_punches_none(till, desk_of):
    held = till.sell(till.ten, "Tara")
    marcus = desk_of("Marcus")

    assert marcus.get(to("sold-passes")).status_code == 200
    assert marcus.get(to("punch-in", held.pk)).status_code == 403
