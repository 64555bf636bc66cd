"""The cast's money: whom it can be charged to, what for, and helpers that say it briefly."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection

from cartwheel.domain.ledger.operations import Line, post_charge, take_payment
from cartwheel.domain.staff.queries import actor_for
from cartwheel.kernel.tenancy import tenant

DAY = date(2026, 12, 5)


class House(SimpleNamespace):
    """A business, and the shortest way to charge its families and take their money."""

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


def furnished(account):
    """The house of a business of the cast; open its tenant first."""
    places = list(account.locations.all())
    owner = account.staff.select_related("account").filter(is_admin=True).first()
    families = account.families.order_by("pk")
    return House(
        account=account,
        by=actor_for(owner, surface="office", address="127.0.0.1"),
        bay=places[0],
        point=places[-1],
        parties=account.programs.get(),
        category=account.charge_categories.get(),
        sales_tax=places[0].tax_rates.get(),
        banerjee=families.first(),
        abernathy=families[1:2].first(),
    )


def check_now():
    """Run the rules that wait for the commit."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


@pytest.fixture
def harbor(harbor):
    with tenant(harbor.pk):
        return furnished(harbor)


@pytest.fixture
def otters(otters):
    yield furnished(otters.account)
    check_now()
