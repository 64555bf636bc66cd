"""One server and one browser for all tests here; each desk is a browser context of its own."""

from contextlib import ExitStack

import pytest

from cartwheel.office.tests.browser.house import opened

EMAILS = {
    "owner": "owner@otters.example",
    "desk": "desk@otters.example",
    "coach": "coach@otters.example",
    "newcomer": "newcomer@otters.example",
    "neighbor": "owner@harbor.example",
}


@pytest.fixture(scope="package")
def house(django_db_setup, django_db_blocker, chromium):
    # chromium first: from then on Django may be used in the thread of its event loop
    with django_db_blocker.unblock(), opened() as house:
        yield house


@pytest.fixture
def _django_db_helper(house):
    """In place of pytest-django's, which empties the database after each test."""


@pytest.fixture
def browse(house, pages):
    """``browse("desk")`` is an open page of somebody signed in. No page may complain.

    ``refused=True``: of somebody whom the server is to turn away.
    """
    heard = {}
    with ExitStack() as borrowed:

        def open_for(who=None, refused=False, **options):
            page, complaints = borrowed.enter_context(pages.lent(**options))
            if who:
                page.context.add_cookies([house.key(EMAILS[who])])
            if not refused:
                heard[f"{who} {len(heard)}"] = complaints
            return page

        yield open_for
        said = {who: list(complaints) for who, complaints in heard.items() if complaints}
    assert said == {}


@pytest.fixture
def desk(browse):
    """The front desk."""
    return browse("desk")


@pytest.fixture
def owner(browse):
    return browse("owner")


@pytest.fixture
def saturday(house):
    return house.new_saturday()
