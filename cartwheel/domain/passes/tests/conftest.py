"""The swim school sells passes: ten lessons for a family, five for one student."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.appointments.tests.conftest import NOW, TODAY, School, open_school
from cartwheel.domain.catalog.operations import add_charge_category, add_tax_rate
from cartwheel.domain.passes.models import Pass, PassType
from cartwheel.domain.passes.operations import add_pass_type, sell_pass, take_punch
from cartwheel.kernel.tenancy import tenant


class Counter:
    """Where passes are sold and punched."""

    def __init__(self, school: School) -> None:
        self.school, self.here, self.account = school, school.here, school.account
        self.by = Actor.system(school.account)
        self.swim = school.program
        self.category = add_charge_category(title="Passes", by=self.by)
        self.tax = add_tax_rate(
            location=self.here, name="Sales tax", percent=Decimal(10), by=self.by
        )
        self.ten = self.offer()
        self.five = self.offer(title="Five lessons", holder="student", price=9000, uses=5)

    def offer(self, **changed: Any) -> PassType:
        values = {
            "location": self.here,
            "title": "Ten lessons",
            "price": 20000,
            "uses": 10,
            "program": self.swim,
            "category": self.category,
            "by": self.by,
        }
        return add_pass_type(**values | changed)

    def sell(self, type: PassType, child: Any, **changed: Any) -> Pass:
        values = {
            "family": child.family,
            "student": child if type.is_for_student else None,
            "request_key": uuid4(),
            "on": TODAY,
            "now": NOW,
            "by": self.by,
        }
        return sell_pass(type, **values | changed)

    def punch(self, held: Pass, child: Any, on: date = TODAY, **changed: Any) -> Any:
        values = {
            "location": self.here,
            "program": self.swim,
            "now": NOW,
            "by": self.by,
        }
        return take_punch(held, student=child, on=on, **values | changed)


@pytest.fixture
def counter(db: Any) -> Any:
    school = open_school()
    with tenant(school.account.pk):
        yield Counter(school)


def used(held: Pass) -> int:
    return Pass.objects.get(pk=held.pk).used
