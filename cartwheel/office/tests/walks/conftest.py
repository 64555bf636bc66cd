"""The business stands open for a whole walk through its addresses, of which no step leaves a trace.

What the addresses are about is made once, and who walks has signed in once.
"""

from contextlib import contextmanager
from copy import copy

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from cartwheel.demo.cast import OTTERS, find_otters
from cartwheel.domain.accounts.models import Account
from cartwheel.domain.staff.models import Grant
from cartwheel.kernel.permissions import Level
from cartwheel.kernel.tenancy import tenant
from cartwheel.office.rights import RIGHTS
from cartwheel.office.tests.addresses import CONVERTERS
from cartwheel.office.tests.world import StandingWorld, saturdays
from conftest import KEYS


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Visitor(Client):
    """Whatever a request does is undone before the next one."""

    def __init__(self, email=None):
        super().__init__()
        if email:
            self.cookies[settings.SESSION_COOKIE_NAME] = KEYS[email]

    def request(self, **environment):
        cookies = copy(self.cookies)
        response = super().request(**environment)
        self.cookies = cookies
        return response

    def try_out(self, method, address, **fields):
        sent = encode_multipart(BOUNDARY, fields)
        return self.generic(method, address, sent, content_type=MULTIPART_CONTENT)

    def ask(self, method, address, **fields):
        with undone():
            return self.try_out(method, address, **fields)


class Walk:
    """Otter Bay with a record for every address, and Nia the newcomer, who walks through it.

    She has been given every right; most tests leave her some of them.
    """

    def __init__(self):
        self.account = Account.objects.get(slug=OTTERS)
        with self.inside():
            self.otters = find_otters()
            self.nia = self.otters.staff["Nia"]
            self.world = StandingWorld(self.otters, self.nia, saturdays())
            given = {name: self.world.fill(name, kinds) for name, kinds in CONVERTERS.items()}
        self.addresses = {
            name: reverse(f"office:{name}", kwargs=values | {"account": OTTERS})
            for name, values in given.items()
        }
        self.her_browser = Visitor(self.nia.user.email)
        self.owner = Visitor("owner@otters.example")
        self.neighbor = Visitor("owner@harbor.example")
        self.give(everything())

    @contextmanager
    def inside(self):
        with tenant(self.account.pk):
            yield

    def fields(self, name):
        """What a form of this page must send at least, to be about anything."""
        return self.world.fields(name)

    def give(self, rights):
        """Let Nia hold exactly these rights, in place of those she had."""
        with self.inside():
            Grant.objects.filter(staff=self.nia).delete()
            Grant.objects.bulk_create(
                Grant(account=self.account, staff=self.nia, right=key, level=level)
                for key, level in rights.items()
                if level > Level.NONE
            )

    @contextmanager
    def lowered(self, key, level):
        """Meanwhile she holds that one right at a lower level, or not at all."""
        with undone():
            with self.inside():
                grant = Grant.objects.filter(staff=self.nia, right=key)
                grant.update(level=level) if level else grant.delete()
            yield


def everything():
    return {key: max(right.levels) for key, right in RIGHTS.items()}


@pytest.fixture(scope="package")
def walk(django_db_setup, django_db_blocker, tmp_path_factory):
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), files, undone():
        yield Walk()


@pytest.fixture
def _django_db_helper(walk):
    """In place of pytest-django's: what a test does is undone, and the walk goes on."""
    with undone():
        yield


@pytest.fixture
def her_browser(walk, db):
    return walk.her_browser


@pytest.fixture
def neighbor(walk, db):
    """The owner of the business next door."""
    return walk.neighbor
