"""A year of appointments: making the timeslots, finding the open ones, charging the lessons.

Each stands beside the barest statement that does the same to the same tables, in the same database
and through the same policies.
"""

import random
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.copying import Copier, reserve_keys, settle, without_capture, written_again
from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.appointments.models import Booking, BookingCharge, Place, Timeslot
from cartwheel.domain.appointments.operations import (
    Tier,
    Window,
    add_appointment,
    add_pricing_schedule,
    add_service,
    generate_timeslots,
)
from cartwheel.domain.appointments.queries import AHEAD, KIND, open_timeslots
from cartwheel.domain.calendar.queries import entries_between
from cartwheel.domain.catalog.operations import add_charge_category, add_location, add_program
from cartwheel.domain.ledger.models import Charge, ChargeLine, JournalEntry, Posting
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.scheduling.models import Claim, Resource
from cartwheel.domain.scheduling.operations import add_zone, staff_resources
from cartwheel.domain.staff.operations import add_staff_member
from cartwheel.domain.transactions.models import ChargeRun
from cartwheel.domain.transactions.operations import prepare_run, start_run
from cartwheel.domain.transactions.tasks import post_run
from cartwheel.kernel.tenancy import tenant

STATIONS, A_DAY = 10, 18  # rooms, and half-hours of each
BOOKINGS = 20_000
QUESTIONS = 1000
TIMES = 5


def scheduling() -> list[str]:
    """Sentences with what was measured."""
    slug = f"schedule-{uuid4().hex[:8]}"
    account = open_account(slug=slug, name=slug)
    by = Actor.system(account)
    with tenant(account.pk), transaction.atomic():
        place = add_location(name="Main Street", timezone="America/Chicago", by=by)
        place.account = account
        made = _generated(account, place, by)
    with tenant(account.pk), transaction.atomic():
        _book_half(account, place, by)
    _analyze()
    with tenant(account.pk), transaction.atomic():
        found = _availability(place)
        asked = _questions(place)
        week = _week(place)
    return [made, found, asked, week]


def _best(work: Callable[[], object]) -> float:
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return sorted(took)[TIMES // 2]


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


# Making them


def _generated(account: Account, place: Location, by: Actor) -> str:
    today = timezone.localdate()
    windows = [
        Window(day, clock(9 + n // 2, n % 2 * 30), clock(9 + (n + 1) // 2, (n + 1) % 2 * 30))
        for day in range(7)
        for n in range(A_DAY)
    ]
    given: dict[str, Any] = {
        "service": add_service(name="Lesson", by=by),
        "program": add_program(name="Swim", by=by),
        "pricing": add_pricing_schedule(name="Lesson", tiers=[Tier(4500)], by=by),
    }
    for number in range(STATIONS):
        add_appointment(
            location=place,
            instructor=add_staff_member(first_name=f"Coach {number}", last_name="Lane", by=by),
            zone=add_zone(location=place, name=f"Lane {number}", by=by),
            starts_on=today,
            times=windows,
            today=today,
            by=by,
            **given,
        )
    everything = Timeslot.objects.filter(account=account)
    everything.all().delete()
    begun = time.perf_counter()
    count = generate_timeslots(account, today=today)
    seconds = time.perf_counter() - begun
    bare = _bare_insert(account)
    return (
        f"Timeslots for thirteen months: {count:,} of {STATIONS} instructors in {seconds:.1f} s; "
        f"INSERT ... SELECT of the same rows: {bare:.1f} s; ratio {seconds / bare:.2f} (goal 3)."
    )


def _bare_insert(account: Account) -> float:
    """The very rows once more, read from a table without keys or policies."""
    with connection.cursor() as cursor:
        cursor.execute(
            "create temporary table bench_slots on commit drop as"
            " select * from appointments_timeslot where account_id = %s",
            [account.pk],
        )
        cursor.execute("delete from appointments_timeslot where account_id = %s", [account.pk])
        begun = time.perf_counter()
        cursor.execute("insert into appointments_timeslot select * from bench_slots")
        return time.perf_counter() - begun


# Finding the open ones


def _book_half(account: Account, place: Location, by: Actor) -> None:
    """Every other weekly time belongs to one student, with its claims."""
    families = Copier(Family, "id account_id name sort_name kind created_at")
    students = Copier(Student, "id account_id family_id first_name last_name created_at")
    bookings = Copier(
        Booking,
        "id account_id location_id number appointment_id student_id family_id frequency starts_on"
        " request_key created_by created_at",
    )
    now, today = timezone.now(), timezone.localdate()
    slots = Timeslot.objects.filter(account=account).order_by("time", "on")
    by_time: dict[int, list[Timeslot]] = {}
    for slot in slots.select_related("instructor", "zone__resource"):
        by_time.setdefault(slot.time_id, []).append(slot)
    taken = list(by_time.values())[::2]
    keys = [reserve_keys(model, len(taken)) for model in (Family, Student, Booking)]
    places = Copier(Place, "account_id booking_id timeslot_id student_id attendance")
    claims = Copier(Claim, "account_id resource_id during kind record_id label")
    instructors = {slot.instructor_id: slot.instructor for slot in slots}
    people = {each.staff_id: each for each in staff_resources(list(instructors.values()), by=by)}
    for number, (family, student, booking, mine) in enumerate(zip(*keys, taken, strict=True)):
        families.add(family, account.pk, f"Family {number}", f"family {number}", "household", now)
        students.add(student, account.pk, family, f"Kid {number}", "Lane", now)
        bookings.add(
            booking, account.pk, place.pk, number + 1, mine[0].appointment_id, student, family,
            "recurring", today, uuid4(), "bench", now,
        )  # fmt: skip
        for slot in mine:
            places.add(account.pk, booking, slot.pk, student, "")
            during = f"[{slot.starts_at.isoformat()},{slot.ends_at.isoformat()})"
            for resource in (people[slot.instructor_id], slot.zone and slot.zone.resource):
                if isinstance(resource, Resource):
                    claims.add(account.pk, resource.pk, during, KIND, slot.pk, "Lesson")
    with without_capture(Family, Student):
        for copier in (families, students, bookings, places, claims):
            copier.write()
    settle()


def _availability(place: Location) -> str:
    now, today = timezone.now(), timezone.localdate()
    last = today + AHEAD

    def ours() -> list[Any]:
        return list(
            open_timeslots(place, first=today, last=last, now=now).values_list("pk", "starts_at")
        )

    def bare() -> list[Any]:
        rows = Timeslot.objects.filter(account=place.account_id, location=place, canceled_at=None)
        rows = rows.filter(on__range=(today, last), starts_at__gt=now, taken__lt=F("capacity"))
        return list(rows.values_list("pk", "starts_at"))

    with CaptureQueriesContext(connection) as asked:
        count = len(ours())
    mine, other = _best(ours), _best(bare)
    return (
        f"Availability over thirteen months: {count:,} open timeslots in {mine * 1000:.0f} ms, "
        f"{len(asked)} statement; a bare query for those with room: {other * 1000:.0f} ms; "
        f"ratio {mine / other:.2f} (goal 3)."
    )


def _questions(place: Location) -> str:
    """The same answers as somebody who looks at each timeslot and each claim one by one."""
    chance, now, today = random.Random(7), timezone.now(), timezone.localdate()
    slots = list(Timeslot.objects.filter(account=place.account_id).select_related("zone"))
    by_day: dict[date, list[Timeslot]] = {}
    for slot in slots:
        by_day.setdefault(slot.on, []).append(slot)
    held: dict[int, list[tuple[datetime, datetime, int | None]]] = {}
    names = ("resource__staff", "resource__zone", "starts_at", "ends_at", "record_id")
    for staff, zone, starts, ends, record in Claim.objects.live(now=now).values_list(*names):
        held.setdefault(staff or -zone, []).append((starts, ends, record))
    wrong = 0
    for _ in range(QUESTIONS):
        day = today + timedelta(days=chance.randrange(AHEAD.days))
        found = set(
            open_timeslots(place, first=day, last=day, now=now).values_list("pk", flat=True)
        )
        wrong += found != {s.pk for s in by_day.get(day, []) if _is_open(s, held, now)}
    return (
        f"{QUESTIONS:,} random days asked of availability and of a slow reference: {wrong} differ."
    )


def _is_open(slot: Timeslot, held: dict[int, Any], now: datetime) -> bool:
    if slot.starts_at <= now or slot.taken >= slot.capacity:
        return False
    for key in (slot.instructor_id, -(slot.zone_id or 0)):
        for starts, ends, record in held.get(key, ()):
            if record != slot.pk and starts < slot.ends_at and slot.starts_at < ends:
                return False
    return True


def _week(place: Location) -> str:
    now, first = timezone.now(), timezone.localdate() + timedelta(days=30)
    last = first + timedelta(days=2)  # of ten rooms more than the 400 of a usual week

    def ours() -> list[Any]:
        return entries_between(place, first, last, kinds=["appointment"], now=now)

    def bare() -> list[Any]:
        rows = Timeslot.objects.filter(account=place.account_id, location=place)
        return list(rows.filter(on__range=(first, last)).order_by("starts_at"))

    with CaptureQueriesContext(connection) as asked:
        count = len(ours())
    mine, other = _best(ours), _best(bare)
    return (
        f"A page of the calendar: {count:,} entries in {mine * 1000:.0f} ms, {len(asked)} "
        f"statements; a bare query for its timeslots: {other * 1000:.0f} ms; "
        f"ratio {mine / other:.2f}."
    )


# Charging them

WRITTEN = (JournalEntry, Charge, ChargeLine, Posting, BookingCharge)


def charging(count: int = BOOKINGS) -> str:
    """A tuition run over ``count`` bookings of four lessons each."""
    slug = f"tuition-{uuid4().hex[:8]}"
    account = open_account(slug=slug, name=slug)
    by = Actor.system(account)
    with tenant(account.pk), transaction.atomic():
        category, place = _many_bookings(account, count, by)
    _analyze()
    today = timezone.localdate()
    days: dict[str, Any] = {"first_on": today, "last_on": today + timedelta(days=60)}
    begun = time.perf_counter()
    with tenant(account.pk), transaction.atomic():
        run = prepare_run(
            location=place,
            category=category,
            period=ChargeRun.Period.RANGE,
            charged_on=today,
            due_on=today,
            by=by,
            **days,
        )
        run = start_run(run, by=by)
    preview = time.perf_counter() - begun
    begun = time.perf_counter()
    post_run(account_id=account.pk, task_id=int(run.task_id or 0), run_id=run.pk)
    seconds = time.perf_counter() - begun
    rows, bare = written_again(account, WRITTEN)
    return (
        f"Tuition run of {count:,} bookings: preview {preview:.1f} s, posted in {seconds:.1f} s; "
        f"the bare insert of the {rows:,} rows that came of it: {bare:.1f} s; "
        f"ratio {seconds / bare:.1f}."
    )


def _many_bookings(account: Account, count: int, by: Actor) -> tuple[Any, Location]:
    place = add_location(name="Main Street", timezone="America/Chicago", by=by)
    place.account = account
    today, now = timezone.localdate(), timezone.now()
    lesson = add_appointment(
        location=place,
        service=add_service(name="Lesson", by=by),
        instructor=add_staff_member(first_name="Coach", last_name="Lane", by=by),
        program=add_program(name="Swim", by=by),
        pricing=add_pricing_schedule(name="Lesson", tiers=[Tier(4500)], by=by),
        starts_on=today,
        ends_on=today + timedelta(days=27),
        times=[Window((today.weekday() + 1) % 7, clock(9), clock(9, 30))],
        max_students=30_000,
        today=today,
        by=by,
    )
    slots = list(lesson.timeslots.all())
    keys = [reserve_keys(model, count) for model in (Family, Student, Booking)]
    families = Copier(Family, "id account_id name sort_name kind created_at")
    students = Copier(Student, "id account_id family_id first_name last_name created_at")
    bookings = Copier(
        Booking,
        "id account_id location_id number appointment_id student_id family_id frequency starts_on"
        " request_key created_by created_at",
    )
    places = Copier(Place, "account_id booking_id timeslot_id student_id attendance")
    for number, (family, student, booking) in enumerate(zip(*keys, strict=True)):
        families.add(family, account.pk, f"Family {number}", f"family {number}", "household", now)
        students.add(student, account.pk, family, f"Kid {number}", "Lane", now)
        bookings.add(
            booking, account.pk, place.pk, number + 1, lesson.pk, student, family, "recurring",
            today, uuid4(), "bench", now,
        )  # fmt: skip
        for slot in slots:
            places.add(account.pk, booking, slot.pk, student, "")
    with without_capture(Family, Student), connection.cursor() as cursor:
        for copier in (families, students, bookings):
            copier.write()
        # the trigger would count each timeslot up twenty thousand times
        settle()
        cursor.execute("alter table appointments_place disable trigger count_places")
        places.write()
        settle()
        cursor.execute("alter table appointments_place enable trigger count_places")
        lesson.timeslots.update(taken=count)
    return add_charge_category(title="Tuition", by=by), place
