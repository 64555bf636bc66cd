"""What customers brought in, against the ledger; when they came, against the parties."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import Sum
from django.utils import timezone

from cartwheel.domain.customers.queries import is_lost, loyalty_of, with_loyalty
from cartwheel.domain.ledger.models import Book, Line, Posting
from cartwheel.domain.ledger.operations import (
    post_charge,
    refund_payment,
    reverse_charge,
    take_payment,
)
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.operations import book_party, delete_party
from cartwheel.domain.people.models import Family


def charged(otters, family, amount, *, discount=0, taxed=True, on=None):
    line = Line(
        title="Hall",
        amount=amount,
        discount=discount,
        program=otters.account.programs.get(),
        category=otters.account.charge_categories.first(),
        tax_rate=otters.tax if taxed else None,
    )
    on = on or timezone.localdate()
    return post_charge(
        family, location=otters.bay, lines=[line], charged_on=on, due_on=on, by=otters.owner
    )


def income_of(**whose):
    """Income less discounts, as the journal has it: credits are negative there."""
    books = Posting.objects.filter(book__in=[Book.INCOME, Book.DISCOUNTS], **whose)
    return -books.aggregate(sum=Sum("amount", default=0))["sum"]


def booked(otters, family, *, honoree=None, **changes):
    """A party on a Saturday of its own."""
    day = timezone.localdate() + timedelta(days=28 + 7 * Party.objects.count())
    values = {
        "station": otters.stations["Main Gym"],
        "on": day + timedelta(days=(5 - day.weekday()) % 7),
        "time_slot": otters.slots["Noon"],
        "title": "Party",
        "guests": 10,
        "family": family,
        "honoree": honoree,
        "package": otters.packages["Classic Flip"],
        "tax_rate": otters.tax,
        "request_key": uuid4(),
        "now": timezone.now(),
        "by": otters.owner,
    }
    return book_party(**values | changes)


def took_place(party, *, days_ago):
    at = timezone.now() - timedelta(days=days_ago)
    Party.objects.filter(pk=party.pk).update(starts_at=at, ends_at=at + timedelta(hours=2))


@pytest.mark.parametrize("seed", range(6))
def test_revenue_is_what_the_ledger_has_whatever_was_done(otters, seed):
    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    families = [otters.families[name] for name in ("Banerjee", "Abernathy", "Castellanos")]
    charges, payments, today = [], [], timezone.localdate()
    for _step in range(25):
        family = chance.choice(families)
        act = chance.choice(("charge", "charge", "reverse", "pay", "refund"))
        if act == "charge":
            amount = chance.randrange(100, 90_000)
            charges.append(
                charged(
                    otters,
                    family,
                    amount,
                    discount=chance.choice((0, amount // 3, amount)),
                    taxed=chance.random() < 0.6,
                    on=today - timedelta(days=chance.randrange(0, 800)),
                )
            )
        elif act == "reverse" and charges:
            charge = charges.pop(chance.randrange(len(charges)))
            reverse_charge(charge, reason="Error", on=today, by=otters.owner)
        elif act == "pay":
            payments.append(
                take_payment(
                    family,
                    location=otters.bay,
                    kind="cash",
                    amount=chance.randrange(100, 50_000),
                    paid_on=today,
                    keep_rest=True,
                    by=otters.owner,
                )
            )
        elif act == "refund" and payments:
            payment = payments.pop(chance.randrange(len(payments)))
            refund_payment(
                payment, amount=payment.amount // 2, kind="cash", on=today, by=otters.owner
            )
    now = timezone.now()

    listed = {row.pk: row for row in with_loyalty(otters.account, now=now)}
    for family in families:
        told = loyalty_of(family, now=now)
        row = listed[family.pk]
        assert told.revenue == row.revenue == income_of(family=family)
        assert told.orders == row.orders == family.charges.standing().count()
        assert told.charged == sum(charge.total for charge in family.charges.standing())
        assert balance_of(family) == told.charged - told.paid + told.refunded
        assert (told.average, row.average) == (told.average, told.average)
        assert sum(year.revenue for year in told.years) == told.revenue
    assert sum(row.revenue for row in listed.values()) == income_of(account=otters.account)


def test_an_average_is_rounded_and_nothing_is_divided_by_nothing(otters):
    family = otters.families["Banerjee"]
    now = timezone.now()
    assert (loyalty_of(family, now=now).average, loyalty_of(family, now=now).orders) == (0, 0)
    charged(otters, family, 101, taxed=False)
    charged(otters, family, 200, taxed=False)

    row = with_loyalty(otters.account, now=now).get(pk=family.pk)

    assert loyalty_of(family, now=now).average == 151  # 150.5, half up
    assert row.average == 151


def test_orders_count_by_their_day_and_kind(otters):
    family, now, today = otters.families["Banerjee"], timezone.now(), timezone.localdate()
    charged(otters, family, 10_000, taxed=False, on=today - timedelta(days=400))
    charged(otters, family, 5_000, taxed=False)
    party = booked(otters, family).charges.get().charge.lines.get()

    def revenue(**asked):
        row = with_loyalty(otters.account, now=now, **asked).get(pk=family.pk)
        return row.revenue, row.orders

    assert revenue() == (15_000 + party.amount, 3)
    assert revenue(since=today - timedelta(days=30)) == (5_000 + party.amount, 2)
    assert revenue(until=today - timedelta(days=30)) == (10_000, 1)
    assert revenue(kinds=("party",)) == (party.amount, 1)
    assert revenue(kinds=("other",)) == (15_000, 2)
    assert revenue(kinds=("party", "other")) == (15_000 + party.amount, 3)
    assert revenue(kinds=("appointment",)) == (0, 0)
    by_kind = {(year.year, year.kind): year.revenue for year in loyalty_of(family, now=now).years}
    assert by_kind[today.year, "party"] == party.amount


def test_a_visit_is_a_party_that_took_place(otters):
    family = otters.families["Banerjee"]
    for days in (30, 500):
        took_place(booked(otters, family, charge=False), days_ago=days)
    deleted = booked(otters, family, charge=False)
    delete_party(
        deleted,
        version=deleted.version,
        reason="Ill",
        refund=None,
        now=timezone.now(),
        by=otters.owner,
    )
    took_place(deleted, days_ago=5)
    coming = booked(otters, family, charge=False)
    now = timezone.now()

    told = loyalty_of(family, now=now)
    row = with_loyalty(otters.account, now=now).get(pk=family.pk)

    assert told.visits == 2
    assert (now - told.last_visit).days == 30
    assert (now - told.first_visit).days == 500
    assert told.next_visit == coming.starts_at
    assert (row.first_visit, row.last_visit) == (told.first_visit, told.last_visit)


def test_lost_is_who_came_and_comes_no_more(otters):
    now = timezone.now()
    gone, back, lately = (
        otters.families[name] for name in ("Banerjee", "Abernathy", "Castellanos")
    )
    for family, days in ((gone, 500), (back, 500), (lately, 20)):
        took_place(booked(otters, family, charge=False), days_ago=days)
    booked(otters, back, charge=False)

    lost = Family.objects.filter(is_lost(since=now - timedelta(days=365), now=now))

    assert list(lost) == [gone]
    assert set(Family.objects.filter(is_lost(since=now, now=now))) == {gone, lately}
