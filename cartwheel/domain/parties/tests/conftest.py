"""A gym with two stations, two slots, two packages and three add-ons, and two families.

It is Monday, 2 March 2026, ten in the morning. Splash Zone offers the noon slot (12:00 to 14:00,
half an hour to set up, a quarter to clean) and the late slot (14:45 to 16:30) on weekends.
"""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.catalog.models import ChargeCategory, Program, TaxRate
from cartwheel.domain.catalog.operations import add_location
from cartwheel.domain.parties.operations import (
    add_add_on,
    add_package,
    add_station,
    add_time_slot,
    book_party,
    change_party,
    change_party_settings,
)
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.tenancy import tenant

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
SATURDAY = date(2026, 3, 7)
SUNDAY = date(2026, 3, 8)  # daylight saving begins that night, in America
WEEKEND = [5, 6]


class Gym(SimpleNamespace):
    """The business, and shorthands for what tests do all the time."""

    def party(self, **values: Any) -> dict[str, Any]:
        """What a plain booking says: Mia's party on Saturday at noon."""
        return {
            "station": self.splash,
            "on": SATURDAY,
            "time_slot": self.noon,
            "title": "Mia's party",
            "guests": 10,
            "family": self.abernathy,
            "honoree": self.mia,
            "contact_name": "Dana Abernathy",
            "contact_email": "dana@abernathy.example",
            "package": self.basic,
            "tax_rate": self.tax,
            **values,
        }

    def book(self, *, now: datetime = NOW, by: Actor | None = None, **values: Any):
        values = {"request_key": uuid4(), **self.party(**values)}
        return book_party(**values, now=now, by=by or self.by)

    def change(self, party, *, now: datetime = NOW, **values: Any):
        kept = {
            "add_ons": [(each.add_on, each.quantity) for each in party.add_ons.all()],
            "hosts": [each.staff for each in party.hosts.all()],
            "version": party.version,
        }
        return change_party(party, **{**kept, **self.party(**values)}, now=now, by=self.by)


def furnish(timezone: str = "America/Chicago", slug: str = "willow") -> Gym:
    account = open_account(slug=slug, name="Willow Creek Gym", email="desk@willow.example")
    by = Actor(account, "staff", "Olive Ortiz", id=1, everything=True)
    with tenant(account.pk), transaction.atomic():
        here = add_location(name="Willow Creek", timezone=timezone, address="1 Mill Lane", by=by)
        here.account = account
        gym = Gym(account=account, by=by, here=here)
        _set_up(gym)
        _populate(gym)
    return gym


def _set_up(gym: Gym) -> None:
    at = {"location": gym.here, "by": gym.by}
    gym.program = Program.objects.create(account=gym.account, name="Parties")
    gym.category = ChargeCategory.objects.create(account=gym.account, title="Party")
    gym.tax = TaxRate.objects.create(
        account=gym.account, location=gym.here, name="City", percent=Decimal("8.25")
    )
    gym.noon = add_time_slot(
        name="Noon",
        starts=time(12),
        ends=time(14),
        weekdays=WEEKEND,
        setup_minutes=30,
        cleanup_minutes=15,
        **at,
    )
    gym.late = add_time_slot(
        name="Late", starts=time(14, 45), ends=time(16, 30), weekdays=WEEKEND, **at
    )
    slots = [gym.noon, gym.late]
    gym.splash = add_station(name="Splash Zone", capacity=20, time_slots=slots, **at)
    gym.loft = add_station(name="Party Loft", capacity=12, time_slots=[gym.noon], **at)
    gym.basic = add_package(
        name="Basic",
        price=20000,
        guests_included=10,
        guests_max=16,
        guest_price=1500,
        deposit_kind="amount",
        deposit_amount=5000,
        stations=[gym.splash, gym.loft],
        **at,
    )
    gym.deluxe = add_package(
        name="Deluxe",
        price=35050,
        guests_included=12,
        guests_max=30,
        guest_price=1950,
        deposit_kind="percent",
        deposit_percent=Decimal("25"),
        stations=[gym.splash],
        **at,
    )
    gym.pizza = add_add_on(name="Pizza", price=1899, per="party", quantity_max=5, **at)
    gym.bags = add_add_on(name="Goodie bags", price=435, per="guest", **at)
    gym.photos = add_add_on(name="Photos", price=3000, per="party", taxable=False, **at)
    change_party_settings(
        gym.here, program=gym.program, category=gym.category, lead_days=3, by=gym.by
    )


def _populate(gym: Gym) -> None:
    account = gym.account
    for name, children in (("Abernathy", ("Mia", "Leo")), ("Banerjee", ("Anika",))):
        family = Family.objects.create(account=account, name=name, sort_name=name.lower())
        setattr(gym, name.lower(), family)
        for first in children:
            child = Student.objects.create(
                account=account, family=family, first_name=first, last_name=name
            )
            setattr(gym, first.lower(), child)
    for first, last in (("Jonah", "Reyes"), ("Priya", "Nair")):
        staff = StaffMember.objects.create(
            account=account, first_name=first, last_name=last, may_host=True
        )
        setattr(gym, first.lower(), staff)


@pytest.fixture
def gym(db):
    """Open for the length of the test."""
    gym = furnish()
    with tenant(gym.account.pk):
        yield gym


@pytest.fixture
def shared_gym(transactional_db):
    """Committed, for tests with several connections."""
    gym = furnish()
    with tenant(gym.account.pk):
        yield gym
