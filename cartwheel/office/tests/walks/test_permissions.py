"""Every address of the office, with every method, as five different people.

The walk is generated from the addresses themselves: a new page is in it from its first day.
"""

import pytest
from django.urls import reverse

from cartwheel.domain.people import permissions as people
from cartwheel.kernel.permissions import OFFICE
from cartwheel.office.exports import LISTS
from cartwheel.office.rights import RIGHTS
from cartwheel.office.tests.addresses import PATTERNS, about_a_record, any_address, every_page
from cartwheel.office.tests.walks.conftest import Visitor, everything
from cartwheel.office.views import OfficeView

METHODS = ("GET", "POST", "DELETE")
# A page that asks for a further right of what it is about, which the address names.
ALSO_NEEDED = {"export": people.VIEW}


def needed(name, view, method):
    permission = view.needed(method)
    return permission & ALSO_NEEDED[name] if name in ALSO_NEEDED else permission


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
def test_a_stranger_is_asked_to_sign_in(name, view, db):
    page = any_address(name)
    for method in METHODS:
        response = Visitor().ask(method, page)

        if response.status_code == 302:
            assert response.headers["Location"].startswith("/sign-in/?next="), method
        else:  # what scripts ask for by themselves says no without a page
            assert (response.status_code, response.content) in ((204, b""), (401, b"")), method


@every_page
def test_staff_without_any_right_are_turned_away(name, view, walk, her_browser):
    page = any_address(name)
    walk.give({})
    for method in METHODS:
        assert her_browser.ask(method, page).status_code == 403, method


@every_page
def test_staff_who_lack_only_one_right_are_turned_away(name, view, walk, her_browser):
    page = any_address(name)
    needs = {method: view.needed(method).needs for method in ("GET", "POST")}
    for key, level in {*needs["GET"], *needs["POST"]}:
        with walk.lowered(key, just_below(key, level)):
            for method in needs:
                if (key, level) in needs[method]:
                    assert her_browser.try_out(method, page).status_code == 403, (method, key)


@every_page
def test_staff_with_just_the_rights_get_in(name, view, walk, her_browser):
    page = walk.addresses[name]
    for method in METHODS:
        walk.give(dict(needed(name, view, method).needs))
        response = her_browser.ask(method, page, **walk.fields(name))

        assert response.status_code < 500, method
        assert response.status_code not in (401, 403, 404), method


@every_page
def test_staff_of_another_business_find_nothing(name, view, neighbor):
    page = any_address(name)
    for method in METHODS:
        assert neighbor.ask(method, page).status_code == 404, method


@about_a_record
def test_nothing_of_another_business_is_found_from_within(name, view, walk, neighbor):
    """Her own office, somebody else's record. A GET may lead on to a page that says so."""
    page = walk.addresses[name].replace("/a/otters/", "/a/harbor/")

    assert neighbor.ask("POST", page).status_code in (404, 405)
    seen = neighbor.ask("GET", page)
    assert seen.status_code in (302, 404, 405)
    assert seen.status_code != 302 or seen.headers["Location"].startswith("/a/harbor/")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_taken_away_only_with_its_own_rights(name, walk, her_browser):
    page = reverse("office:export", args=["otters", name, "csv"])
    rights = dict(LISTS[name].permission.needs)
    walk.give(rights)
    assert her_browser.ask("POST", page).status_code == 302

    for key, level in LISTS[name].permission.needs:
        walk.give(everything() | {key: just_below(key, level)})
        assert her_browser.ask("POST", page).status_code == 403, key
