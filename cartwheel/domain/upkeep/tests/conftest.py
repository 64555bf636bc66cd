"""Two families that are one, and the shortest way to furnish them."""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils import timezone

from cartwheel.domain.ledger.tests.conftest import check_now, furnished
from cartwheel.domain.parties.operations import book_party
from cartwheel.domain.people.operations import add_student, create_family

BORN = date(2019, 5, 4)


class Twins(SimpleNamespace):
    """``banerjee`` of the cast, and ``again``: the same family, entered a second time."""

    def charge(self, amount, family):
        return self.house.charge(amount, family=family)

    def pay(self, amount, family, **given):
        return self.house.pay(amount, family=family, **given)

    def book(self, family, honoree, **given):
        saturday = timezone.localdate() + timedelta(days=28)
        saturday += timedelta(days=(5 - saturday.weekday()) % 7)
        booking = {
            "station": self.otters.stations["Main Gym"],
            "on": saturday,
            "time_slot": self.otters.slots["Noon"],
            "title": f"{honoree} celebrates",
            "guests": 10,
            "family": family,
            "honoree": honoree,
            "package": self.otters.packages["Classic Flip"],
            "request_key": uuid4(),
            "now": timezone.now(),
        }
        return book_party(**booking | given, by=self.by)


def twins_of(otters):
    by = otters.owner
    again = create_family(
        first_name="Arun",
        last_name="Banerjee",
        phone="+15125550999",
        email="arun.second@example.com",
        portal_password="a long enough phrase",
        by=by,
    )
    tara = otters.students["Tara"]
    double = add_student(
        again, first_name="Tara", last_name="Banerjee", born_on=tara.born_on, by=by
    )
    baby = add_student(again, first_name="Ira", last_name="Banerjee", born_on=BORN, by=by)
    check_now()
    return Twins(
        otters=otters,
        house=furnished(otters.account),
        by=by,
        banerjee=otters.families["Banerjee"],
        again=again,
        tara=tara,
        double=double,
        ira=baby,
    )


@pytest.fixture
def twins(otters):
    return twins_of(otters)
