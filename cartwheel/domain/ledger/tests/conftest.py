"""Otter Bay's money: one family, what it can be charged for, and helpers that say it briefly."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import add_location, open_account
from cartwheel.domain.catalog.operations import add_charge_category, add_program, add_tax_rate
from cartwheel.domain.ledger.operations import Line, post_charge, take_payment
from cartwheel.domain.people.models import Family
from cartwheel.kernel.tenancy import tenant

DAY = date(2026, 12, 5)


class House(SimpleNamespace):
    """A business with one family, and the shortest way to charge it and take its money."""

    def line(self, amount, **given):
        given = {"title": "Party", "program": self.parties, "category": self.category} | given
        return Line(amount=amount, **given)

    def charge(self, *amounts, family=None, **given):
        given = {"location": self.bay, "charged_on": DAY, "due_on": DAY, "by": self.by} | given
        lines = [self.line(a) if isinstance(a, int) else a for a in amounts]
        return post_charge(family or self.banerjee, lines=lines, **given)

    def pay(self, amount, *, family=None, **given):
        given = {"location": self.bay, "kind": "cash", "paid_on": DAY, "by": self.by} | given
        return take_payment(family or self.banerjee, amount=amount, **given)


def furnish(slug="otters", name="Otter Bay Gym & Swim", who="Olive Ortiz"):
    account = open_account(slug=slug, name=name)
    by = Actor(account, "staff", who, id=1, everything=True)
    with tenant(account.pk), transaction.atomic():
        bay = add_location(name="Otter Bay", timezone="America/Chicago", by=by)
        point = add_location(name="Harbor Point", timezone="America/Denver", by=by)
        return House(
            account=account,
            by=by,
            bay=bay,
            point=point,
            parties=add_program(name="Parties", financial_only=True, by=by),
            category=add_charge_category(title="Party", by=by),
            sales_tax=add_tax_rate(location=bay, name="Sales tax", percent=Decimal("8.25"), by=by),
            banerjee=family(account, "Banerjee"),
            abernathy=family(account, "Abernathy"),
        )


def family(account, name):
    return Family.objects.create(account=account, name=name, sort_name=name.lower())


def check_now():
    """Run the rules that wait for the commit."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


@pytest.fixture
def harbor(db):
    return furnish("harbor", "Harbor Street Dance", "Hana Ito")


@pytest.fixture
def otters(db):
    house = furnish()
    with tenant(house.account.pk):
        yield house
        check_now()
