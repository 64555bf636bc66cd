"""Quick edit: one change for many appointments on offer, or for none of them."""

from datetime import time, timedelta

import pytest

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.appointments.models import Appointment, PricingSchedule
from cartwheel.domain.appointments.operations import (
    Tier,
    Window,
    add_pricing_schedule,
    change_appointments,
)
from cartwheel.domain.scheduling.operations import add_zone
from cartwheel.kernel.refusals import Refused
from cartwheel.office.appointments.tests.conftest import to, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(lessons):
    """Mornings at seven and at nine."""
    hours = [Window(day, time(9), time(9, 30)) for day in range(7)]
    return [lessons.offer, lessons.offered(times=hours)]


def rows(two):
    return {"row": [each.pk for each in two]}


def coming(offer, now):
    return offer.timeslots.filter(starts_at__gt=now, canceled_at=None)


def test_the_list_leads_there_with_what_is_ticked(olive, two, lessons):
    shown = olive.get(to("offered-appointments")).text
    assert "Quick edit" in shown

    led = olive.post(to("quick-edit"), rows(two) | {"query": ""})
    assert led.status_code == 302
    assert all(f"row={each.pk}" in led.headers["Location"] for each in two)
    assert "Change 2 appointments" in olive.get(led.headers["Location"]).text


def test_many_get_another_price_maximum_and_age_at_once(olive, two, otters):
    dear = add_pricing_schedule(name="Dear", tiers=[Tier(9900)], by=otters.owner)
    typed = {"pricing": dear.pk, "max_students": "4", "youngest_years": "3", "oldest_years": "8"}

    assert olive.post(to("quick-edit"), rows(two) | typed).status_code == 302
    found = Appointment.objects.filter(pk__in=rows(two)["row"])
    assert {(a.pricing, a.youngest_months, a.oldest_months) for a in found} == {(dear, 36, 107)}
    assert {slot.capacity for a in found for slot in a.timeslots.all()} == {4}


def test_what_is_left_empty_stays(olive, two, lessons):
    assert olive.post(to("quick-edit"), rows(two) | {"gender": "female"}).status_code == 302

    lessons.offer.refresh_from_db()
    assert (lessons.offer.gender, lessons.offer.max_students) == ("female", 2)
    assert lessons.offer.instructor == two[1].instructor
    nothing = olive.post(to("quick-edit"), rows(two))
    assert (nothing.status_code, "Nothing is chosen" in nothing.text) == (422, True)


def test_another_instructor_takes_over_with_the_students(olive, two, lessons, otters):
    slot = lessons.slots()[2]
    lessons.book("Tara", slot)
    marcus = otters.staff["Marcus"]

    olive.post(to("quick-edit"), rows(two) | {"instructor": marcus.pk})
    slot.refresh_from_db()
    assert (slot.instructor, slot.taken) == (marcus, 1)
    assert {s.instructor for offer in two for s in offer.timeslots.all()} == {marcus}


def test_one_that_cannot_keeps_all_as_they_were(olive, two, lessons, otters):
    slot = lessons.slots()[2]
    for name in ("Tara", "Mia"):
        lessons.book(name, slot)

    refused = olive.post(to("quick-edit"), rows(two) | {"max_students": "1"})
    assert (refused.status_code, "2 students have places on" in refused.text) == (422, True)
    assert {a.max_students for a in Appointment.objects.filter(pk__in=rows(two)["row"])} == {2}


@pytest.fixture
def change(lessons, otters):
    def changed(**changes):
        now = lessons.slots()[0].starts_at - timedelta(days=1)
        by = Actor.system(otters.account)
        return change_appointments([lessons.offer], now=now, by=by, **changes)

    return changed


def test_an_offer_ends_earlier_and_goes_on_again(lessons, change):
    last = lessons.today + timedelta(days=5)
    change(ends_on=last)
    assert lessons.offer.timeslots.filter(canceled_at=None).count() == 5

    change(ends_on=None)
    standing = lessons.offer.timeslots.filter(canceled_at=None)
    assert standing.count() > 300  # thirteen months, every day
    assert standing.filter(on__lte=lessons.today + timedelta(days=14)).count() == 14


def test_it_does_not_end_before_somebodys_place(lessons, change):
    lessons.book("Tara", lessons.slots()[6])
    with pytest.raises(Refused, match="students have places until") as refused:
        change(ends_on=lessons.today + timedelta(days=3))
    assert refused.value.field == "ends_on"


def test_a_zone_elsewhere_and_a_zone_that_is_busy(lessons, change, otters):
    loft = add_zone(location=otters.point, name="Loft", by=otters.owner)
    with pytest.raises(Refused, match="Loft belongs to another location"):
        change(zone=loft)
    lane = add_zone(location=otters.bay, name="Lane 9", by=otters.owner)
    change(zone=lane)
    assert {slot.zone for slot in lessons.offer.timeslots.all()} == {lane}
    change(zone=None)
    assert {slot.zone for slot in lessons.offer.timeslots.all()} == {None}


def test_the_desk_books_and_does_not_change_offers(dana, two):
    assert dana.post(to("quick-edit"), rows(two) | {"max_students": "4"}).status_code == 403


def test_a_pricing_schedule_is_made_while_booking(olive, dana, lessons, otters):
    slot = lessons.slots()[0]
    tara = otters.students["Tara"]
    new = {"new_pricing": "Tara’s price", "new_per": "student", "new_price": "33.00"}
    half = olive.post(to("book-appointment", slot.pk), typed(slot, tara) | new | {"new_price": ""})
    assert (half.status_code, "Enter a price." in half.text) == (422, True)

    olive.post(to("book-appointment", slot.pk), typed(slot, tara) | new)
    made = PricingSchedule.objects.get(name="Tara’s price")
    booking = tara.appointment_bookings.get()
    assert (booking.pricing, made.tiers.get().amount) == (made, 3300)

    again = lessons.slots()[1]
    taken = olive.post(to("book-appointment", again.pk), typed(again, tara) | new)
    assert (taken.status_code, "already a pricing schedule of that name" in taken.text) == (
        422,
        True,
    )
    assert tara.appointment_bookings.count() == 1
    assert "new pricing schedule" not in dana.get(to("book-appointment", again.pk)).text
