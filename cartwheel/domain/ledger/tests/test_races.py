"""Two connections lay the same money at the same moment."""

import threading
import time

import pytest
from django.db import IntegrityError, connection, transaction

from cartwheel.demo.cast import OTTERS
from cartwheel.domain.accounts.models import Account
from cartwheel.domain.ledger.models import Allocation
from cartwheel.domain.ledger.operations import TooMuch
from cartwheel.domain.ledger.tests.conftest import furnished
from cartwheel.domain.ledger.tests.test_attacks import allocation
from cartwheel.kernel.refusals import constraint_of
from cartwheel.kernel.tenancy import tenant

COVERS = ("ledger_charge_cover", "ledger_payment_cover")


@pytest.fixture
def otters(transactional_db):
    """A charge of 50.00, and two payments of 50.00 laid against nothing; all of it committed."""
    account = Account.objects.get(slug=OTTERS)
    with tenant(account.pk), transaction.atomic():
        house = furnished(account)
        house.first = house.charge(5000)
        house.payments = [house.pay(5000, apply_to=(), keep_rest=True) for _ in "ab"]
        house.pay(100, apply_to=[(house.charge(100), 100)])  # a row to copy from
    return house


def both(house, act):
    """Do ``act(0)`` and ``act(1)`` in two connections; give back what came of each, sorted."""
    together, results = threading.Barrier(2, timeout=20), []

    def run(number):
        try:
            with tenant(house.account.pk), transaction.atomic():
                act(number, together)
            results.append("done")
        except IntegrityError as error:
            results.append(constraint_of(error))
        except TooMuch:
            results.append("too much")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[n]) for n in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


def by_hand(house):
    """Raw SQL: both rows are written before either is judged, and judged before either commits."""
    texts = [allocation(house, 5000, payment=p.pk) for p in house.payments]

    def act(number, together):
        with connection.cursor() as cursor:
            cursor.execute(texts[number])
            together.wait()
            cursor.execute("set constraints all immediate")
            time.sleep(0.4)

    return act


def laid(house):
    with tenant(house.account.pk), transaction.atomic():
        return sum(a.amount for a in Allocation.objects.filter(charge=house.first))


def texts_of(house):
    with tenant(house.account.pk), transaction.atomic():
        return by_hand(house)


def test_the_database_lets_one_of_two_pay_a_charge(otters):
    assert both(otters, texts_of(otters)) == ["done", "ledger_charge_not_overpaid"]
    assert laid(otters) == 5000


@pytest.fixture
def without_lock(transactional_db):
    """The same rules, but nobody waits for anybody."""
    with connection.cursor() as cursor:
        kept = []
        for name in COVERS:
            cursor.execute("select pg_get_functiondef(%s::regproc)", [name])
            [(text,)] = cursor.fetchall()
            kept.append(text)
            cursor.execute(text.replace("for no key update", ""))
    yield
    with connection.cursor() as cursor:
        for text in kept:
            cursor.execute(text)


def test_without_the_lock_the_same_rule_lets_both_through(otters, without_lock):
    """The negative control: it is the lock that decides."""
    assert both(otters, texts_of(otters)) == ["done", "done"]
    assert laid(otters) == 10000


def test_of_two_people_who_take_the_same_payment_one_is_told(otters):
    def act(number, together):
        together.wait()
        otters.pay(5000, apply_to=[(otters.first, 5000)])

    assert both(otters, act) == ["done", "too much"]
    assert laid(otters) == 5000
