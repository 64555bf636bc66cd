"""A tablet at Otter Bay, and links from its letters."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from cartwheel.demo.papers import scrawl
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.paperwork.models import STATION_COOKIE
from cartwheel.domain.paperwork.operations import request_signature, start_station
from cartwheel.kernel.tenancy import tenant

DRAWING = str(scrawl("Somebody"))


class Stranger(Client):
    def request(self, **environment):
        with tenant(None):
            return super().request(**environment)


@pytest.fixture
def station(otters):
    return start_station(name="Lobby", location=otters.bay, now=timezone.now(), by=otters.desk)


@pytest.fixture
def tablet(station):
    """The browser of a running station."""
    browser = Stranger()
    browser.cookies[STATION_COOKIE] = station[1]
    return browser


@pytest.fixture
def phone():
    """The browser of somebody at home."""
    return Stranger()


@pytest.fixture
def letter(otters):
    """``letter("Abernathy")`` is the path of the link in the letter that the family gets."""

    def sent(family, **given):
        given = {"location": otters.bay, "now": timezone.now(), "by": otters.desk} | given
        request_signature(otters.families[family], **given)
        text = Message.objects.order_by("-pk")[0].text
        return re.search(r"/sign/otters/\S+", text)[0]

    return sent


def answers(response, **given):
    """The form of the page as its fields stand, every text ticked, and what else is ``given``."""
    form = response.context["form"]
    sent = {name: form[name].value() or "" for name in ("shown", "sitting")}
    for name in form.fields:
        if name.startswith("agree_"):
            sent[name] = "on"
    if "students" in form.fields:
        sent["students"] = form["students"].value()
    return sent | {"drawing": DRAWING} | given


PRIYA = {"first_name": "Priya", "last_name": "Banerjee", "born_on": "1986-03-14"}
