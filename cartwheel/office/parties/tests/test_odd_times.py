"""Times that cannot be, and days that are not 24 hours long."""

from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cartwheel.demo.cast import Otters
from cartwheel.domain.parties.operations import book_party
from cartwheel.office.parties.booking import as_typed
from cartwheel.office.parties.tests.conftest import saturday

BACKWARD = date(2030, 11, 3)  # clocks go back at two in the night in Chicago: 25 hours


@pytest.mark.parametrize("do", ["refresh", "save"])
def test_a_party_cannot_be_moved_to_end_when_it_starts(
    otters: Otters, dana: Client, typed: Any, do: str
) -> None:
    dana.post(reverse("office:new-party", args=["otters"]), typed())
    party = otters.account.parties.get()
    form = as_typed(party).dict() | {"any_time": "on", "starts": "14:00", "ends": "14:00"}

    page = dana.post(
        reverse("office:edit-party", args=["otters", party.pk]),
        form | {"on": saturday().isoformat(), "do": do},
    )

    assert page.status_code == {"refresh": 200, "save": 422}[do]


def test_the_last_hour_of_a_longer_day_is_on_the_board(otters: Otters, olive: Client) -> None:
    book_party(
        station=otters.stations["Main Gym"],
        on=BACKWARD,
        time_slot=None,
        starts=time(23, 15),
        ends=time(23, 45),
        title="Late one",
        guests=5,
        family=otters.families["Banerjee"],
        honoree=otters.students["Tara"],
        package=otters.packages["Classic Flip"],
        request_key="6f1c7f0e-9f5c-4c55-9d5b-0a6c3f6d9d01",
        now=timezone.now(),
        by=otters.owner,
    )

    day = olive.get(reverse("office:party-day", args=["otters"]), {"on": BACKWARD.isoformat()})

    assert b"Late one" in day.content
