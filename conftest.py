"""What every test may use: the named cast, and a client that knows nobody until it signs in.

The cast is loaded once per test database and tests undo what they do. After a test that must commit
(races, workers) the database is put back as it was.
"""

import gc
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.test import Client, TransactionTestCase, override_settings
from django.utils import timezone

from cartwheel.demo.cast import HARBOR, OTTERS, Otters, load_cast
from cartwheel.domain.accounts.models import Account
from cartwheel.domain.identity.models import User
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.tenancy import tenant
from cartwheel.kernel.tests import snapshot
from cartwheel.office import access

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
    """Tests draw templates without collected static files, which each client would look through."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}, STATIC_ROOT=None):
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running browser. There is one for all tests."""
    from cartwheel.ui.tests.browser import launched

    yield from launched()


@pytest.fixture(scope="session")
def pages(chromium: Any) -> Any:
    """Its pages, for tests to borrow."""
    from cartwheel.ui.tests.browser import Pages

    return Pages(chromium)


@pytest.fixture(autouse=True)
def _tries_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are counted by ten minutes of the clock, of which some end in the middle of a test."""
    monkeypatch.setattr("cartwheel.ui.throttle.time", SimpleNamespace(time=lambda: STARTED))


# The same hash, in less time: the cast signs in thousands of times.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 8
Argon2PasswordHasher.parallelism = 1


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        if not Account.objects.filter(slug=OTTERS).exists():
            load_cast(timezone.localdate())
        _sign_in_the_staff()
        snapshot.keep()
    yield
    with django_db_blocker.unblock():
        snapshot.forget()


KEYS: dict[str, str] = {}  # by email: the cookie of who has signed in
EMAILS: dict[str, str] = {}  # of the staff of Otter Bay, by first name


def _sign_in_the_staff() -> None:
    """Each is at her desk for a week: her session is there and need not be saved anew."""
    with tenant(Account.objects.get(slug=OTTERS).pk), transaction.atomic():
        known = StaffMember.objects.filter(user__isnull=False)
        EMAILS.update(known.values_list("first_name", "user__email"))
    week = timedelta(days=7)
    for user in User.objects.all():
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session[access.SEEN] = time.time() + week.total_seconds()
        session.create()
        KEYS[user.email] = str(session.session_key)
    Session.objects.update(expire_date=timezone.now() + week)


def _put_back(_test_case: TransactionTestCase) -> None:
    """In place of emptying every table."""
    snapshot.put_back()


TransactionTestCase._fixture_teardown = _put_back


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
    account = Account.objects.get(slug=OTTERS)
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
        if first_name in EMAILS:
            browser.cookies[settings.SESSION_COOKIE_NAME] = KEYS[EMAILS[first_name]]
        else:
            member = StaffMember.objects.select_related("user").get(first_name=first_name)
            assert member.user is not None
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
