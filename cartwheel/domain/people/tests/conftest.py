"""Two businesses; the owner of the first one is at the desk."""

from types import SimpleNamespace

import pytest

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import open_account
from cartwheel.kernel.tenancy import tenant


@pytest.fixture
def cedar(db):
    account = open_account(slug="cedar", name="Cedar Hall Dance")
    by = Actor(account, "staff", "Hana Ito", id=2, everything=True)
    return SimpleNamespace(account=account, by=by)


@pytest.fixture
def willow(db):
    account = open_account(slug="willow", name="Willow Creek Swim")
    by = Actor(account, "staff", "Olive Ortiz", id=1, everything=True)
    with tenant(account.pk):
        yield SimpleNamespace(account=account, by=by)
