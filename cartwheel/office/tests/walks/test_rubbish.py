"""Every address of the office bears what nobody would type: it answers, and never breaks.

What a page asks for is read off the page itself, so that a new field is in it from its first day.
"""

import re

import pytest
from django.urls import reverse

from cartwheel.office.tests.addresses import CONVERTERS, about_a_record, every_page
from cartwheel.office.tests.walks.conftest import undone

RUBBISH = ("a\0@\0b", "9" * 5000, "9999-12-31")
# What addresses understand although no form of their page shows it.
ASKED = (
    *("q", "sort", "page", "after", "before", "last", "tab", "cols", "draft", "family_search"),
    *(
        "on",
        "date_from",
        "date_to",
        "weekday",
        "station",
        "time_slot",
        "family",
        "package",
        "charge",
    ),
    *("since", "until", "location", "date_from", "date_to"),
)
SENT = ("next", "query", "name", "form", "seen", "version", "request_key", "move_to")
ALSO = {"get": {}, "post": {"do": "save"}}
NOT_TAKEN = 405
FIELD = re.compile(rb'name="([^"]+)"')


@pytest.fixture
def vandal(walk, db):
    """Somebody who may do everything."""
    return walk.owner


def tried(browser, method, address, fields, **options):
    """The status with which the page answers."""
    with undone():
        return getattr(browser, method)(address, fields, **options).status_code


def fields_of(page):
    """The fields of the forms on a page; none where it only takes what it is sent."""
    names = FIELD.findall(page.content) if hasattr(page, "content") else ()
    return {name.decode() for name in names}


@every_page
def test_every_page_answers_rubbish(vandal, walk, name, view):
    page = walk.addresses[name]
    with undone():
        empty = vandal.get(page, dict.fromkeys(ASKED, ""))
    assert empty.status_code < 500
    fields = fields_of(empty) | set(SENT)
    for method, names, kinds in (("get", ASKED, RUBBISH), ("post", fields, ("", *RUBBISH))):
        for rubbish in kinds:
            sent = dict.fromkeys(names, rubbish) | ALSO[method]
            status = tried(vandal, method, page, sent)
            assert status < 500, (method, rubbish[:20])
            if status == NOT_TAKEN:  # it has read nothing of it
                break


@about_a_record
def test_no_record_has_a_number_beyond_all_numbers(vandal, name, view):
    beyond = {"IntConverter": 10**20, "SlugConverter": "any"}
    values = {key: beyond[type(each).__name__] for key, each in CONVERTERS[name].items()}
    page = reverse(f"office:{name}", kwargs={"account": "otters", **values})

    assert tried(vandal, "get", page, {}) in (302, 404, 405)
    assert tried(vandal, "post", page, {}) in (404, 405)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_there_is_no_party_at_the_ends_of_time(vandal, walk, day):
    station = walk.otters.stations["Main Gym"].pk
    slot = walk.otters.slots["Noon"].pk
    page = reverse("office:new-party", args=["otters"])

    assert tried(vandal, "get", page, {"station": station, "on": day, "time_slot": slot}) == 200
    asked = {"do": "save", "station": station, "on": day, "time_slot": slot, "any_time": "on"}
    assert tried(vandal, "post", page, asked) == 422


def test_what_a_script_is_told_stays_on_one_line(vandal):
    """A line break in a header would be an error of the server."""
    broken = "a=1\r\nSet-Cookie: b=2"
    view = reverse("office:save-view", args=["otters", "staff"])
    draft = reverse("office:discard-draft", args=["otters"])
    by = {"headers": {"HX-Request": "true"}}

    assert tried(vandal, "post", view, {"name": "Mine", "query": broken}, **by) == 204
    assert tried(vandal, "post", draft, {"form": f"/a/otters/{broken}"}, **by) == 400
