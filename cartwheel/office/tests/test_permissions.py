"""Every address of the office, with every method, as five different people.

The walk is generated from the addresses themselves: a new page is in it from its first day.
"""

from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from cartwheel.domain.identity.models import User
from cartwheel.domain.people import permissions as people
from cartwheel.domain.staff.models import Grant
from cartwheel.kernel.permissions import OFFICE, Level
from cartwheel.kernel.tenancy import tenant
from cartwheel.office.exports import LISTS
from cartwheel.office.rights import RIGHTS
from cartwheel.office.tests.world import World
from cartwheel.office.views import OfficeView

METHODS = ("GET", "POST", "DELETE")
# A page that asks for a further right of what it is about, which the address names.
ALSO_NEEDED = {"export": people.VIEW}
PARAMETERS = {"IntConverter": 1, "SlugConverter": "any"}


def office_patterns(resolver=None):
    """Each address below /a/<account>/ with its name and view."""
    if resolver is None:
        top = get_resolver().url_patterns
        resolver = next(each for each in top if getattr(each, "namespace", None) == "office")
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from office_patterns(pattern)
        else:
            yield pattern


PATTERNS = [
    pytest.param(pattern.name, pattern.callback.view_class, id=pattern.name)
    for pattern in office_patterns()
]
CONVERTERS = {pattern.name: pattern.pattern.converters for pattern in office_patterns()}
every_page = pytest.mark.parametrize(("name", "view"), PATTERNS)
about_a_record = pytest.mark.parametrize(
    ("name", "view"),
    [
        parameters
        for parameters in PATTERNS
        if "IntConverter" in {type(each).__name__ for each in CONVERTERS[parameters.id].values()}
    ],
)


def any_address(name):
    """The page about some record or other: whoever may not come in learns nothing of it."""
    converters = CONVERTERS[name]
    values = {key: PARAMETERS[type(each).__name__] for key, each in converters.items()}
    return reverse(f"office:{name}", kwargs={"account": "otters", **values})


class Visitor(Client):
    """Whatever a request does is undone before the next one."""

    def ask(self, method, address, **fields):
        with tenant(None), transaction.atomic():
            sent = encode_multipart(BOUNDARY, fields)
            response = self.generic(method, address, sent, content_type=MULTIPART_CONTENT)
            transaction.set_rollback(True)
        return response


@pytest.fixture
def nia(otters):
    """The newcomer, who holds no rights until the test gives her some."""
    member = otters.staff["Nia"]
    member.account = otters.account
    return member


@pytest.fixture
def world(otters, nia, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return World(otters, nia)


@pytest.fixture
def address(world):
    """``address(name)`` is the address of the page, about something that exists."""

    def found(name):
        values = world.fill(name, CONVERTERS[name])
        return reverse(f"office:{name}", kwargs={"account": "otters", **values})

    return found


@pytest.fixture
def her_browser(nia):
    browser = Visitor()
    browser.force_login(nia.user)
    return browser


@pytest.fixture
def neighbor(harbor):
    """The owner of the business next door."""
    browser = Visitor()
    browser.force_login(User.objects.get(email="owner@harbor.example"))
    return browser


def give(member, rights):
    """Exactly these rights, in place of those she had."""
    Grant.objects.filter(staff=member).delete()
    Grant.objects.bulk_create(
        Grant(account_id=member.account_id, staff=member, right=key, level=level)
        for key, level in rights.items()
        if level > Level.NONE
    )


@contextmanager
def lowered(member, key, level):
    """Meanwhile she holds that one right at a lower level, or not at all."""
    with transaction.atomic():
        grant = Grant.objects.filter(staff=member, right=key)
        grant.update(level=level) if level else grant.delete()
        yield
        transaction.set_rollback(True)


def needed(name, view, method):
    permission = view.needed(method)
    return permission & ALSO_NEEDED[name] if name in ALSO_NEEDED else permission


def everything():
    return {key: max(right.levels) for key, right in RIGHTS.items()}


def just_below(key, level):
    """The highest level of the right that is not enough."""
    return max(each for each in RIGHTS[key].levels if each < level)


def test_there_is_an_office_to_walk_through():
    assert len(PATTERNS) > 60


def test_a_view_without_a_permission_cannot_be_defined():
    with pytest.raises(TypeError, match="Forgetful names no permission"):

        class Forgetful(OfficeView):
            pass


@every_page
def test_every_page_names_rights_that_exist(name, view):
    keys = {key for method in METHODS for key, _level in view.needed(method).needs}

    assert issubclass(view, OfficeView)
    assert OFFICE.key in keys
    assert keys <= set(RIGHTS)
    assert view.needed("DELETE") == view.needed("POST")


@every_page
def test_a_stranger_is_asked_to_sign_in(name, view, otters):
    page = any_address(name)
    for method in METHODS:
        response = Visitor().ask(method, page)

        if response.status_code == 302:
            assert response.headers["Location"].startswith("/sign-in/?next="), method
        else:  # what scripts ask for by themselves says no without a page
            assert (response.status_code, response.content) in ((204, b""), (401, b"")), method


@every_page
def test_staff_without_any_right_are_turned_away(name, view, her_browser):
    page = any_address(name)
    for method in METHODS:
        assert her_browser.ask(method, page).status_code == 403, method


@every_page
def test_staff_who_lack_only_one_right_are_turned_away(name, view, nia, her_browser):
    page = any_address(name)
    give(nia, everything())
    for method in ("GET", "POST"):
        for key, level in view.needed(method).needs:
            with lowered(nia, key, just_below(key, level)):
                assert her_browser.ask(method, page).status_code == 403, (method, key)


@every_page
def test_staff_with_just_the_rights_get_in(name, view, world, address, nia, her_browser):
    page = address(name)
    for method in METHODS:
        give(nia, dict(needed(name, view, method).needs))
        response = her_browser.ask(method, page, **world.fields(name))

        assert response.status_code < 500, method
        assert response.status_code not in (401, 403, 404), method


@every_page
def test_staff_of_another_business_find_nothing(name, view, neighbor):
    page = any_address(name)
    for method in METHODS:
        assert neighbor.ask(method, page).status_code == 404, method


@about_a_record
def test_nothing_of_another_business_is_found_from_within(name, view, address, neighbor):
    """Her own office, somebody else's record. A GET may lead on to a page that says so."""
    page = address(name).replace("/a/otters/", "/a/harbor/")

    assert neighbor.ask("POST", page).status_code in (404, 405)
    seen = neighbor.ask("GET", page)
    assert seen.status_code in (302, 404, 405)
    assert seen.status_code != 302 or seen.headers["Location"].startswith("/a/harbor/")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_taken_away_only_with_its_own_rights(name, nia, her_browser):
    page = reverse("office:export", args=["otters", name, "csv"])
    rights = dict(LISTS[name].permission.needs)
    give(nia, rights)
    assert her_browser.ask("POST", page).status_code == 302

    for key, level in LISTS[name].permission.needs:
        give(nia, everything() | {key: just_below(key, level)})
        assert her_browser.ask("POST", page).status_code == 403, key
