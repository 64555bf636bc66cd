"""Two businesses; the owner of the first one is at the desk."""

from types import SimpleNamespace

import pytest

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import open_account
from cartwheel.kernel.tenancy import tenant


@pytest.fixture
def harbor(db):
    account = open_account(slug="harbor", name="Harbor Street Dance")
    by = Actor(account, "staff", "Hana Ito", id=2, everything=True)
    return SimpleNamespace(account=account, by=by)


@pytest.fixture
def otters(db):
    account = open_account(slug="otters", name="Otter Bay Gym & Swim")
    by = Actor(account, "staff", "Olive Ortiz", id=1, everything=True)
    with tenant(account.pk):
        yield SimpleNamespace(account=account, by=by)
