"""Otter Bay sells ten lessons to families and five to one student, and gives lessons every day."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from cartwheel.domain.passes.models import Pass, PassType
from cartwheel.domain.passes.operations import add_pass_type, sell_pass
from cartwheel.office.appointments.tests.conftest import Lessons


class Till:
    def __init__(self, otters: Any) -> None:
        self.otters, self.by = otters, otters.owner

    def offer(self, **changed: Any) -> PassType:
        account = self.otters.account
        values = {
            "location": self.otters.bay,
            "title": "Ten lessons",
            "price": 20000,
            "uses": 10,
            "program": account.programs.first(),
            "category": account.charge_categories.first(),
            "by": self.by,
        }
        return add_pass_type(**values | changed)

    def sell(self, type: PassType, name: str, **changed: Any) -> Pass:
        student = self.otters.students[name]
        values = {
            "family": student.family,
            "student": student if type.is_for_student else None,
            "request_key": uuid4(),
            "on": timezone.localdate(timezone=self.otters.bay.zone),
            "now": timezone.now(),
            "by": self.otters.desk,
        }
        return sell_pass(type, **values | changed)


@pytest.fixture
def till(otters: Any) -> Any:
    till: Any = Till(otters)
    till.ten = till.offer()
    till.five = till.offer(title="Five private lessons", holder="student", price=9000, uses=5)
    return till


@pytest.fixture
def lessons(otters: Any) -> Lessons:
    return Lessons(otters)
