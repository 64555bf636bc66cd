"""Booking parties: the page, and the saving of it.

What a saved booking is compared with locks the same row and inserts the same claim, in one
transaction of a bare view: the least that keeps a room from being given away twice. The booking
itself also writes the party, its charge and a payment, their journal, and the history.
"""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count, islice
from typing import Any
from urllib.parse import urlencode

from bench.load import Ask
from bench.scenario import Scenario, pages
from bench.world import BIG, World
from cartwheel.domain.parties.models import Package, Party, Station, TimeSlot
from cartwheel.domain.people.models import Student

NEW, BARE = f"/a/{BIG}/parties/new/", f"/bare/{BIG}/booking/"
SOON = timedelta(days=30)


def bookings(world: World) -> list[Scenario]:
    """With the account's tenant open."""
    return [
        pages("Booking page", [NEW], [f"/bare/{BIG}/list/"]),
        Scenario("Booking a party", _taking(_parties(world)), _taking(_claims(world)), most=4.0),
    ]


def _taking(asks: Iterator[Ask]) -> Callable[[int], list[Ask]]:
    return lambda many: list(islice(asks, many))


def _parties(world: World) -> Iterator[Ask]:
    """Bookings of free slots, each for another family, from after the last one that is booked."""
    students = list(
        Student.objects.filter(account=world.account, family__archived_at=None)
        .select_related("family")
        .order_by("pk")[:2000]
    )
    package = Package.objects.filter(account=world.account).get()
    rooms = _slots(world)
    last = Party.objects.filter(account=world.account).order_by("-starts_at").first()
    first = max(date.today(), last.starts_at.date() if last else date.min) + SOON  # noqa: DTZ011
    return _asks(rooms, students, package, first)


def _slots(world: World) -> list[tuple[Station, TimeSlot]]:
    stations = Station.objects.filter(account=world.account)
    slots = list(TimeSlot.objects.filter(account=world.account))
    return [(station, slot) for station in stations for slot in slots]


def _asks(
    rooms: list[tuple[Station, TimeSlot]], students: list[Student], package: Package, first: date
) -> Iterator[Ask]:
    number = 0
    while True:
        day = first + timedelta(days=number // len(rooms))
        station, slot = rooms[number % len(rooms)]
        student = students[number % len(students)]
        yield Ask(NEW, urlencode(_typed(station, slot, day, student, package)))
        number += 1


def _typed(
    station: Station, slot: TimeSlot, day: date, student: Student, package: Package
) -> dict[str, Any]:
    """The form as a desk sends it, with the whole price paid in cash."""
    return {
        "do": "save",
        "request_key": uuid.uuid4(),
        "station": station.pk,
        "on": day.isoformat(),
        "time_slot": slot.pk,
        "title": f"{student.first_name}’s party",
        "guests": 12,
        "family": student.family_id,
        "honoree": student.pk,
        "contact_of": student.family_id,
        "contact_name": f"{student.first_name} {student.last_name}",
        "contact_phone": "512 555 0123",
        "contact_email": "contact@bench.example",
        "package": package.pk,
        "priced_package": package.pk,
        "charge": "on",
        "due_on": day.isoformat(),
        "pay": "cash",
        "amount": "295.00",
    }


def _claims(world: World) -> Iterator[Ask]:
    """Claims of the same rooms, in a century where no party is."""
    keys = [station.resource_id for station in Station.objects.filter(account=world.account)]
    hours = count(uuid.uuid4().int % 10_000_000)  # another stretch of them in every run
    return (Ask(BARE, urlencode({"resource": key, "hour": hour})) for hour in hours for key in keys)
