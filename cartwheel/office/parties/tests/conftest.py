"""A Saturday that is well in the future, and the form as the front desk fills it in."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cartwheel.demo.cast import Otters


def saturday(weeks: int = 3) -> date:
    today = timezone.localdate()
    return today + timedelta(days=(5 - today.weekday()) % 7, weeks=weeks)


@pytest.fixture
def typed(otters: Otters) -> Callable[..., dict[str, Any]]:
    """``typed(guests="14")`` is the booking form filled in, with that one difference."""

    def fill_in(**changes: Any) -> dict[str, Any]:
        package = otters.packages["Classic Flip"]
        values = {
            "do": "save",
            "request_key": str(uuid.uuid4()),
            "station": otters.stations["Main Gym"].pk,
            "on": saturday().isoformat(),
            "time_slot": otters.slots["Afternoon"].pk,
            "title": "Anika turns 7",
            "guests": "14",
            "family": otters.families["Banerjee"].pk,
            "honoree": otters.students["Anika"].pk,
            "contact_name": "Priya Banerjee",
            "contact_phone": "(512) 555-0177",
            "contact_email": "priya.b@example.com",
            "customer_notes": "Peanut allergy in the group.",
            "staff_notes": "",
            "package": package.pk,
            "tax_rate": package.tax_rate_id,
            f"add_on_{otters.add_ons['Pizza tray (16 slices)'].pk}": "1",
            "hosts": [otters.staff["Jonah"].pk],
            "charge": "on",
            "due_on": saturday().isoformat(),
            "pay": "card_device",
            "amount": "100.00",
            "reference": "",
        }
        return values | changes

    return fill_in
