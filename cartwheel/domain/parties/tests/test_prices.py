from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartwheel.domain.catalog.models import TaxRate
from cartwheel.domain.parties.models import AddOn, Package
from cartwheel.domain.parties.queries import price_party
from cartwheel.kernel.money import percent_of


def price(gym, package=None, guests=10, add_ons=(), tax_rate=None):
    package = package or gym.basic
    return price_party(package=package, guests=guests, add_ons=add_ons, tax_rate=tax_rate)


def test_guests_up_to_the_included_cost_nothing_more(gym):
    assert [line.title for line in price(gym, guests=10).lines] == ["Basic"]
    assert [(line.title, line.amount) for line in price(gym, guests=11).lines] == [
        ("Basic", 20000),
        ("Additional guests", 1500),
    ]


def test_tax_is_rounded_half_up_on_each_line_and_only_where_it_is_due(gym):
    half = TaxRate(name="Half", percent=Decimal("2.5"))

    seen = price(gym, guests=11, add_ons=[(gym.pizza, 1), (gym.photos, 1)], tax_rate=half)

    assert [(line.amount, line.tax) for line in seen.lines] == [
        (20000, 500),
        (1500, 38),  # 37.5
        (1899, 47),  # 47.475
        (3000, 0),
    ]
    assert (seen.subtotal, seen.tax, seen.total) == (26399, 585, 26984)


@pytest.mark.parametrize(("kind", "expected"), [("none", 0), ("amount", 5000), ("percent", 5413)])
def test_the_deposit_is_an_amount_or_a_part_of_the_total(gym, kind, expected):
    gym.basic.deposit_kind, gym.basic.deposit_percent = kind, Decimal("25")

    assert price(gym, tax_rate=gym.tax).deposit == expected


def test_a_deposit_is_never_more_than_the_total(gym):
    gym.basic.deposit_amount = 99900

    assert price(gym).deposit == 20000


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cost=st.integers(0, 10**7),
    each=st.integers(0, 10**5),
    included=st.integers(0, 30),
    guests=st.integers(1, 200),
    picked=st.lists(
        st.tuples(st.integers(0, 10**5), st.booleans(), st.booleans(), st.integers(1, 9))
    ),
    percent=st.decimals(0, 30, places=3),
)
def test_totals_are_the_sums_of_rounded_lines(gym, cost, each, included, guests, picked, percent):
    package = Package(
        account=gym.account, name="P", price=cost, guests_included=included, guest_price=each
    )
    picks = [
        (
            AddOn(
                pk=n,
                account=gym.account,
                name="A",
                price=p,
                per="guest" if g else "party",
                taxable=t,
            ),
            q,
        )
        for n, (p, g, t, q) in enumerate(picked)
    ]
    rate = TaxRate(name="T", percent=percent)

    seen = price(gym, package, guests, picks, rate)

    expected = cost + max(0, guests - included) * each
    expected += sum(p * q * (guests if g else 1) for p, g, t, q in picked)
    assert seen.subtotal == expected
    assert seen.tax == sum(percent_of(line.amount, percent) for line in seen.lines if line.taxable)
    assert seen.total == seen.subtotal + seen.tax
    for line in seen.lines:
        assert line.amount == line.quantity * line.unit
        assert [step.amount for step in line.trace if step.amount is not None] == [line.amount]
