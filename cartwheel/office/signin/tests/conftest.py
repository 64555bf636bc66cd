"""One business with an owner and a desk clerk, and somebody who works in two."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import add_location, open_account
from cartwheel.domain.staff.operations import add_staff_member, give_sign_in
from cartwheel.kernel.tenancy import tenant

PASSWORD = "a long enough phrase"


def business(slug, name, first_name, email):
    account = open_account(slug=slug, name=name)
    with tenant(account.pk):
        by = Actor.system(account)
        add_location(name="Otter Bay", timezone="America/Chicago", by=by)
        owner = add_staff_member(first_name=first_name, last_name="Ortiz", is_admin=True, by=by)
        owner = give_sign_in(owner, email=email, password=PASSWORD, by=by)
    return SimpleNamespace(account=account, owner=owner, by=by)


@pytest.fixture(autouse=True)
def nobody_has_tried(db):
    cache.clear()


@pytest.fixture
def otters(db):
    return business("otters", "Otter Bay Gym & Swim", "Olive", "owner@otters.example")


@pytest.fixture
def harbor(db):
    return business("harbor", "Harbor Street Dance", "Hana", "owner@harbor.example")


@pytest.fixture
def browser():
    """A client that sends what a browser sends, and checks CSRF."""
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Mode": "navigate"})


def send(browser, address, page=None, **fields):
    """Send a form of the open page, with its token."""
    token = browser.cookies["csrftoken"].value if "csrftoken" in browser.cookies else ""
    page = page or address
    return browser.post(
        address,
        fields | {"csrfmiddlewaretoken": token},
        headers={"Origin": "http://testserver", "Referer": f"http://testserver{page}"},
    )


def sign_in(browser, email="owner@otters.example", password=PASSWORD, **fields):
    browser.get("/sign-in/")
    return send(browser, "/sign-in/", login=email, password=password, **fields)
