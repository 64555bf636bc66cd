"""Whatever is done to a ledger, in whatever order: the books agree, and nothing is spent twice.

A machine charges, takes payments, refunds, reverses, applies and takes off at random; after each
step every rule of the ledger is computed once more, by other means than the ledger's own.
"""

from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from cartwheel.domain.ledger.models import Allocation, Book, Charge, Line, Payment, Posting, Refund
from cartwheel.domain.ledger.operations import (
    allocate,
    apply_credit,
    post_charge,
    refund_payment,
    reverse_charge,
    reverse_payment,
    reverse_refund,
    take_payment,
    unapply,
)
from cartwheel.domain.ledger.queries import (
    balance_of,
    balances_of,
    family_ledger,
    open_charges,
    standing_of,
    unapplied_payments,
)
from cartwheel.domain.ledger.tests.conftest import DAY, check_now
from cartwheel.kernel.refusals import Refused

AMOUNTS = st.integers(min_value=0, max_value=100_000)
PICKS = st.integers(min_value=0, max_value=1_000)
KINDS = st.sampled_from(["cash", "check", "card_device", "house", "gift_card"])
LINES = st.lists(st.tuples(AMOUNTS, AMOUNTS, st.booleans()), min_size=1, max_size=4)
REASON = {"reason": "Chance", "on": DAY}


def total(rows, column="amount"):
    return rows.aggregate(sum=Sum(column, default=0))["sum"]


class Ledger(RuleBasedStateMachine):
    """One family at the mercy of chance. ``house`` is set by the test."""

    house = None

    def __init__(self):
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.family, self.by = self.house.banerjee, self.house.by

    def teardown(self):
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def picked(self, rows, number):
        """One of the family's rows; None while there are none."""
        rows = rows.objects.filter(family=self.family).order_by("pk")
        count = rows.count()
        return rows[number % count] if count else None

    def attempt(self, operation, record, *arguments, **given):
        """Do it; if it is refused, nothing at all has happened."""
        if record is None:
            return
        before = standing_of(self.family)
        try:
            operation(record, *arguments, **given, by=self.by)
        except Refused:
            assert standing_of(self.family) == before

    @rule(lines=LINES, place=st.booleans())
    def charge(self, lines, place):
        location = self.house.point if place else self.house.bay
        made = [
            self.house.line(
                amount,
                discount=min(amount, discount),
                tax_rate=self.house.sales_tax if taxed and not place else None,
            )
            for amount, discount, taxed in lines
        ]
        given = {"location": location, "lines": made, "charged_on": DAY, "due_on": DAY}
        self.attempt(post_charge, self.family, **given)

    @rule(amount=AMOUNTS, kind=KINDS, keep=st.booleans(), nothing=st.booleans())
    def pay(self, amount, kind, keep, nothing):
        given = {"location": self.house.bay, "kind": kind, "amount": amount, "paid_on": DAY}
        if nothing:
            given["apply_to"] = ()
        self.attempt(take_payment, self.family, **given, keep_rest=keep)

    @rule()
    def pay_the_balance(self):
        given = {"location": self.house.bay, "kind": "cash", "paid_on": DAY}
        self.attempt(take_payment, self.family, **given, amount=balance_of(self.family))

    @rule()
    def apply(self):
        self.attempt(apply_credit, self.family, on=DAY)

    @rule(payment=PICKS, charge=PICKS, amount=AMOUNTS)
    def lay(self, payment, charge, amount):
        charge = self.picked(Charge, charge)
        if charge:
            payment = self.picked(Payment, payment)
            self.attempt(allocate, payment, charge, amount=amount, on=DAY)

    @rule(number=PICKS)
    def take_off(self, number):
        self.attempt(unapply, self.picked(Allocation, number), **REASON)

    @rule(number=PICKS, amount=AMOUNTS)
    def refund(self, number, amount):
        self.attempt(
            refund_payment, self.picked(Payment, number), amount=amount, kind="check", on=DAY
        )

    @rule(number=PICKS)
    def take_back_charge(self, number):
        self.attempt(reverse_charge, self.picked(Charge, number), **REASON)

    @rule(number=PICKS)
    def take_back_payment(self, number):
        self.attempt(reverse_payment, self.picked(Payment, number), **REASON)

    @rule(number=PICKS)
    def take_back_refund(self, number):
        self.attempt(reverse_refund, self.picked(Refund, number), **REASON)

    @invariant()
    def the_balance_is_charges_less_payments_plus_refunds(self):
        owed, paid, given = (
            total(self.family.charges, "total"),
            total(self.family.payments),
            total(self.family.refunds),
        )
        assert balance_of(self.family) == owed - paid + given
        assert balances_of([self.family]) == {self.family.pk: owed - paid + given}

    @invariant()
    def debits_equal_credits(self):
        assert total(Posting.objects.all()) == 0

    @invariant()
    def the_drawer_holds_what_came_in_and_did_not_go_out(self):
        for kind in ("cash", "check", "card_device"):
            came, went = (
                total(rows.filter(kind=kind))
                for rows in (self.family.payments, self.family.refunds)
            )
            assert total(Posting.objects.filter(book=kind)) == came - went

    @invariant()
    def receivable_is_what_is_due_and_credit_what_is_left(self):
        standing = standing_of(self.family)
        assert standing.owed == sum(charge.due for charge in open_charges(self.family))
        assert standing.credit == sum(pay.left for pay in unapplied_payments(self.family))

    @invariant()
    def nothing_is_paid_or_spent_twice(self):
        for charge in Charge.objects.with_paid().filter(reverses=None):
            assert 0 <= charge.paid <= charge.total
        for payment in Payment.objects.with_left().filter(reverses=None):
            assert min(payment.applied, payment.refunded, payment.left) >= 0

    @invariant()
    def the_running_balance_ends_at_the_balance(self):
        entries = family_ledger(self.family)
        assert (entries[0].balance if entries else 0) == balance_of(self.family)

    @invariant()
    def the_database_agrees(self):
        check_now()


def test_the_books_agree_whatever_is_done(otters):
    Ledger.house = otters
    few = settings(
        max_examples=15,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(Ledger, settings=few)


PERCENTS = st.decimals(min_value=0, max_value=Decimal("99.9999"), places=4)


@given(amount=AMOUNTS, discount=AMOUNTS, percent=PERCENTS)
@settings(max_examples=200)
def test_a_line_is_priced_to_the_half_cent(amount, discount, percent):
    """Twice the tax times a hundred percent is never more than one cent's half away."""

    class Rate:
        pass

    rate = Rate()
    rate.percent = percent
    discount = min(amount, discount)
    line = Line("x", amount, program=None, category=None, discount=discount, tax_rate=rate)

    price = line.priced()

    exact = Decimal(amount - discount) * percent / 100
    assert -Decimal("0.5") <= exact - price.tax < Decimal("0.5")
    assert price.total == amount - discount + price.tax


def test_the_machine_notices_a_wrong_book(otters):
    """The invariants are no ornament: a posting of the wrong sum is seen by one of them."""
    Ledger.house = otters
    machine = Ledger()
    try:
        machine.charge([(1000, 0, False)], place=False)
        otters_entry = otters.banerjee.charges.get().entry
        Posting.objects.bulk_create(
            Posting(
                account=otters.account,
                entry=otters_entry,
                family=otters.banerjee,
                location=otters.bay,
                book=book,
                amount=amount,
            )
            for book, amount in ((Book.RECEIVABLE, 5), (Book.INCOME, -5))
        )
        with pytest.raises(AssertionError):
            machine.the_balance_is_charges_less_payments_plus_refunds()
    finally:
        machine.teardown()
