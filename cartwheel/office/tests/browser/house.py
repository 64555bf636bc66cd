"""A business that is open: its rows are committed, its server answers, its staff sit at desks."""

import re
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cartwheel.demo.cast import OTTERS, find_otters
from cartwheel.domain.accounts.models import Account
from cartwheel.domain.identity.models import User
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.operations import book_party
from cartwheel.domain.people.operations import add_student, create_family
from cartwheel.kernel.tenancy import tenant
from cartwheel.kernel.tests import snapshot
from cartwheel.office.tests.world import saturdays
from cartwheel.ui.tests.browser import served

in_the_house = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class House:
    """Nothing is undone between tests: each takes a Saturday and a family of its own."""

    def __init__(self, url):
        self.url = url
        self.account_id = Account.objects.get(slug=OTTERS).pk
        self.saturdays = saturdays()
        with self.inside():
            self.otters = find_otters()

    @contextmanager
    def inside(self):
        """The rows of Otter Bay; what is written is there for the server when the block ends."""
        with tenant(self.account_id), transaction.atomic():
            yield

    def to(self, page, *args, account=OTTERS):
        return self.url + reverse(f"office:{page}", args=[account, *args])

    def new_saturday(self):
        """A Saturday on which nothing is booked yet."""
        return next(self.saturdays)

    def new_family(self, last_name, *children, **contact):
        with self.inside():
            desk = self.otters.desk
            family = create_family(
                first_name="Ada",
                last_name=last_name,
                email=f"ada@{last_name.lower()}.example",
                **contact,
                by=desk,
            )
            for child in children:
                add_student(family, first_name=child, by=desk)
        return family

    def book(self, title, *, on, family, slot="Afternoon", **details):
        """A party of the family's child that the desk booked: Classic Flip, Main Gym, 14 guests."""
        given = {
            "station": self.otters.stations["Main Gym"],
            "package": self.otters.packages["Classic Flip"],
            "tax_rate": self.otters.tax,
            "guests": 14,
            "contact_name": "Ada",
            "request_key": uuid4(),
        }
        with self.inside():
            return book_party(
                honoree=family.students.get(),
                title=title,
                on=on,
                family=family,
                time_slot=self.otters.slots[slot],
                now=timezone.now(),
                by=self.otters.desk,
                **given | details,
            )

    def party(self, title):
        with self.inside():
            return Party.objects.select_related("family", "station").get(title=title)

    def key(self, email):
        """The cookie of somebody who has signed in."""
        visitor = Client()
        visitor.force_login(User.objects.get(email=email))
        cookie = visitor.cookies["cartwheel"]
        return {"name": cookie.key, "value": cookie.value, "url": self.url}


@contextmanager
def opened():
    """The house, of which nothing is left afterwards."""
    try:
        with served() as address:
            yield House(address)
    finally:
        snapshot.put_back()


def said(locator):
    """What stands there, on one line, with plain spaces."""
    return re.sub(r"\s+", " ", locator.inner_text()).strip()
