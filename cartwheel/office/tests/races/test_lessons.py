"""Many desks want the last places of one lesson, over HTTP, against a real server.

With the lock and the check taken away too many must get in, or these tests prove nothing.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
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


def wanted_by(otters: Otters, desks: int) -> tuple[Timeslot, list[str], str, str]:
    """A lesson, what each desk sends for it, where to, and the desks' sign-in."""
    session, family = KEYS["desk@otters.example"], otters.families["Banerjee"]
    with transaction.atomic():
        slot = lesson(otters)
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


@pytest.fixture
def without_check(otters: Otters) -> Iterator[None]:
    """The database lets too many in; afterwards it refuses again."""
    name = "timeslot_not_oversold"
    with connection.cursor() as cursor:
        cursor.execute(f"alter table appointments_timeslot drop constraint {name}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("truncate appointments_timeslot cascade")
        cursor.execute(
            f"alter table appointments_timeslot add constraint {name} check (taken <= capacity)"
        )


def test_without_lock_and_check_too_many_get_in(otters: Otters, without_check: None) -> None:
    slot, bodies, address, session = wanted_by(otters, FEW)

    with serving(UNLOCKED) as port:
        race(port, bodies, address, session)

    assert places(slot)[0] > PLACES


def test_without_the_lock_the_check_alone_still_says_no(otters: Otters) -> None:
    slot, bodies, address, session = wanted_by(otters, FEW)

    with serving(UNLOCKED) as port:
        answers = race(port, bodies, address, session)

    assert answers == {302: PLACES, 422: FEW - PLACES}
    assert places(slot) == (PLACES, PLACES)
