"""Many desks want the last places of one lesson, over HTTP, against a real server.

That the database lets too many in without its lock and its check is shown in
``domain/appointments/tests/test_races.py``.
"""

from __future__ import annotations

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cartwheel.demo.cast import OTTERS, Otters
from cartwheel.domain.appointments.models import Place, Timeslot
from cartwheel.domain.appointments.operations import (
    Tier,
    Window,
    add_appointment,
    add_pricing_schedule,
    add_service,
)
from cartwheel.domain.people.operations import add_student
from cartwheel.domain.scheduling.models import Claim
from cartwheel.office.tests.races.server import serving
from cartwheel.office.tests.races.test_races import CSRF, deadlocks, post, session_of

pytestmark = pytest.mark.django_db(transaction=True)
PLACES, DESKS = 3, 50


def lesson(otters: Otters) -> Timeslot:
    """Tomorrow at seven, for three."""
    by, tomorrow = otters.owner, timezone.localdate(timezone=otters.bay.zone) + timedelta(days=1)
    offered = add_appointment(
        location=otters.bay,
        service=add_service(name="Wanted lesson", by=by),
        instructor=otters.staff["Jonah"],
        program=otters.account.programs.get(),
        pricing=add_pricing_schedule(name="Wanted", tiers=[Tier(4500)], by=by),
        frequency="once",
        starts_on=tomorrow,
        times=[Window(tomorrow.weekday(), time(7), time(7, 30))],
        max_students=PLACES,
        today=tomorrow,
        by=by,
    )
    return offered.timeslots.get()


def form(slot: Timeslot, student: Any) -> str:
    return urlencode(
        {
            "csrfmiddlewaretoken": CSRF,
            "request_key": str(uuid.uuid4()),
            "student": student.pk,
            "family": student.family_id,
            "frequency": "once",
            "starts_on": slot.on.isoformat(),
            "timeslots": slot.pk,
            "offered": slot.pk,
            "do": "save",
        }
    )


def test_of_fifty_who_want_three_places_three_get_them_and_the_others_read_why(
    otters: Otters,
) -> None:
    session, family = session_of(otters), otters.families["Banerjee"]
    with transaction.atomic():
        slot = lesson(otters)
        children = [
            add_student(family, first_name=f"Child{n}", by=otters.owner) for n in range(DESKS)
        ]
        bodies = [form(slot, child) for child in children]
    address = reverse("office:book-appointment", args=[OTTERS, slot.pk])
    together = Barrier(DESKS)

    with serving() as port, ThreadPoolExecutor(DESKS) as clients:
        waiting = [clients.submit(post, port, session, body, together, address) for body in bodies]
        answers = [each.result() for each in waiting]

    assert Counter(status for status, _page in answers) == {302: PLACES, 422: DESKS - PLACES}
    losers = [page for status, page in answers if status == 422]
    assert all("No place is left" in page or "the last place" in page for page in losers)
    with transaction.atomic():
        assert Place.objects.filter(timeslot=slot, canceled_at=None).count() == PLACES
        assert Timeslot.objects.get(pk=slot.pk).taken == PLACES
        held = Claim.objects.filter(record_id=slot.pk, released_at=None)
        assert [claim.resource.name for claim in held] == [str(otters.staff["Jonah"])]
    assert deadlocks() == 0
