"""A family buys a pass."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from cartwheel.domain.activity.models import Event
from cartwheel.domain.ledger.models import Charge, Payment
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.ledger.tests.conftest import check_now
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.passes.operations import (
    PassForAnother,
    PassNotSold,
    change_pass_type,
    void_pass,
)
from cartwheel.domain.passes.queries import types_for_sale
from cartwheel.domain.passes.tests.conftest import NOW, TODAY
from cartwheel.kernel.refusals import Refused


@pytest.fixture
def mia(counter):
    yield counter.school.child("Mia")
    check_now()


def test_it_is_on_the_ledger_with_tax_and_with_how_its_price_came(counter, mia):
    taxed = counter.offer(title="Taxed", tax_rate=counter.tax)

    held = counter.sell(taxed, mia)

    line = held.charge.lines.get()
    assert (held.number, held.uses, held.used, held.student) == (1001, 10, 0, None)
    assert (line.title, line.amount, line.tax, line.total) == ("Taxed", 20000, 2000, 22000)
    assert (line.program, line.category) == (counter.swim, counter.category)
    assert line.trace == [{"text": "Taxed: price", "amount": 20000}]
    assert balance_of(mia.family) == 22000
    event = Event.objects.get(verb="pass.sold")
    assert event.details == {"title": "Taxed", "uses": 10}


def test_it_can_be_paid_in_the_same_moment(counter, mia):
    held = counter.sell(counter.ten, mia, kind="cash", reference="Till 2")

    payment = Payment.objects.get()
    assert (payment.amount, payment.kind, payment.reference) == (20000, "cash", "Till 2")
    assert balance_of(mia.family) == 0
    assert Charge.objects.with_paid().get(pk=held.charge_id).due == 0


def test_each_use_has_its_price_where_the_type_says_so(counter, mia):
    type = counter.offer(title="Lessons", price=1900, uses=8, is_per_use=True)

    proposed, fewer = counter.sell(type, mia), counter.sell(type, mia, uses=3)
    with pytest.raises(Refused) as refused:
        counter.sell(type, mia, uses=0)

    assert refused.value.field == "uses"
    assert [(h.uses, h.charge.total) for h in (proposed, fewer)] == [(8, 15200), (3, 5700)]
    assert fewer.charge.lines.get().trace == [
        {"text": "Lessons: price of a use", "amount": 1900},
        {"text": "3 ×", "amount": 5700},
    ]


def test_a_free_pass_is_charged_nothing(counter, mia):
    held = counter.sell(counter.offer(title="Gift", price=0), mia, kind="cash")

    assert held.charge is None
    assert (Charge.objects.count(), Payment.objects.count()) == (0, 0)


def test_the_same_form_sells_once(counter, mia):
    key = uuid4()

    first = counter.sell(counter.ten, mia, request_key=key)
    again = counter.sell(counter.ten, mia, request_key=key)

    assert again == first
    assert (Pass.objects.count(), Charge.objects.count()) == (1, 1)


def test_a_pass_for_a_student_is_sold_for_one_of_the_family(counter, mia):
    stranger = counter.school.child("Leo")

    for wrong, words in (
        ({"student": None}, "Choose the student"),
        ({"student": stranger}, "does not belong to this family"),
    ):
        with pytest.raises(PassForAnother, match=words):
            counter.sell(counter.five, mia, **wrong)
    with pytest.raises(PassForAnother, match="for the family as a whole"):
        counter.sell(counter.ten, mia, student=mia)
    held = counter.sell(counter.five, mia)

    assert (held.student, held.charge.title) == (mia, "Five lessons for Mia Abernathy")
    assert list(Pass.objects.all()) == [held]


def test_no_more_are_sold_than_there_may_be(counter, mia):
    type = counter.offer(title="Early bird", max_sold=1)
    first = counter.sell(type, mia)

    assert type not in types_for_sale(counter.here)
    with pytest.raises(PassNotSold, match="All 1 of Early bird are sold"):
        counter.sell(type, mia)
    void_pass(first, reason="Slip", on=TODAY, now=NOW, by=counter.by)

    assert counter.sell(type, mia) != first


def test_what_is_not_for_sale_is_not_sold(counter, mia):
    type = counter.offer(title="Next year", is_for_sale=False)

    with pytest.raises(PassNotSold, match="Next year is not for sale"):
        counter.sell(type, mia)


def days(held):
    return (held.starts_on, held.ends_on)


def test_how_long_it_is_good(counter, mia):
    month = counter.offer(title="Month", valid_days=30)
    summer = counter.offer(title="Summer", starts_on=date(2026, 6, 1), ends_on=date(2026, 8, 31))
    later = TODAY + timedelta(days=7)

    assert days(counter.sell(counter.ten, mia)) == (TODAY, None)
    assert days(counter.sell(month, mia)) == (TODAY, date(2026, 3, 31))
    assert days(counter.sell(month, mia, starts_on=later)) == (later, date(2026, 4, 7))
    assert days(counter.sell(summer, mia)) == (date(2026, 6, 1), date(2026, 8, 31))


def test_one_that_is_over_is_not_sold(counter, mia):
    type = counter.offer(title="Winter", ends_on=TODAY)
    assert days(counter.sell(type, mia)) == (TODAY, TODAY)

    change_pass_type(
        type,
        title="Winter",
        holder="family",
        price=20000,
        uses=10,
        ends_on=TODAY - timedelta(days=1),
        program=counter.swim,
        category=counter.category,
        by=counter.by,
    )

    with pytest.raises(PassNotSold, match="good until"):
        counter.sell(type, mia)
