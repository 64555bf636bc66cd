import pytest
from django.db import connection

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.mailer.tests.server import postmaster
from cartwheel.kernel.tenancy import tenant
from config.env import MailServer


@pytest.fixture
def empty_queue(transactional_db):
    """Django does not empty the tables of the queue after a test."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs, procrastinate_workers cascade")


@pytest.fixture
def otters(empty_queue):
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
