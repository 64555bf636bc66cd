"""Many want the last punch, or the last pass, at one moment: real threads and connections.

The lock, the count that the database keeps and its check are walls; with the check and the lock
down the pass must be overused, else these tests would prove nothing.
"""

import time as clock
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from cartwheel.domain.appointments.tests.conftest import open_school
from cartwheel.domain.passes.models import Pass, Punch
from cartwheel.domain.passes.operations import (
    PassNotSold,
    PassUsedUp,
    punching,
    selling,
)
from cartwheel.domain.passes.tests.conftest import Counter
from cartwheel.kernel.tenancy import tenant

MANY = 6
UNDERSTOOD = (PassUsedUp, PassNotSold, IntegrityError)


@pytest.fixture
def counter(transactional_db):
    school = open_school(slug=f"minnows-{uuid4().hex[:8]}")
    with tenant(school.account.pk), transaction.atomic():
        return Counter(school)


def all_at_once(counter, work):
    """Run ``work`` in many threads, all starting together: what each gave back."""
    start, results = Barrier(MANY), [None] * MANY

    def run(number):
        try:
            with tenant(counter.account.pk):
                start.wait()
                results[number] = work()
        except UNDERSTOOD as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.fixture
def two(counter):
    """A pass with two uses, and the student who wants more."""
    with tenant(counter.account.pk), transaction.atomic():
        mia = counter.school.child("Mia")
        return counter.sell(counter.offer(title="Two", uses=2), mia), mia


def kept(counter, held):
    with tenant(counter.account.pk), transaction.atomic():
        return Punch.objects.filter(held_pass=held).count(), Pass.objects.get(pk=held.pk).used


def sorts(results):
    return sorted(type(each).__name__ for each in results)


def test_two_uses_are_punched_by_two_of_many(counter, two):
    held, mia = two

    results = all_at_once(counter, lambda: counter.punch(held, mia))

    assert sorts(results) == ["PassUsedUp"] * 4 + ["Punch"] * 2
    assert kept(counter, held) == (2, 2)


@pytest.fixture
def no_lock(monkeypatch):
    def look_slowly(held):
        found = Pass.objects.select_related("type__location", "family").get(pk=held.pk)
        clock.sleep(0.3)  # everybody has looked before anybody writes
        return found

    monkeypatch.setattr(punching, "locked_pass", look_slowly)


@pytest.mark.usefixtures("no_lock")
def test_without_the_lock_the_database_still_refuses(counter, two):
    held, mia = two

    results = all_at_once(counter, lambda: counter.punch(held, mia))

    assert sorts(results) == ["PassUsedUp"] * 4 + ["Punch"] * 2
    assert kept(counter, held) == (2, 2)


@pytest.fixture
def no_check(counter):
    with connection.cursor() as cursor:
        cursor.execute("alter table passes_pass drop constraint pass_not_overused")
    yield
    with connection.cursor() as cursor:
        cursor.execute("truncate passes_pass cascade")
        cursor.execute(
            "alter table passes_pass add constraint pass_not_overused"
            " check (uses is null or used <= uses)"
        )


@pytest.mark.usefixtures("no_lock", "no_check")
def test_without_lock_and_check_the_pass_is_overused(counter, two):
    held, mia = two

    results = all_at_once(counter, lambda: counter.punch(held, mia))

    assert sorts(results) == ["Punch"] * MANY
    assert kept(counter, held) == (MANY, MANY)


@pytest.fixture
def last_two(counter):
    with tenant(counter.account.pk), transaction.atomic():
        return counter.offer(title="Early bird", max_sold=2), counter.school.child("Mia")


def test_the_last_passes_are_sold_to_two_of_many(counter, last_two):
    results = all_at_once(counter, lambda: counter.sell(*last_two))

    assert sorts(results) == ["Pass"] * 2 + ["PassNotSold"] * 4


def test_one_form_that_is_sent_many_times_at_once_sells_once(counter, last_two):
    key = uuid4()

    results = all_at_once(counter, lambda: counter.sell(*last_two, request_key=key))

    assert len({held.pk for held in results}) == 1


def test_without_the_lock_on_the_type_too_many_are_sold(counter, last_two, monkeypatch):
    check = selling._check_for_sale

    def look_slowly(type):
        check(type)
        clock.sleep(0.3)

    monkeypatch.setattr(selling, "_on_offer", lambda type: type)
    monkeypatch.setattr(selling, "_check_for_sale", look_slowly)
    results = all_at_once(counter, lambda: counter.sell(*last_two))

    assert sorts(results) == ["Pass"] * MANY
