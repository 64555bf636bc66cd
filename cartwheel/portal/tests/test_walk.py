"""Every address of the portal, as a stranger, as a family, and as a family of the neighbor."""

import pytest
from django.urls import get_resolver, reverse

from cartwheel.portal.tests.conftest import Phone
from cartwheel.portal.views import PortalView

PARAMETERS = {"IntConverter": 1, "StringConverter": "unknown", "SlugConverter": "x"}


def portal_patterns():
    top = get_resolver().url_patterns
    return next(each for each in top if getattr(each, "namespace", None) == "portal").url_patterns


def address(pattern, account):
    values = {
        key: PARAMETERS[type(each).__name__] for key, each in pattern.pattern.converters.items()
    }
    return reverse(f"portal:{pattern.name}", kwargs={"account": account, **values})


PATTERNS = [pytest.param(each, id=each.name) for each in portal_patterns()]
CLOSED = [
    each
    for each in PATTERNS
    if issubclass(each.values[0].callback.view_class, PortalView)
    and not each.values[0].callback.view_class.open_to_all
]


def test_there_is_a_portal_to_walk_through():
    assert (len(PATTERNS) > 20, len(CLOSED) > 10) == (True, True)


@pytest.mark.parametrize("pattern", CLOSED)
def test_a_stranger_is_asked_to_sign_in(pattern, phone, otters):
    for ask in (phone.get, phone.post):
        response = ask(address(pattern, "otters"))
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/portal/otters/sign-in/?next=")


@pytest.mark.parametrize("pattern", CLOSED)
def test_a_family_of_the_neighbor_is_a_stranger(pattern, priya, harbor):
    response = priya.get(address(pattern, "harbor"))
    assert response.headers["Location"].startswith("/portal/harbor/sign-in/?next=")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_nothing_breaks(pattern, priya, phone, otters):
    for browser in (priya, phone):
        for ask in (browser.get, browser.post):
            assert ask(address(pattern, "otters")).status_code < 500


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_form_from_elsewhere_changes_nothing(pattern, otters):
    browser = Phone(enforce_csrf_checks=True)
    assert browser.post(address(pattern, "otters")).status_code in (302, 403, 405)
