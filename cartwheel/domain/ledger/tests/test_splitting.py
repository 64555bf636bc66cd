"""Two households pay for one thing: to the cent, whatever the percentages."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartwheel.domain.ledger.models import Charge, Split, SplitPart
from cartwheel.domain.ledger.operations import (
    AlreadyReversed,
    ChargeWithoutLines,
    Share,
    post_split_charge,
    reverse_charge,
    reverse_split,
)
from cartwheel.domain.ledger.queries import balance_of, split_parts
from cartwheel.domain.ledger.splitting import divided
from cartwheel.domain.ledger.tests.conftest import DAY, check_now
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.tenancy import tenant

REASON = {"reason": "A mistake", "on": DAY}


def split(house, *lines, percents=(60, 40), families=None, **given):
    families = families or (house.banerjee, house.abernathy)
    usual = {"location": house.bay, "charged_on": DAY, "due_on": DAY, "by": house.by}
    shares = [Share(f, p) for f, p in zip(families, percents, strict=True)]
    made = [house.line(line) if isinstance(line, int) else line for line in lines]
    return post_split_charge(shares, lines=made, **usual | given)


def parts(whole):
    return [(str(p.charge.family), p.percent, p.charge.total) for p in whole.parts.all()]


def test_each_household_gets_a_charge_of_its_part(otters):
    whole = split(otters, 12_000, title="Camp")

    assert parts(whole) == [("Banerjee", 60, 7200), ("Abernathy", 40, 4800)]
    assert whole.total == 12_000
    assert {p.charge.title for p in whole.parts.all()} == {"Camp"}
    assert (balance_of(otters.banerjee), balance_of(otters.abernathy)) == (7200, 4800)
    line = otters.abernathy.charges.get().lines.get()
    assert line.steps == [
        {
            "text": "40% of $120.00, split between Banerjee (60%) and Abernathy (40%)",
            "amount": 4800,
        }
    ]


def test_home_takes_the_odd_cent(otters):
    assert parts(split(otters, 101, percents=(50, 50))) == [
        ("Banerjee", 50, 51), ("Abernathy", 50, 50),
    ]  # fmt: skip


def test_the_tax_of_the_parts_is_the_tax_of_the_whole(otters):
    line = otters.line(12, tax_rate=otters.sales_tax)  # 8.25% of 12 is 1, of 6 it is 0
    whole = split(otters, line, percents=(50, 50))

    assert whole.total == 13
    assert parts(whole) == [("Banerjee", 50, 7), ("Abernathy", 50, 6)]
    odd = otters.banerjee.charges.get().lines.get()
    assert (odd.tax, odd.tax_odd) == (1, 1)
    assert odd.steps[-1] == {"text": "The odd cent of the whole tax", "amount": 1}
    reverse_split(whole, **REASON, by=otters.by)
    check_now()


def test_single_lines_are_borne_otherwise(otters):
    whole = split(otters, 10_000, 2_000, 500, by_line={1: (0, 100), 2: (100, 0)})

    assert parts(whole) == [("Banerjee", 60, 6500), ("Abernathy", 40, 6000)]
    first, second = (part.charge.lines.count() for part in whole.parts.all())
    assert (first, second) == (2, 2)


def test_who_bears_nothing_is_charged_nothing(otters):
    whole = split(otters, 1001, percents=(0, 100))

    assert parts(whole) == [("Abernathy", 100, 1001)]
    assert otters.banerjee.charges.count() == 0


def test_one_side_is_taken_back_by_itself(otters):
    whole = split(otters, 1000)
    other, mine = (part.charge for part in whole.parts.all())

    reverse_charge(mine, **REASON, by=otters.by)

    assert (balance_of(otters.banerjee), balance_of(otters.abernathy)) == (600, 0)
    [reversed_charge] = reverse_split(whole, **REASON, by=otters.by)
    assert reversed_charge.reverses == other
    assert balance_of(otters.banerjee) == 0
    with pytest.raises(AlreadyReversed):
        reverse_split(whole, **REASON, by=otters.by)


def test_both_sides_know_of_each_other(otters, django_assert_num_queries):
    whole = split(otters, 1000)
    for part in list(whole.parts.select_related("charge")):
        with django_assert_num_queries(1):
            found = split_parts(part.charge)
            assert [str(each.charge.family) for each in found] == ["Banerjee", "Abernathy"]
    assert split_parts(otters.charge(5)) == []


def test_a_form_that_is_sent_twice_charges_once(otters):
    first = split(otters, 1000, request_key="k")

    assert split(otters, 1000, request_key="k") == first
    assert Charge.objects.count() == 2
    with pytest.raises(Refused, match="about something else"):
        split(otters, 1, request_key="k", percents=(100,), families=(otters.abernathy,))


@pytest.mark.parametrize(
    ("percents", "by_line"),
    [((60, 39), None), ((101, -1), None), ((60, 40), {0: (50, 51)}), ((60, 40), {0: (100,)})],
)
def test_a_division_that_is_none_is_refused(otters, percents, by_line):
    with pytest.raises(Refused, match="must come to 100"):
        split(otters, 1000, percents=percents, by_line=by_line)
    assert not Split.objects.exists()


def test_a_household_is_named_once_and_something_is_charged(otters):
    with pytest.raises(Refused, match="each household once"):
        split(otters, 1000, families=(otters.banerjee, otters.banerjee))
    with pytest.raises(ChargeWithoutLines):
        split(otters)
    with pytest.raises(Refused, match="before its own date"):
        split(otters, 1000, due_on=DAY - timedelta(days=1))


def test_a_household_next_door_bears_nothing_here(otters, harbor):
    with tenant(harbor.account.pk):
        theirs = harbor.banerjee
    with pytest.raises(Refused, match="another business"):
        split(otters, 1000, families=(otters.banerjee, theirs))


def straight(write, **given):
    with transaction.atomic():
        write(**given)
        check_now()


def test_the_database_lets_parts_be_no_other_whole(otters):
    whole = split(otters, 1000)
    charge = otters.charge(5)

    with pytest.raises(IntegrityError, match="add up to 1005, not 1000"):
        straight(SplitPart.objects.create, account=otters.account, split=whole, charge=charge,
                 percent=0)  # fmt: skip
    with pytest.raises(DatabaseError, match="append-only"):
        straight(Split.objects.filter(pk=whole.pk).update, total=1005)
    with pytest.raises(IntegrityError, match="charge_line_tax"):
        otters.charge(otters.line(100, tax_odd=2))


AMOUNTS = st.integers(0, 100_000)


@st.composite
def whole_percents(draw, count):
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=count - 1, max_size=count - 1)))
    return [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]


@given(
    amount=AMOUNTS,
    discount=AMOUNTS,
    percents=st.integers(1, 5).flatmap(whole_percents),
    rate=st.decimals(0, 99, places=4),
)
@settings(max_examples=300, deadline=None)
def test_parts_come_to_the_whole_and_each_is_near_its_percentage(amount, discount, percents, rate):
    class Rate:
        percent = rate

    from cartwheel.domain.ledger.models import Line

    discount = min(amount, discount)
    line = Line("x", amount, program=None, category=None, discount=discount, tax_rate=Rate)

    found = divided(line, percents)

    whole = line.priced()
    assert sum(part.amount for part in found) == whole.amount
    assert sum(part.discount for part in found) == whole.discount
    assert sum(part.tax for part in found) == whole.tax
    for part in found:
        assert 0 <= part.discount <= part.amount
        assert part.tax >= 0
        assert -1 <= part.tax_odd <= 1
        assert part.of(line).priced().total == part.total
        near = part.percent * (amount - discount) / 100
        assert abs(part.amount - part.discount - near) <= len(percents)


@given(
    lines=st.lists(st.tuples(AMOUNTS, AMOUNTS, st.booleans()), min_size=1, max_size=4),
    percents=whole_percents(3),
    others=st.dictionaries(st.integers(0, 3), whole_percents(3), max_size=3),
    back=st.sets(st.integers(0, 2)),
)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_ledgers_hold_the_whole_and_nothing_when_it_is_taken_back(
    otters, lines, percents, others, back
):
    families = list(otters.account.families.order_by("pk")[:3])
    made = [
        otters.line(a, discount=min(a, d), tax_rate=otters.sales_tax if taxed else None)
        for a, d, taxed in lines
    ]
    with transaction.atomic():
        before = [balance_of(family) for family in families]
        whole = split(otters, *made, percents=percents, families=families, by_line=others)
        assert sum(map(balance_of, families)) - sum(before) == whole.total
        assert whole.total == sum(line.priced().total for line in made)
        for n, part in enumerate(whole.parts.all()):
            if n in back:
                reverse_charge(part.charge, **REASON, by=otters.by)
        if len(back & set(range(whole.parts.count()))) < whole.parts.count():
            reverse_split(whole, **REASON, by=otters.by)
        assert [balance_of(family) for family in families] == before
        check_now()
        transaction.set_rollback(True)
