"""Jonah gives private lessons at Otter Bay on every day of the week, two children at once."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cartwheel.domain.appointments.operations import (
    Tier,
    Window,
    add_appointment,
    add_pricing_schedule,
    add_service,
    book_appointment,
)


class Lessons:
    def __init__(self, otters, service="Private lesson", pricing="Privates", hour=7):
        self.otters, self.by, self.hour = otters, otters.desk, hour
        self.today = timezone.localdate(timezone=otters.bay.zone)
        self.private = add_service(name=service, by=self.by)
        tiers = [Tier(4500, minutes=30)]
        self.pricing = add_pricing_schedule(name=pricing, tiers=tiers, by=self.by)
        self.offer = self.offered()

    def offered(self, **changed):
        values = {
            "location": self.otters.bay,
            "service": self.private,
            "instructor": self.otters.staff["Jonah"],
            "program": self.otters.account.programs.first(),
            "pricing": self.pricing,
            "starts_on": self.today + timedelta(days=1),
            "ends_on": self.today + timedelta(days=14),
            "times": [Window(day, time(self.hour), time(self.hour, 30)) for day in range(7)],
            "max_students": 2,
            "today": self.today,
            "by": self.by,
        }
        return add_appointment(**values | changed)

    def slots(self):
        return list(self.offer.timeslots.all())

    def book(self, name, *slots):
        return book_appointment(
            student=self.otters.students[name],
            timeslots=slots,
            unfit_seen=True,
            request_key=uuid4(),
            now=timezone.now(),
            by=self.by,
        )


@pytest.fixture
def lessons(otters):
    return Lessons(otters)


def to(name, *args):
    return reverse(f"office:{name}", args=["otters", *args])


def typed(slot, whom, **more):
    """What Book Appointment sends for one date."""
    on: date = slot.on
    return {
        "request_key": str(uuid4()),
        "student": whom.pk,
        "family": whom.family_id,
        "frequency": "once",
        "starts_on": on.isoformat(),
        "timeslots": [slot.pk],
        "offered": str(slot.pk),
        "do": "save",
    } | more
