"""What every test may use: the named cast, and a client that knows nobody until it signs in.

The cast is loaded once per test database and tests undo what they do; a test that must commit
(races, workers) leaves an emptied database behind, in which the next one loads the cast anew.
"""

import gc
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.contenttypes.management import create_contenttypes
from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_migrate
from django.test import Client, override_settings
from django.utils import timezone

from cartwheel.demo.cast import HARBOR, OTTERS, Otters, load_cast
from cartwheel.domain.accounts.models import Account
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.tenancy import tenant

STARTED = time.time()
# What pytest and Django keep is looked through for garbage again and again otherwise.
gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests go last: Playwright's event loop keeps running in the thread of the tests.

    Of them the long ones come first, so that the end is shared out evenly.
    """
    items.sort(key=lambda item: ("browser" in item.keywords, "long" not in item.keywords))


@pytest.fixture(scope="session", autouse=True)
def _static_files_by_their_plain_names() -> Iterator[None]:
    """Tests draw templates without having collected static files."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running browser. There is one for all tests: they open contexts in it."""
    from cartwheel.ui.tests.browser import launched

    yield from launched()


@pytest.fixture(autouse=True)
def _tries_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are counted by ten minutes of the clock, of which some end in the middle of a test."""
    monkeypatch.setattr("cartwheel.ui.throttle.time", SimpleNamespace(time=lambda: STARTED))


# Whenever the database is emptied, Django would fill in permissions of its own, which nobody asks.
post_migrate.disconnect(create_contenttypes)
post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
# The same hash, in less time: the cast signs in thousands of times.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 8
Argon2PasswordHasher.parallelism = 1


def ensure_cast() -> Account:
    """The account of Otter Bay, loaded where the database was emptied."""
    found = Account.objects.filter(slug=OTTERS).first()
    return found or load_cast(timezone.localdate()).account


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        ensure_cast()


class StrangerClient(Client):
    """Sends requests from outside: whatever tenant the test itself has open does not count."""

    def request(self, **environment: Any) -> Any:
        with tenant(None):
            return super().request(**environment)


@pytest.fixture
def client() -> Client:
    return StrangerClient()


@pytest.fixture
def otters(db: None) -> Iterator[Otters]:
    """Otter Bay Gym & Swim, with its tenant open."""
    account = ensure_cast()
    cache.clear()
    with tenant(account.pk):
        with transaction.atomic():  # a test that commits has no transaction of its own
            cast = Otters(account)
        yield cast


@pytest.fixture
def harbor(otters: Otters) -> Account:
    """The business next door. Open its tenant to look inside."""
    return Account.objects.get(slug=HARBOR)


@pytest.fixture
def desk_of(otters: Otters) -> Callable[[str], Client]:
    """``desk_of("Dana")`` is a browser in which Dana has signed in."""

    def sign_in(first_name: str) -> Client:
        browser = StrangerClient()
        member = StaffMember.objects.select_related("user").get(first_name=first_name)
        browser.force_login(member.user)
        return browser

    return sign_in


@pytest.fixture
def dana(desk_of: Callable[[str], Client]) -> Client:
    """The front desk's browser."""
    return desk_of("Dana")


@pytest.fixture
def olive(desk_of: Callable[[str], Client]) -> Client:
    """The owner's browser."""
    return desk_of("Olive")
