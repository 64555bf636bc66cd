"""Settings > Appointments."""

import pytest
from django.urls import reverse

from cartwheel.domain.appointments.operations import Tier, add_pricing_schedule, add_service
from cartwheel.domain.scheduling.operations import add_zone


def to(name, *args):
    return reverse(f"office:{name}", args=["otters", *args])


def test_it_says_what_is_missing_and_then_what_there_is(otters, olive):
    assert "At least one is needed." in olive.get(to("appointment-settings")).text

    add_service(name="Private lesson", by=otters.desk)
    add_zone(location=otters.bay, name="Lane 1", by=otters.desk)
    page = olive.get(to("appointment-settings")).text

    assert ("Private lesson" in page, "Lane 1" in page) == (True, True)
    assert page.count("always open") == 2


def test_a_service_is_added_and_changed_over_nobody_else(otters, olive):
    olive.post(to("new-service"), {"name": "Private lesson"})
    service = otters.account.services.get()
    olive.post(to("edit-service", service.pk), {"name": "Private", "version": 1})
    late = olive.post(to("edit-service", service.pk), {"name": "Lesson", "version": 1})

    assert (late.status_code, "It is now: Private." in late.text) == (422, True)
    service.refresh_from_db()
    assert service.name == "Private"


def test_prices_are_rows_and_empty_rows_count_for_nothing(otters, olive):
    typed = {"name": "Privates", "per": "student", "minutes_0": "30", "amount_0": "45"}
    olive.post(to("new-pricing-schedule"), typed | {"amount_1": "80.50", "students_1": "2"})
    schedule = otters.account.pricing_schedules.get()
    kept = [(t.minutes, t.students, t.amount) for t in schedule.tiers.all()]
    assert kept == [(None, 2, 8050), (30, 1, 4500)]

    page = olive.get(to("edit-pricing-schedule", schedule.pk)).text
    assert ('value="45.00"' in page, 'name="amount_3"' in page) == (True, True)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({}, "Enter at least one price."),
        ({"minutes_0": "30"}, "Enter a price."),
        ({"amount_0": "-5"}, "Enter"),
        ({"amount_0": "5", "amount_1": "6"}, "same length and number"),
        ({"amount_999": "5"}, "Enter at least one price."),
    ],
)
def test_prices_that_cannot_be_are_told_beside_their_field(otters, olive, typed, why):
    answer = olive.post(to("new-pricing-schedule"), {"name": "Odd", "per": "student"} | typed)

    assert (answer.status_code, why in answer.text) == (422, True)
    assert otters.account.pricing_schedules.count() == 0


def test_what_is_on_offer_is_not_archived_and_the_reason_is_told(otters, olive):
    add_pricing_schedule(name="Privates", tiers=[Tier(1)], by=otters.desk)
    schedule = otters.account.pricing_schedules.get()

    olive.post(to("archive-pricing-schedule", schedule.pk))
    schedule.refresh_from_db()
    assert schedule.archived_at is not None

    page = olive.post(to("archive-pricing-schedule", schedule.pk), follow=True)
    assert "Privates is offered again." in page.text


def test_opening_hours_are_saved_whole_or_not_at_all(otters, olive):
    page = to("opening-hours", otters.bay.pk)
    seen = olive.get(page).context["seen"]

    half = olive.post(page, {"seen": seen, "starts_0_0": "09:00"})
    assert (half.status_code, "Enter both times, or none." in half.text) == (422, True)
    olive.post(page, {"seen": seen, "starts_0_0": "09:00", "ends_0_0": "12:00"})
    assert "Monday" in olive.get(to("appointment-settings")).text

    stale = olive.post(page, {"seen": seen})
    assert (stale.status_code, otters.bay.opening_hours.count()) == (422, 1)
