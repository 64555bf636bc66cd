import pytest

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.mailer.tests.server import postmaster
from cartwheel.kernel.tenancy import tenant
from config.env import MailServer


@pytest.fixture
def otters(transactional_db):
    return open_account(slug="outbox", name="Otter Bay Gym & Swim", email="hello@otters.example")


@pytest.fixture
def olive(otters: Account):
    with tenant(otters.pk):
        yield Actor(otters, "staff", "Olive Ortiz", id=1, everything=True)


@pytest.fixture
def server(settings):
    """A mail server, and the settings to use it."""
    with postmaster() as (handler, address):
        settings.MAIL_SERVER = address
        yield handler


@pytest.fixture
def nobody_listens(settings):
    settings.MAIL_SERVER = MailServer(
        host="127.0.0.1", port=1, username="", password="", security="none"
    )
