"""A parent's phone at Otter Bay: Priya Banerjee signs in, Dana Abernathy is the other family."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cartwheel.demo.cast import PASSWORD
from cartwheel.domain.mailer.models import Message
from cartwheel.kernel.tenancy import tenant

PRIYA, DANA = "parent@otters.example", "parent2@otters.example"


class Phone(Client):
    """The browser of a family."""

    def request(self, **environment):
        with tenant(None):
            return super().request(**environment)

    def see(self, name, *args, account="otters", **query):
        return self.get(to(name, *args, account=account), query)

    def send(self, name, *args, account="otters", **typed):
        return self.post(to(name, *args, account=account), typed)

    def enter(self, email=PRIYA, password=PASSWORD, **more):
        return self.send("sign-in", email=email, password=password, **more)


def to(name, *args, account="otters"):
    return reverse(f"portal:{name}", args=[account, *args])


def text(response):
    return response.content.decode()


@pytest.fixture
def phone():
    """Nobody has signed in."""
    return Phone()


@pytest.fixture
def priya(otters):
    """Priya Banerjee has signed in."""
    browser = Phone()
    assert browser.enter().status_code == 302
    return browser


@pytest.fixture
def dana_at_home(otters):
    """Dana Abernathy has signed in."""
    browser = Phone()
    assert browser.enter(DANA).status_code == 302
    return browser


def last_code():
    """The code in the newest mail."""
    mail = Message.objects.filter(kind="portal.code").order_by("-pk")[0]
    return re.search(r"^\d{6}$", mail.text, re.MULTILINE)[0]
