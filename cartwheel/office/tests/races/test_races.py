"""Many front desks at once, over HTTP, against a real server.

The database must decide: one winner for each slot, no deadlock, and every loser reads why. With
the lock and the constraint taken away the double booking must happen, or these tests prove nothing.
"""

from __future__ import annotations

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from http.client import HTTPConnection
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from cartwheel.demo.cast import OTTERS, Otters
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.queries import OpenSlot, open_slots
from cartwheel.domain.scheduling.models import Claim
from cartwheel.office.tests.races.server import serving
from conftest import KEYS

CSRF = "a" * 32
ADDRESS = reverse("office:new-party", args=[OTTERS])


pytestmark = pytest.mark.django_db(transaction=True)


def form(otters: Otters, slot: OpenSlot, number: int) -> dict[str, Any]:
    package = slot.station.packages.order_by("pk")[0]
    return {
        "csrfmiddlewaretoken": CSRF,
        "do": "save",
        "request_key": str(uuid.uuid4()),
        "station": slot.station.pk,
        "on": slot.on.isoformat(),
        "time_slot": slot.time_slot.pk,
        "title": f"Party {number}",
        "guests": "10",
        "family": otters.families["Banerjee"].pk,
        "honoree": otters.students["Anika"].pk,
        "contact_name": "Priya Banerjee",
        "package": package.pk,
        "tax_rate": package.tax_rate_id,
        "charge": "on",
        "pay": "cash",
        "amount": "50.00",
    }


def post(
    port: int, session: str, body: str, together: Barrier, address: str = ADDRESS
) -> tuple[int, str]:
    browser = HTTPConnection("127.0.0.1", port, timeout=300)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"cartwheel={session}; csrftoken={CSRF}",
    }
    together.wait(120)
    browser.request("POST", address, body, headers)
    answer = browser.getresponse()
    return answer.status, answer.read().decode()


def race(port: int, otters: Otters, slots: list[OpenSlot]) -> list[tuple[int, str]]:
    """Everybody sends at the same moment: one client for each of ``slots``."""
    session = KEYS["desk@otters.example"]
    with transaction.atomic():
        bodies = [urlencode(form(otters, slot, n)) for n, slot in enumerate(slots)]
    together = Barrier(len(bodies))
    with ThreadPoolExecutor(len(bodies)) as clients:
        waiting = [clients.submit(post, port, session, body, together) for body in bodies]
        return [each.result() for each in waiting]


def saturdays(otters: Otters, count: int) -> list[OpenSlot]:
    first: date = timezone.localdate() + timedelta(days=14)
    last = first + timedelta(days=60)
    with transaction.atomic():
        found = open_slots(otters.bay, first=first, last=last, now=timezone.now(), limit=count)
    assert len(found) == count
    return found


def deadlocks() -> int:
    """How many this database has seen; a negative control may have made some before."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_force_next_flush()")
        cursor.execute("select deadlocks from pg_stat_database where datname = current_database()")
        return int(cursor.fetchone()[0])


def held() -> Counter[tuple[int, Any]]:
    """How many parties stand at each station and start."""
    parties = Party.objects.filter(canceled_at=None)
    with transaction.atomic():
        return Counter(parties.values_list("station_id", "starts_at"))


def money(otters: Otters) -> tuple[int, int]:
    """How many charges and payments there are."""
    with transaction.atomic():
        return otters.account.charges.count(), otters.account.payments.count()


def test_each_slot_goes_to_one_and_all_others_read_why(otters: Otters) -> None:
    """Fifty want one slot; then two hundred want forty others, each of which five want."""
    first, *slots = saturdays(otters, 41)
    before = deadlocks()

    with serving() as port:
        answers = race(port, otters, [first] * 50)

        assert Counter(status for status, _page in answers) == {302: 1, 422: 49}
        losers = [page for status, page in answers if status == 422]
        assert all("is taken by" in page or "has just been taken" in page for page in losers)
        assert all("The nearest free times" in page for page in losers)
        assert held() == {(first.station.pk, first.starts_at): 1}
        assert money(otters) == (1, 1)
        assert deadlocks() == before

        answers = race(port, otters, slots * 5)

    assert Counter(status for status, _page in answers) == {302: 40, 422: 160}
    assert held() == {(slot.station.pk, slot.starts_at): 1 for slot in (first, *slots)}
    assert money(otters) == (41, 41)
    with transaction.atomic():
        numbers = sorted(otters.account.parties.values_list("number", flat=True))
    assert numbers == list(range(1001, 1042))
    assert deadlocks() == before


UNLOCKED = "cartwheel.office.tests.races.unlocked:application"


def test_without_lock_the_constraint_says_no_and_without_both_the_double_booking_happens(
    otters: Otters,
) -> None:
    refused, doubled = saturdays(otters, 2)

    with serving(UNLOCKED) as port:
        answers = race(port, otters, [refused] * 8)

        assert Counter(status for status, _page in answers)[302] == 1
        with transaction.atomic():
            assert Claim.objects.filter(released_at=None).count() == 1

        with connection.cursor() as cursor:  # the database is put back after the test
            cursor.execute("alter table scheduling_claim drop constraint claim_overlap")
        race(port, otters, [doubled] * 8)

    assert held()[doubled.station.pk, doubled.starts_at] > 1
