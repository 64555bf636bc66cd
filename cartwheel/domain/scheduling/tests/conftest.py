"""Two rooms and two coaches of one business."""

from types import SimpleNamespace

import pytest
from django.db import transaction

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.catalog.operations import add_location
from cartwheel.domain.scheduling.operations import add_station_resource
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.tenancy import tenant


def furnish():
    account = open_account(slug="willow", name="Willow Creek Gym")
    by = Actor(account, "staff", "Olive Ortiz", id=1, everything=True)
    with tenant(account.pk), transaction.atomic():
        bay = add_location(name="Willow Creek", timezone="America/Chicago", by=by)
        people = [
            StaffMember.objects.create(account=account, first_name=first, last_name=last)
            for first, last in (("Jonah", "Reyes"), ("Priya", "Nair"))
        ]
        return SimpleNamespace(
            account=account,
            by=by,
            bay=bay,
            splash=add_station_resource(location=bay, name="Splash Zone", by=by),
            loft=add_station_resource(location=bay, name="Party Loft", by=by),
            jonah=people[0],
            priya=people[1],
        )


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
