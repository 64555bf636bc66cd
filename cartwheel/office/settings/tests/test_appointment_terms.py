"""Settings > Appointments > Fees, reminders and mails."""

import re

import pytest
from django.urls import reverse

from cartwheel.domain.appointments.models import AppointmentSettings
from cartwheel.domain.catalog.operations import add_charge_category

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(otters):
    return reverse("office:appointment-terms", args=["otters", otters.bay.pk])


@pytest.fixture
def typed(otters, olive, page):
    shown = olive.get(page).content.decode()
    return {
        "seen": re.search(r'name="seen" value="([^"]+)"', shown)[1],
        "is_enabled": "on",
        "keeps_blackouts": "on",
        "notice_hours": "24",
        "invitation_hours": "48",
        "fee_kind": "amount",
        "fee_amount": "15.00",
        "fee_hours": "24",
        "program": otters.account.programs.get().pk,
        "category": add_charge_category(title="Fees", by=otters.owner).pk,
        "reminder_hours": "48",
        "reminder_text": "Bring goggles.",
    }


def test_a_location_says_what_counts_there(olive, page, typed, otters):
    answer = olive.post(page, typed, follow=True).content.decode()

    assert "The appointment settings of Otter Bay are saved." in answer
    assert "fee within 24 h" in answer
    assert "reminder 48 h before" in answer
    kept = AppointmentSettings.objects.get()
    assert (kept.location, kept.fee_amount, kept.reminder_text) == (
        otters.bay,
        1500,
        "Bring goggles.",
    )
    assert 'value="15.00"' in olive.get(page).content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"fee_amount": ""}, "Enter an amount above zero."),
        ({"category": ""}, "Choose the charge category of the fee."),
        ({"fee_kind": "percent", "fee_percent": "101"}, "less than or equal to 100"),
        ({"reminder_hours": "999"}, "less than or equal to 720"),
        ({"invitation_hours": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(olive, page, typed, changed, sentence):
    answer = olive.post(page, typed | changed)

    assert (answer.status_code, AppointmentSettings.objects.count()) == (422, 0)
    assert sentence in answer.content.decode()


def test_who_saves_second_overwrites_nothing(olive, page, typed):
    olive.post(page, typed)
    late = olive.post(page, typed | {"reminder_hours": "1"})

    assert late.status_code == 422
    assert AppointmentSettings.objects.get().reminder_hours == 48
