import pytest

from cartwheel.domain.activity.queries import history_of
from cartwheel.domain.ledger.operations import (
    AlreadyReversed,
    NotRefundable,
    PaymentAboveBalance,
    TooMuch,
    allocate,
    apply_credit,
    refund_payment,
    reverse_payment,
    reverse_refund,
    unapply,
)
from cartwheel.domain.ledger.queries import (
    account_credit,
    balance_of,
    live_allocations,
    open_charges,
    standing_of,
    unapplied_payments,
)
from cartwheel.domain.ledger.tests.conftest import DAY
from cartwheel.domain.people.models import Family
from cartwheel.kernel.refusals import Refused

LATER = DAY.replace(day=20)


def dues(house):
    return [(charge.title, charge.due) for charge in open_charges(house.banerjee)]


def two_charges(house):
    late = house.charge(house.line(5000, title="January"), due_on=LATER)
    return house.charge(house.line(3000, title="December")), late


def test_a_payment_goes_to_the_charge_that_is_due_first(otters):
    two_charges(otters)

    otters.pay(4000)

    assert dues(otters) == [("January", 4000)]
    assert balance_of(otters.banerjee) == 4000


def test_a_payment_may_say_what_it_is_for(otters):
    first, late = two_charges(otters)

    otters.pay(2500, apply_to=[(late, 2000), (first, 500)])

    assert dues(otters) == [("December", 2500), ("January", 3000)]


def test_a_payment_above_the_balance_asks_first(otters):
    otters.charge(3000)

    with pytest.raises(PaymentAboveBalance, match=r"owes \$30\.00\. \$12\.34 of this") as refusal:
        otters.pay(4234)

    assert (refusal.value.balance, refusal.value.rest, refusal.value.field) == (
        3000,
        1234,
        "amount",
    )
    assert balance_of(otters.banerjee) == 3000


def test_and_then_keeps_the_rest_as_account_credit(otters):
    otters.charge(3000)

    otters.pay(4234, keep_rest=True)

    assert account_credit(otters.banerjee) == 1234
    assert balance_of(otters.banerjee) == -1234


def test_a_payment_of_exactly_the_balance_asks_nothing(otters):
    otters.charge(3000)

    otters.pay(3000)

    assert (balance_of(otters.banerjee), dues(otters)) == (0, [])


def test_money_for_a_named_charge_asks_nothing_even_beside_credit(otters):
    otters.pay(5000, keep_rest=True)
    charge = otters.charge(3000)

    otters.pay(3000, apply_to=[(charge, 3000)])

    assert (standing_of(otters.banerjee).owed, account_credit(otters.banerjee)) == (0, 5000)


@pytest.mark.parametrize("amount", [0, -500])
def test_a_payment_is_above_zero(otters, amount):
    with pytest.raises(Refused) as refusal:
        otters.pay(amount, keep_rest=True)

    assert refusal.value.field == "amount"


def test_more_than_is_due_cannot_be_laid_against_a_charge(otters):
    charge = otters.charge(3000)

    with pytest.raises(TooMuch, match=r"Charge 1001 has \$30\.00 left to pay, so \$30\.01"):
        otters.pay(3001, apply_to=[(charge, 3001)], keep_rest=True)


def test_a_charge_of_another_family_cannot_be_paid(otters):
    charge = otters.charge(3000, family=otters.abernathy)

    with pytest.raises(TooMuch):
        otters.pay(3000, apply_to=[(charge, 3000)])


def test_the_same_payment_sent_twice_is_taken_once(otters):
    otters.charge(3000)
    first = otters.pay(3000, request_key="form-7")

    assert otters.pay(3000, request_key="form-7") == first
    assert balance_of(otters.banerjee) == 0


def test_credit_pays_what_comes_later_when_it_is_applied(otters):
    otters.pay(2000, keep_rest=True)
    otters.pay(2000, keep_rest=True, kind="house")
    two_charges(otters)

    rows = apply_credit(otters.banerjee, on=DAY, by=otters.by)

    assert [row.amount for row in rows] == [2000, 1000, 1000]
    assert dues(otters) == [("January", 4000)]
    assert apply_credit(otters.banerjee, on=DAY, by=otters.by) == []


def test_credit_is_laid_against_one_charge_by_hand(otters):
    payment = otters.pay(2000, keep_rest=True)
    charge = otters.charge(3000)

    allocate(payment, charge, amount=1500, on=DAY, by=otters.by)

    assert (dues(otters), account_credit(otters.banerjee)) == ([("Party", 1500)], 500)
    with pytest.raises(TooMuch, match=r"Payment 1001 has \$5\.00 left"):
        allocate(payment, charge, amount=501, on=DAY, by=otters.by)


def test_a_payment_taken_off_a_charge_is_credit_again(otters):
    otters.charge(3000)
    payment = otters.pay(3000)
    [row] = live_allocations(payment=payment)

    unapply(row, reason="Meant for January", on=DAY, by=otters.by)

    assert (dues(otters), account_credit(otters.banerjee)) == ([("Party", 3000)], 3000)
    with pytest.raises(TooMuch):
        unapply(row, reason="Twice", on=DAY, by=otters.by)


def test_a_refund_takes_unused_credit_first(otters):
    otters.charge(3000)
    payment = otters.pay(5000, keep_rest=True)

    refund = refund_payment(payment, amount=2000, kind="cash", on=DAY, by=otters.by)

    assert (str(refund), dues(otters)) == ("Refund 1001", [])
    assert balance_of(otters.banerjee) == 0


def test_a_refund_of_used_money_makes_the_newest_charge_due_again(otters):
    two_charges(otters)
    payment = otters.pay(8000)

    refund_payment(payment, amount=6000, kind="check", on=DAY, by=otters.by)

    assert dues(otters) == [("December", 1000), ("January", 5000)]
    assert balance_of(otters.banerjee) == 6000


def test_no_more_is_refunded_than_was_paid(otters):
    payment = otters.pay(5000, keep_rest=True)
    refund_payment(payment, amount=3000, kind="cash", on=DAY, by=otters.by)

    with pytest.raises(TooMuch, match=r"At most \$20\.00 of Payment 1001"):
        refund_payment(payment, amount=2001, kind="cash", on=DAY, by=otters.by)
    refund_payment(payment, amount=2000, kind="cash", on=DAY, by=otters.by)


def test_a_credit_is_reversed_not_refunded(otters):
    credit = otters.pay(5000, kind="house", keep_rest=True)

    with pytest.raises(NotRefundable, match="A credit is not money"):
        refund_payment(credit, amount=5000, kind="cash", on=DAY, by=otters.by)
    reverse_payment(credit, reason="Typo", on=DAY, by=otters.by)

    assert balance_of(otters.banerjee) == 0


def test_a_refund_recorded_in_error_is_taken_back(otters):
    payment = otters.pay(5000, keep_rest=True)
    refund = refund_payment(payment, amount=5000, kind="cash", on=DAY, by=otters.by)

    reverse_refund(refund, reason="Wrong family", on=DAY, by=otters.by)

    assert account_credit(otters.banerjee) == 5000
    assert [p.left for p in unapplied_payments(otters.banerjee)] == [5000]
    with pytest.raises(AlreadyReversed):
        reverse_refund(refund, reason="Again", on=DAY, by=otters.by)


def test_a_reversed_payment_is_owed_again(otters):
    otters.charge(3000)
    payment = otters.pay(3000)

    reversal = reverse_payment(payment, reason="Check bounced", on=LATER, by=otters.by)

    assert (reversal.amount, reversal.paid_on) == (-3000, LATER)
    assert (dues(otters), balance_of(otters.banerjee)) == ([("Party", 3000)], 3000)
    for each in (payment, reversal):
        with pytest.raises(AlreadyReversed):
            reverse_payment(each, reason="Again", on=LATER, by=otters.by)


def test_a_payment_with_a_refund_is_not_reversed(otters):
    payment = otters.pay(3000, keep_rest=True)
    refund_payment(payment, amount=1, kind="cash", on=DAY, by=otters.by)

    with pytest.raises(NotRefundable, match="reverse the refund first"):
        reverse_payment(payment, reason="Bounced", on=DAY, by=otters.by)


def test_a_reversed_payment_is_not_refunded(otters):
    payment = otters.pay(3000, keep_rest=True)
    reverse_payment(payment, reason="Bounced", on=DAY, by=otters.by)

    with pytest.raises(NotRefundable, match="was reversed"):
        refund_payment(payment, amount=1, kind="cash", on=DAY, by=otters.by)


def test_a_payment_is_told_to_the_family_and_to_the_charges_it_paid(otters):
    charge = otters.charge(3000)
    otters.pay(3000)

    assert [event.verb for event in history_of(charge)] == ["payment.taken", "charge.posted"]
    assert [event.verb for event in history_of(otters.banerjee)[:2]] == [
        "payment.taken",
        "charge.posted",
    ]


def test_a_form_is_not_carried_to_another_family(otters):
    otters.pay(1000, keep_rest=True, request_key="once")
    neighbors = Family.objects.create(account=otters.account, name="Park", sort_name="park")

    with pytest.raises(Refused, match="sent before, about something else"):
        otters.pay(1000, family=neighbors, keep_rest=True, request_key="once")
