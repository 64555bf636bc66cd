"""A browser that has to prove itself."""

import pytest
from django.core.cache import cache
from django.test import Client

from cartwheel.demo.cast import PASSWORD
from cartwheel.domain.accounts.models import Actor
from cartwheel.kernel.tenancy import tenant


class Browser(Client):
    """Sends what a browser sends, is checked for CSRF, and stands outside of any business."""

    def __init__(self, **defaults):
        super().__init__(
            enforce_csrf_checks=True, headers={"Sec-Fetch-Mode": "navigate"}, **defaults
        )

    def request(self, **environment):
        with tenant(None):
            return super().request(**environment)


@pytest.fixture(autouse=True)
def nobody_has_tried(db):
    cache.clear()


@pytest.fixture
def browser():
    return Browser()


@pytest.fixture
def system(otters):
    return Actor.system(otters.account)


def send(browser, address, page=None, **fields):
    """Send a form of the open page, with its token."""
    token = browser.cookies["csrftoken"].value if "csrftoken" in browser.cookies else ""
    return browser.post(
        address,
        fields | {"csrfmiddlewaretoken": token},
        headers={"Origin": "http://testserver", "Referer": f"http://testserver{page or address}"},
    )


def sign_in(browser, email="owner@otters.example", password=PASSWORD, **fields):
    browser.get("/sign-in/")
    return send(browser, "/sign-in/", login=email, password=password, **fields)
