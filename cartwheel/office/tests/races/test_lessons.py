"""Many desks want the last places of one lesson, over HTTP, against a real server.

With the lock and the check taken away too many must get in, or these tests prove nothing.
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
from django.db import connection, transaction
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
from cartwheel.office.tests.races.test_races import CSRF, deadlocks, post
from conftest import KEYS

pytestmark = pytest.mark.django_db(transaction=True)
PLACES, DESKS = 3, 50


def lesson(otters: Otters, hour: int) -> Timeslot:
    """Tomorrow, for three."""
    by, tomorrow = otters.owner, timezone.localdate(timezone=otters.bay.zone) + timedelta(days=1)
    offered = add_appointment(
        location=otters.bay,
        service=add_service(name=f"Wanted at {hour}", by=by),
        instructor=otters.staff["Jonah"],
        program=otters.account.programs.get(),
        pricing=add_pricing_schedule(name=f"Wanted at {hour}", tiers=[Tier(4500)], by=by),
        frequency="once",
        starts_on=tomorrow,
        times=[Window(tomorrow.weekday(), time(hour), time(hour, 30))],
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


def wanted_by(otters: Otters, desks: int, hour: int = 7) -> tuple[Timeslot, list[str], str, str]:
    """A lesson, what each desk sends for it, where to, and the desks' sign-in."""
    session, family = KEYS["desk@otters.example"], otters.families["Banerjee"]
    with transaction.atomic():
        slot = lesson(otters, hour)
        children = [
            add_student(family, first_name=f"Child{n}", by=otters.owner) for n in range(desks)
        ]
        bodies = [form(slot, child) for child in children]
    return slot, bodies, reverse("office:book-appointment", args=[OTTERS, slot.pk]), session


def race(port: int, bodies: list[str], address: str, session: str) -> Counter[int | str]:
    """Everybody sends at the same moment: how often each status came, and unexpected pages."""
    together = Barrier(len(bodies))
    with ThreadPoolExecutor(len(bodies)) as clients:
        waiting = [clients.submit(post, port, session, body, together, address) for body in bodies]
        answers = [each.result() for each in waiting]
    told = ("No place is left", "the last place")
    losers = [page for status, page in answers if status == 422]
    silent = sum(not any(text in page for text in told) for page in losers)
    return Counter(status for status, _page in answers) + Counter({"silent": silent})


def places(slot: Timeslot) -> tuple[int, int]:
    with transaction.atomic():
        standing = Place.objects.filter(timeslot=slot, canceled_at=None).count()
        return standing, Timeslot.objects.get(pk=slot.pk).taken


def test_of_fifty_who_want_three_places_three_get_them_and_the_others_read_why(
    otters: Otters,
) -> None:
    slot, bodies, address, session = wanted_by(otters, DESKS)
    before = deadlocks()

    with serving() as port:
        answers = race(port, bodies, address, session)

    assert answers == {302: PLACES, 422: DESKS - PLACES}
    assert places(slot) == (PLACES, PLACES)
    with transaction.atomic():
        held = Claim.objects.filter(record_id=slot.pk, released_at=None)
        assert [claim.resource.name for claim in held] == [str(otters.staff["Jonah"])]
    assert deadlocks() == before


UNLOCKED = "cartwheel.office.tests.races.unlocked_lessons:application"
FEW = 8  # as many as the server answers at one time


def test_without_lock_the_check_says_no_and_without_both_too_many_get_in(otters: Otters) -> None:
    slot, *sent = wanted_by(otters, FEW)
    flooded, *others = wanted_by(otters, FEW, hour=8)

    with serving(UNLOCKED) as port:
        answers = race(port, *sent)

        assert answers == {302: PLACES, 422: FEW - PLACES}
        assert places(slot) == (PLACES, PLACES)

        with connection.cursor() as cursor:  # the database is put back after the test
            cursor.execute(
                "alter table appointments_timeslot drop constraint timeslot_not_oversold"
            )
        race(port, *others)

    assert places(flooded)[0] > PLACES
