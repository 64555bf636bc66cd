from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartwheel.domain.ledger.operations import refund_payment, reverse_charge
from cartwheel.domain.ledger.queries import (
    Filters,
    balances_of,
    family_ledger,
    owing,
    with_balance,
)
from cartwheel.domain.ledger.tests.conftest import DAY
from cartwheel.domain.people.models import Family


def told(entries):
    return [(e.kind, str(e.record), e.change, e.open, e.balance) for e in entries]


@pytest.fixture
def busy(otters):
    """A charge, its payment, a credit at the other location, a refund, a charge taken back."""
    otters.charge(10000)
    otters.payment = otters.pay(6000, paid_on=DAY + timedelta(days=1))
    otters.pay(1000, kind="coupon", location=otters.point, paid_on=DAY + timedelta(days=2))
    on = DAY + timedelta(days=3)
    refund_payment(otters.payment, amount=500, kind="cash", on=on, by=otters.by)
    wrong = otters.charge(777, charged_on=on, due_on=on)
    reverse_charge(wrong, reason="Typo", on=on, by=otters.by)
    return otters


def test_the_ledger_runs_from_the_newest_entry_with_the_balance_after_each(busy):
    assert told(family_ledger(busy.banerjee)) == [
        ("charge", "Charge 1003", -777, 0, 3500),
        ("charge", "Charge 1002", 777, 0, 4277),
        ("refund", "Refund 1001", 500, 0, 3500),
        ("credit", "Payment 1002", -1000, 0, 3000),
        ("payment", "Payment 1001", -6000, 0, 4000),
        ("charge", "Charge 1001", 10000, 3500, 10000),
    ]


@pytest.mark.parametrize(
    ("given", "numbers"),
    [
        ({"kind": "refund"}, ["Refund 1001"]),
        ({"kind": "credit"}, ["Payment 1002"]),
        ({"unpaid": True}, ["Charge 1001"]),
        ({"since": DAY + timedelta(days=1), "until": DAY + timedelta(days=1)}, ["Payment 1001"]),
        ({"kind": "charge", "until": DAY}, ["Charge 1001"]),
    ],
)
def test_a_filter_hides_entries_and_leaves_the_balances_alone(busy, given, numbers):
    everything = {str(e.record): e.balance for e in family_ledger(busy.banerjee)}

    shown = family_ledger(busy.banerjee, Filters(**given))

    assert [str(e.record) for e in shown] == numbers
    assert {str(e.record): e.balance for e in shown}.items() <= everything.items()


def test_the_ledger_of_one_location(busy):
    shown = family_ledger(busy.banerjee, Filters(location_id=busy.point.pk))

    assert [str(e.record) for e in shown] == ["Payment 1002"]


@pytest.mark.parametrize("times", [1, 3])
def test_a_ledger_takes_three_statements_however_long_it_is(
    otters, django_assert_num_queries, times
):
    for _ in range(times):
        otters.charge(100)
        otters.pay(100)

    with django_assert_num_queries(3):
        assert len(family_ledger(otters.banerjee)) == 2 * times


def test_balances_of_a_page_of_families_take_one_statement(otters, django_assert_num_queries):
    otters.charge(300)
    otters.pay(700, family=otters.abernathy, keep_rest=True)

    with django_assert_num_queries(1):
        balances = balances_of([otters.banerjee, otters.abernathy])

    assert balances == {otters.banerjee.pk: 300, otters.abernathy.pk: -700}


def test_families_that_owe_and_families_that_have_credit(otters):
    otters.charge(300)
    otters.pay(700, family=otters.abernathy, keep_rest=True)

    families = Family.objects.order_by("name")
    assert list(owing(families)) == [otters.banerjee]
    assert list(owing(families, credit=True)) == [otters.abernathy]
    assert [f.balance for f in with_balance(families)] == [-700, 300, 0]


def test_balances_are_read_from_their_index(otters):
    """On a table this small the plain indexes of the keys cost the same, so they go first."""
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            "select indexrelid::regclass::text from pg_index where indrelid ="
            " 'ledger_posting'::regclass and not indisunique and indpred is null"
        )
        for (plain,) in cursor.fetchall():
            cursor.execute(f"drop index {plain}")
        cursor.execute("alter table ledger_posting drop constraint ledger_posting_account_row")
        plan = owing(Family.objects.all()).explain()

    assert "posting_balance" in plan


def test_what_charging_and_paying_cost_in_statements(otters):
    """Booking a party does both, inside its own transaction; savepoints are not counted."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        charge = otters.charge(29500, 3600, 2000)
        charged = len(writes(queries))
        otters.pay(10000, apply_to=[(charge, 10000)])

    assert (charged, len(writes(queries)) - charged) == (8, 9)


def writes(queries):
    return [q for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]]
