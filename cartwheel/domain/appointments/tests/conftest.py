"""A swim school: Marcus teaches on Tuesdays and Thursdays, in one lane."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.appointments.models import Appointment, Service
from cartwheel.domain.appointments.operations import (
    Tier,
    Window,
    add_appointment,
    add_pricing_schedule,
    add_service,
    book_appointment,
)
from cartwheel.domain.catalog.models import Program
from cartwheel.domain.catalog.operations import add_location, add_program
from cartwheel.domain.people.operations import add_student, create_family
from cartwheel.domain.scheduling.models import Zone
from cartwheel.domain.scheduling.operations import add_zone
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.operations import add_staff_member
from cartwheel.kernel.tenancy import tenant

CHICAGO = ZoneInfo("America/Chicago")
TODAY = date(2026, 3, 2)  # a Monday; the clocks go forward on the Sunday after
NOW = datetime(2026, 3, 2, 10, tzinfo=CHICAGO)
TUESDAY, THURSDAY = date(2026, 3, 3), date(2026, 3, 5)


@dataclass
class School:
    account: Account
    by: Actor
    here: Location
    marcus: StaffMember = field(init=False)
    priya: StaffMember = field(init=False)
    lane: Zone = field(init=False)
    program: Program = field(init=False)
    private: Service = field(init=False)
    pricing: Any = field(init=False)

    def offer(self, **changed: Any) -> Appointment:
        values = {
            "location": self.here,
            "service": self.private,
            "instructor": self.marcus,
            "program": self.program,
            "pricing": self.pricing,
            "zone": self.lane,
            "starts_on": TODAY,
            "ends_on": None,
            "times": [Window(1, time(16), time(16, 30)), Window(3, time(16), time(16, 30))],
            "max_students": 1,
            "today": TODAY,
            "by": self.by,
        }
        return add_appointment(**values | changed)

    def child(self, first_name: str = "Mia", **more: Any) -> Any:
        phone = f"+1512555{self.account.families.count():04d}"
        family = create_family(
            first_name="Dana",
            last_name="Abernathy",
            phone=phone,
            duplicates_seen=True,
            by=self.by,
        )
        born_on = more.pop("born_on", date(2018, 5, 1))
        return add_student(family, first_name=first_name, born_on=born_on, by=self.by, **more)

    def book(self, student: Any, *timeslots: Any, **more: Any) -> Any:
        values = {"request_key": uuid4(), "now": NOW, "by": self.by} | more
        return book_appointment(student=student, timeslots=timeslots, **values)


def open_school(timezone: str = "America/Chicago", slug: str = "minnows") -> School:
    account = open_account(slug=slug, name="Minnows")
    system = Actor(account, "staff", "Olive Ortiz", id=1, everything=False)
    with tenant(account.pk), transaction.atomic():
        everything = Actor.system(account)
        here = add_location(name="Pool", timezone=timezone, by=everything)
        here.account = account
        school = School(account=account, by=system, here=here)
        school.marcus = add_staff_member(first_name="Marcus", last_name="Cole", by=everything)
        school.priya = add_staff_member(first_name="Priya", last_name="Nair", by=everything)
        school.lane = add_zone(location=here, name="Lane 1", by=everything)
        school.program = add_program(name="Swim", by=everything)
        school.private = add_service(name="Private Lesson", by=everything)
        school.pricing = add_pricing_schedule(
            name="Privates", tiers=[Tier(4500, minutes=30), Tier(8000)], by=everything
        )
    return school


@pytest.fixture
def school(db: Any) -> Any:
    """Open for the length of the test."""
    opened = open_school()
    with tenant(opened.account.pk):
        yield opened
