"""Booking parties: the page, and the saving of it.

A saved booking is compared with a bare transaction that takes the same locks and inserts the same
rows (see ``barebooking``), and, without a goal, with one that only locks the room and claims it:
the least that keeps a room from being given away twice, but no booking.
"""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count, islice
from typing import Any
from urllib.parse import urlencode

from bench.barebooking import BENCH, asked_for
from bench.load import Ask
from bench.scenario import Scenario, pages
from bench.world import BIG, World
from cartwheel.domain.parties.models import Package, Party, Station, TimeSlot
from cartwheel.domain.people.models import Student

NEW, BARE = f"/a/{BIG}/parties/new/", f"/bare/{BIG}/booking/"
CLAIMING = f"/bare/{BIG}/claiming/"
SOON = timedelta(days=30)


def bookings(world: World) -> list[Scenario]:
    """With the account's tenant open."""
    mine, claims = _taking(_parties(world)), _taking(_bare(world, CLAIMING))
    return [
        pages("Booking page", [NEW], [f"/bare/{BIG}/list/"], most=None),
        Scenario("Booking a party", mine, _taking(_bare(world, BARE)), most=4.0),
        Scenario("Booking a party, beside its claim alone", mine, claims, most=None),
    ]


def _taking(asks: Iterator[Ask]) -> Callable[[int], list[Ask]]:
    return lambda many: list(islice(asks, many))


def _parties(world: World) -> Iterator[Ask]:
    """Bookings of free slots, each for another family, from after the last one that is booked."""
    students = _students(world)
    package = Package.objects.filter(account=world.account).get()
    rooms = _slots(world)
    booked = Party.objects.filter(account=world.account).exclude(created_by=BENCH)
    last = booked.order_by("-starts_at").first()
    first = max(date.today(), last.starts_at.date() if last else date.min) + SOON  # noqa: DTZ011
    return _asks(rooms, students, package, first)


def _students(world: World) -> list[Student]:
    mine = Student.objects.filter(account=world.account, family__archived_at=None)
    return list(mine.select_related("family").order_by("pk")[:2000])


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


def _bare(world: World, path: str) -> Iterator[Ask]:
    """Rows for the same rooms, in a century where no party is."""
    stations = list(Station.objects.filter(account=world.account).select_related("location"))
    package = Package.objects.filter(account=world.account).get()
    hours = count(uuid.uuid4().int % 10_000_000)  # another stretch of them in every run
    student = _students(world)[0]
    forms = [asked_for(station, package, student) for station in stations]
    return (Ask(path, urlencode({**form, "hour": hour})) for hour in hours for form in forms)
