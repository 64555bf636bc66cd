from decimal import Decimal

import pytest

from cartwheel.domain.activity.queries import history_of
from cartwheel.domain.ledger.models import Step
from cartwheel.domain.ledger.operations import (
    AlreadyReversed,
    ChargeWithoutLines,
    post_charge,
    reverse_charge,
)
from cartwheel.domain.ledger.queries import balance_of, open_charges, standing_of
from cartwheel.domain.ledger.tests.conftest import DAY
from cartwheel.kernel.refusals import Refused


def test_a_charge_is_the_sum_of_its_lines_with_tax_rounded_once_a_line(otters):
    charge = otters.charge(
        otters.line(29500, title="Splash party", tax_rate=otters.sales_tax),
        otters.line(2010, title="Guests", quantity=3, discount=1000, tax_rate=otters.sales_tax),
        otters.line(500, title="Candles"),
    )

    lines = [(x.amount, x.discount, x.tax, x.total) for x in charge.lines.all()]
    assert lines == [(29500, 0, 2434, 31934), (2010, 1000, 83, 1093), (500, 0, 0, 500)]
    assert charge.total == 33527
    assert balance_of(otters.banerjee) == 33527


def test_half_a_cent_of_tax_goes_up(otters):
    otters.sales_tax.percent = Decimal("5")

    charge = otters.charge(otters.line(10, tax_rate=otters.sales_tax))

    assert charge.lines.get().tax == 1


def test_a_charge_without_a_title_takes_that_of_its_first_line(otters):
    charge = otters.charge(otters.line(100, title="Splash"), otters.line(100, title="Guests"))

    assert (str(charge), charge.title) == ("Charge 1001", "Splash")


def test_charges_are_numbered_in_each_business(otters):
    assert [otters.charge(100).number for _ in range(3)] == [1001, 1002, 1003]


def test_a_line_keeps_how_its_amount_came_about(otters):
    steps = (Step("Splash package", 29500), Step("2 more guests at $18.00", 3600))

    charge = otters.charge(otters.line(33100, trace=steps))

    assert charge.lines.get().steps == [
        {"text": "Splash package", "amount": 29500},
        {"text": "2 more guests at $18.00", "amount": 3600},
    ]


def test_a_charge_may_come_to_nothing(otters):
    assert otters.charge(otters.line(5000, discount=5000)).total == 0
    assert balance_of(otters.banerjee) == 0


def test_a_charge_needs_a_line(otters):
    with pytest.raises(ChargeWithoutLines):
        otters.charge()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"amount": -1}, "amount"),
        ({"amount": 100, "discount": -1}, "discount"),
        ({"amount": 100, "discount": 101}, "discount"),
        ({"amount": 100, "quantity": 0}, "quantity"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(otters, given, field):
    with pytest.raises(Refused) as refusal:
        otters.charge(otters.line(**given))

    assert refusal.value.field in (field, "amount")


def test_a_charge_is_not_due_before_its_day(otters):
    with pytest.raises(Refused) as refusal:
        otters.charge(100, due_on=DAY.replace(day=4))

    assert refusal.value.field == "due_on"


def test_the_tax_of_another_location_is_refused(otters):
    with pytest.raises(Refused) as refusal:
        otters.charge(otters.line(100, tax_rate=otters.sales_tax), location=otters.point)

    assert refusal.value.field == "tax_rate"


def test_the_same_form_sent_twice_charges_once(otters):
    first = otters.charge(100, request_key="form-1")

    assert otters.charge(100, request_key="form-1") == first
    assert balance_of(otters.banerjee) == 100


def test_a_family_of_another_business_cannot_be_charged(otters, harbor):
    with pytest.raises(Refused):
        post_charge(
            harbor.banerjee,
            location=otters.bay,
            lines=[otters.line(100)],
            charged_on=DAY,
            due_on=DAY,
            by=otters.by,
        )


def test_charging_is_told_in_the_familys_history(otters):
    charge = otters.charge(100)

    event = history_of(otters.banerjee).first()
    assert event.verb == "charge.posted"
    assert event.details == {"number": charge.number, "title": "Party", "total": 100}


def test_a_reversal_is_exactly_minus_the_charge(otters):
    charge = otters.charge(otters.line(29500, discount=999, tax_rate=otters.sales_tax), 500)

    reversal = reverse_charge(charge, reason="Canceled", on=DAY, by=otters.by)

    assert reversal.total == -charge.total
    assert [x.total for x in reversal.lines.all()] == [-x.total for x in charge.lines.all()]
    assert balance_of(otters.banerjee) == 0
    assert list(open_charges(otters.banerjee)) == []


def test_what_had_paid_a_reversed_charge_is_account_credit(otters):
    charge = otters.charge(10000)
    otters.pay(4000)

    reverse_charge(charge, reason="Canceled", on=DAY, by=otters.by)

    standing = standing_of(otters.banerjee)
    assert (standing.owed, standing.credit, standing.balance) == (0, 4000, -4000)


def test_a_charge_is_reversed_once(otters):
    charge = otters.charge(100)
    reversal = reverse_charge(charge, reason="Typo", on=DAY, by=otters.by)

    for each in (charge, reversal):
        with pytest.raises(AlreadyReversed):
            reverse_charge(each, reason="Again", on=DAY, by=otters.by)
