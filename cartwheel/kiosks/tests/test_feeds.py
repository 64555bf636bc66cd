"""A private calendar: what she hosts and teaches, for whoever knows the address and nobody else."""

from datetime import UTC

import icalendar
import pytest
import vobject
from django.test import Client
from django.utils import timezone

from cartwheel.domain.activity.models import Event
from cartwheel.domain.calendar.operations import close_feed, open_feed
from cartwheel.domain.calendar.queries import feed_behind, key_of
from cartwheel.domain.staff.models import StaffMember
from cartwheel.office.appointments.tests.conftest import lessons, to
from cartwheel.office.tests.world import World

__all__ = ["lessons"]


@pytest.fixture
def jonah(otters):
    return otters.staff["Jonah"]


def read(otters, feed, account="otters"):
    return Client().get(f"/feeds/{account}/{key_of(feed)}.ics")


def events(response):
    calendar = icalendar.Calendar.from_ical(response.content)
    return [
        (
            str(event["summary"]),
            str(event["location"]),
            event["dtstart"].dt,
            event["dtend"].dt,
            str(event["description"]),
        )
        for event in calendar.walk("VEVENT")
    ]


def test_it_tells_what_she_teaches_and_hosts(lessons, otters, jonah):
    first = lessons.slots()[0]
    lessons.book("Mia", first)
    host = World(otters, otters.staff["Olive"])
    host.party(hosts=[jonah], charge=False)
    party = jonah.hosted_parties.get().party

    response = read(otters, open_feed(jonah, by=otters.owner))

    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "no-store" in response["Cache-Control"]
    assert events(response) == [
        ("Private lesson", "Otter Bay", first.starts_at, first.ends_at, "1 of 2 taken"),
        (
            "Party",
            "Main Gym, Otter Bay",
            party.starts_at,
            party.ends_at,
            "10 guests",
        ),
    ]
    assert b"Mia" not in response.content
    assert b"Tara" not in response.content


def test_a_second_program_reads_the_same(lessons, otters, jonah):
    slot = lessons.slots()[0]
    lessons.book("Mia", slot)

    response = read(otters, open_feed(jonah, by=otters.owner))

    (event,) = vobject.readOne(response.content.decode()).vevent_list
    assert event.dtstart.value.astimezone(UTC) == slot.starts_at
    assert event.uid.value == f"appointment-{slot.pk}@otters.cartwheel"


def test_a_new_address_makes_the_old_one_void_and_so_does_closing(otters, jonah):
    old = open_feed(jonah, by=otters.owner)
    new = open_feed(jonah, by=otters.owner)

    assert read(otters, old).status_code == 404
    assert read(otters, new).status_code == 200

    close_feed(jonah, now=timezone.now(), by=otters.owner)
    close_feed(jonah, now=timezone.now(), by=otters.owner)
    assert read(otters, new).status_code == 404
    verbs = Event.objects.filter(verb__startswith="calendar-feed").order_by("pk")
    assert [event.verb for event in verbs] == [
        "calendar-feed.opened",
        "calendar-feed.opened",
        "calendar-feed.closed",
    ]


def test_who_has_left_has_no_calendar(otters, jonah):
    feed = open_feed(jonah, by=otters.owner)
    StaffMember.objects.filter(pk=jonah.pk).update(archived_at=timezone.now())

    assert read(otters, feed).status_code == 404


@pytest.mark.parametrize("key", ["1-1", "x.y", "1-1.abc", "-", "%F0%9F%8E%82", "1-1:sig"])
def test_a_guess_finds_nothing_and_is_slowed_down(otters, jonah, key):
    open_feed(jonah, by=otters.owner)
    visitor = Client(REMOTE_ADDR="198.51.100.7")

    answers = [visitor.get(f"/feeds/otters/{key}.ics").status_code for _ in range(21)]

    assert set(answers[:20]) == {404}
    assert answers[20] == 429


def test_an_address_works_in_its_own_business_only(otters, harbor, jonah):
    feed = open_feed(jonah, by=otters.owner)

    assert read(otters, feed, account="harbor").status_code == 404
    assert feed_behind(harbor, key_of(feed)) is None


def test_she_gets_takes_anew_and_closes_it_at_the_desk(otters, dana):
    assert dana.get(to("my-calendar")).context["address"] == ""

    dana.post(to("my-calendar"), {"do": "open"})
    first = dana.get(to("my-calendar")).context["address"]
    dana.post(to("my-calendar"), {"do": "open"})
    second = dana.get(to("my-calendar")).context["address"]

    assert Client().get(first.removeprefix("http://localhost:8000")).status_code == 404
    assert Client().get(second.removeprefix("http://localhost:8000")).status_code == 200
    dana.post(to("my-calendar"), {"do": "close"})
    assert dana.get(to("my-calendar")).context["address"] == ""
