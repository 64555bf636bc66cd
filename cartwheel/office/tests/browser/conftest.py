"""One server and one browser for all tests here; each desk is a browser context of its own."""

import pytest

from cartwheel.office.tests.browser.house import DESKTOP, opened
from cartwheel.ui.tests.browser import complaints

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
def browse(house, chromium):
    """``browse("desk")`` is an open page of somebody signed in. No page may complain.

    ``refused=True``: of somebody whom the server is to turn away.
    """
    contexts, heard = [], {}

    def open_for(who=None, refused=False, **options):
        defaults = {"viewport": DESKTOP, "locale": "en-US", "reduced_motion": "reduce"}
        context = chromium.new_context(**defaults | options)
        contexts.append(context)
        if who:
            context.add_cookies([house.key(EMAILS[who])])
        page = context.new_page()
        page.set_default_timeout(10_000)
        if not refused:
            heard[f"{who} {len(contexts)}"] = complaints(page)
        return page

    yield open_for
    for context in contexts:
        context.close()
    assert {who: said for who, said in heard.items() if said} == {}


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
