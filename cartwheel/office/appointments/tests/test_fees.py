"""Canceling late and rescheduling, at the desk."""

from datetime import timedelta

import pytest

from cartwheel.domain.appointments.models import Place
from cartwheel.domain.appointments.operations import change_appointment_settings
from cartwheel.domain.catalog.operations import add_charge_category
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.mailer.models import Message
from cartwheel.office.appointments.tests.conftest import to

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(lessons):
    return lessons.book("Anika", *lessons.slots()[:2])


@pytest.fixture
def fee(otters):
    return change_appointment_settings(
        otters.bay,
        fee_kind="amount",
        fee_amount=1500,
        fee_hours=0,
        fee_moved=True,
        program=otters.account.programs.get(),
        category=add_charge_category(title="Fees", by=otters.owner),
        by=otters.owner,
    )


def dates(booking):
    return list(booking.places.order_by("timeslot__starts_at"))


def test_canceling_says_what_it_costs_and_charges_it(dana, booking, fee):
    page = dana.get(to("cancel-booking", booking.pk)).content.decode()
    assert "$15.00 for each date" in page

    keys = [place.pk for place in dates(booking)]
    dana.post(to("cancel-booking", booking.pk), {"places": keys, "charge_fee": "on"})

    assert balance_of(booking.family) == 3000


def test_without_a_fee_nobody_is_asked(dana, booking):
    assert "charge_fee" not in dana.get(to("cancel-booking", booking.pk)).content.decode()
    keys = [place.pk for place in dates(booking)]
    dana.post(to("cancel-booking", booking.pk), {"places": keys, "charge_fee": "on"})
    assert balance_of(booking.family) == 0


def test_a_date_is_rescheduled_from_the_booking(dana, booking, lessons):
    first, second = dates(booking)
    address = to("reschedule-place", booking.pk, first.pk)
    assert address in dana.get(to("appointment-booking", booking.pk)).content.decode()
    other = lessons.slots()[5]
    assert f'name="to" value="{other.pk}"' in dana.get(address).content.decode()

    answer = dana.post(address, {"to": other.pk, "send_email": "on"}, follow=True)

    assert "The date is rescheduled." in answer.content.decode()
    standing = Place.objects.filter(booking=booking, canceled_at=None)
    assert {place.timeslot_id for place in standing} == {second.timeslot_id, other.pk}
    assert Message.objects.filter(kind="appointment.moved").count() == 1


def test_a_later_day_shows_later_times(dana, booking, lessons):
    first, later = dates(booking)[0], lessons.slots()[6]
    address = to("reschedule-place", booking.pk, first.pk) + f"?on={later.on}"
    page = dana.get(address).content.decode()

    assert f'name="to" value="{later.pk}"' in page
    assert f'name="to" value="{lessons.slots()[2].pk}"' not in page


def test_rescheduling_charges_the_fee_that_is_due(dana, booking, lessons, fee):
    address = to("reschedule-place", booking.pk, dates(booking)[0].pk)
    assert "Charge the fee" in dana.get(address).content.decode()

    dana.post(address, {"to": lessons.slots()[5].pk, "charge_fee": "on"})

    assert balance_of(booking.family) == 1500


@pytest.mark.parametrize("key", ["", "0", "nonsense", "99999999"])
def test_no_time_is_no_change(dana, booking, key):
    place = dates(booking)[0]
    answer = dana.post(to("reschedule-place", booking.pk, place.pk), {"to": key})

    assert answer.status_code == 422
    assert "Choose another time." in answer.content.decode()


def test_what_is_taken_meanwhile_is_told(dana, booking, lessons):
    full = lessons.offered(
        max_students=1,
        starts_on=lessons.today + timedelta(days=20),
        ends_on=lessons.today + timedelta(days=30),
    ).timeslots.first()
    lessons.book("Tara", full)
    place = dates(booking)[0]

    answer = dana.post(to("reschedule-place", booking.pk, place.pk), {"to": full.pk})

    assert answer.status_code == 422
    assert "No place is left" in answer.content.decode()
    place.refresh_from_db()
    assert place.canceled_at is None
