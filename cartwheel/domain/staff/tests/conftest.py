"""A small business: an owner, a desk clerk who may manage staff, and a newcomer."""

from types import SimpleNamespace

import pytest

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.catalog.operations import add_location
from cartwheel.domain.staff.operations import add_staff_member, create_group, give_sign_in
from cartwheel.domain.staff.queries import actor_for
from cartwheel.kernel.permissions import Level
from cartwheel.kernel.tenancy import tenant

KNOWN = {"application:office", "page:staff", "task:staff", "task:rights", "task:money"}
DESK = {
    "application:office": Level.FULL,
    "page:staff": Level.FULL,
    "task:staff": Level.FULL,
    "task:rights": Level.FULL,
}
PASSWORD = "a long enough phrase"


def actor(staff):
    return actor_for(staff, surface="office", address="192.0.2.7")


@pytest.fixture
def club(db):
    """Open for the length of the test."""
    account = open_account(slug="tumblers", name="Tumblers")
    with tenant(account.pk):
        system = Actor.system(account)
        bay = add_location(name="Tumble Hall", timezone="America/Chicago", by=system)
        olive = add_staff_member(first_name="Olive", last_name="Ortiz", is_admin=True, by=system)
        olive = give_sign_in(olive, email="Owner@Tumblers.example", password=PASSWORD, by=system)
        dana = add_staff_member(first_name="Dana", last_name="Whitlock", by=system)
        nia = add_staff_member(first_name="Nia", last_name="Park", by=system)
        desk = create_group(name="Desk", rights=DESK, members=[dana], known_rights=KNOWN, by=system)
        yield SimpleNamespace(
            account=account,
            system=system,
            bay=bay,
            olive=olive,
            dana=dana,
            nia=nia,
            desk=desk,
        )
