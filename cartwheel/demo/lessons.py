"""Private lessons at both locations: what is on offer, and a year of bookings."""

import uuid
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from random import Random

from cartwheel.demo.cast import Otters
from cartwheel.demo.clock import at
from cartwheel.demo.when import at_the_desk
from cartwheel.domain.appointments.models import Appointment, Timeslot
from cartwheel.domain.appointments.operations import (
    Tier,
    Window,
    add_appointment,
    add_pricing_schedule,
    add_service,
    book_appointment,
    set_teaching,
)
from cartwheel.domain.catalog.operations import add_charge_category, add_program
from cartwheel.domain.people.models import Student
from cartwheel.domain.scheduling.operations import (
    Hours,
    add_zone,
    set_opening_hours,
    set_working_hours,
)
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.operations import set_rate
from cartwheel.kernel.refusals import Refused

SEED = 20240301
BOOKED_AHEAD = 16
OPEN = [Hours(day, time(8), time(20)) for day in range(7)]
# instructor, service, weekdays, first lesson, length, how many one after another, students at once
OFFERS = (
    ("Priya", "Private swim lesson", (1, 3), time(15), 30, 4, 1),
    ("Priya", "Semi-private swim lesson", (5,), time(9), 45, 2, 3),
    ("Marcus", "Private gymnastics lesson", (0, 2), time(16), 45, 3, 1),
    ("Marcus", "Evaluation", (4,), time(15), 30, 2, 1),
)


def load_lessons(otters: Otters, now: datetime) -> None:
    """A year of timeslots, and the bookings of the crowd in them."""
    chance = Random(SEED)
    owner, today = otters.owner, now.date()
    for place in (otters.bay, otters.point):
        set_opening_hours(place, hours=OPEN, by=owner)
    swim, gym = add_program(name="Swim", by=owner), add_program(name="Gymnastics", by=owner)
    add_charge_category(title="Lessons", by=owner)
    privates = add_pricing_schedule(
        name="Private lessons",
        tiers=[Tier(4200, minutes=30), Tier(5800, minutes=45)],
        is_published=True,
        by=owner,
    )
    shared = add_pricing_schedule(
        name="Semi-private lessons",
        per="booking",
        tiers=[Tier(6600, minutes=45), Tier(7800, minutes=45, students=2)],
        is_published=True,
        by=owner,
    )
    free = add_pricing_schedule(name="Evaluations", tiers=[Tier(0)], is_published=True, by=owner)
    _introduce(otters)
    lane = add_zone(location=otters.bay, name="Lane 1", by=owner)
    add_zone(location=otters.bay, name="Main pool", exclusive=False, capacity=24, by=owner)
    add_zone(location=otters.bay, name="Beam corner", by=owner)
    services = {
        name: add_service(name=name, description=text, by=owner)
        for name, text in (
            ("Private swim lesson", "One child and one coach, for half an hour."),
            ("Semi-private swim lesson", "Up to three children share a coach and the price."),
            (
                "Private gymnastics lesson",
                "One child, one coach, three quarters of an hour.",
            ),
            ("Evaluation", "We see which class suits. It costs nothing."),
        )
    }
    for first_name in ("Marcus", "Priya"):
        mine = {service for who, service, *_rest in OFFERS if who == first_name}
        taught = [services[name] for name in sorted(mine)]
        set_teaching(otters.staff[first_name], services=taught, by=owner)
    for first_name, service, weekdays, begins, minutes, count, students in OFFERS:
        is_swim = first_name == "Priya"
        pricing = free if service == "Evaluation" else shared if students > 1 else privates
        appointment = add_appointment(
            location=otters.bay,
            service=services[service],
            instructor=otters.staff[first_name],
            program=swim if is_swim else gym,
            pricing=pricing,
            zone=lane if is_swim else None,
            starts_on=today,
            times=[
                _window(day, begins, minutes, number) for day in weekdays for number in range(count)
            ],
            max_students=students,
            today=today,
            by=owner,
        )
        if students > 1:
            _share(otters, appointment, now)
        _fill(otters, appointment, now, chance)


BIOS = {
    "Marcus": "Marcus has coached gymnasts for fifteen years and still does a handstand every day.",
    "Priya": "Priya taught her first swimmer at sixteen. Nobody is too small to swim, she says.",
    "Jonah": "Jonah runs our parties. He knows forty games and every song.",
}
AT_WORK = [Hours(day, time(8), time(20)) for day in range(6)]


def _introduce(otters: Otters) -> None:
    """Families read who the coaches are; the office knows when they can work and what they cost."""
    for name, bio in BIOS.items():
        member = otters.staff[name]
        StaffMember.objects.filter(pk=member.pk).update(bio=bio)
        set_working_hours(member, hours=AT_WORK, by=otters.owner)
        set_rate(member, amount=2400, since_on=date(2025, 1, 1), by=otters.owner)


def _share(otters: Otters, appointment: Appointment, now: datetime) -> None:
    """Anika, whose mother can sign in to the portal, comes every week; others may join her."""
    weekly = appointment.times.all()[0]
    slots = list(weekly.timeslots.filter(starts_at__gt=now).order_by("on")[:BOOKED_AHEAD])
    _book(otters, otters.students["Anika"], slots, True, now, Random(SEED))


def _window(weekday: int, begins: time, minutes: int, number: int) -> Window:
    start = datetime.combine(date.min, begins) + timedelta(minutes=minutes * number)
    return Window(weekday, start.time(), (start + timedelta(minutes=minutes)).time())


def _fill(otters: Otters, appointment: Appointment, now: datetime, chance: Random) -> None:
    """Two of three weekly times belong to somebody; some single dates of the rest are booked."""
    students = list(Student.objects.filter(account=otters.account, archived_at=None).order_by("pk"))
    last = now.date() + timedelta(weeks=BOOKED_AHEAD)
    for weekly in appointment.times.all():
        slots = list(weekly.timeslots.filter(starts_at__gt=now, on__lte=last).order_by("on"))
        if chance.randrange(3):
            _book(otters, chance.choice(students), slots, True, now, chance)
        else:
            for slot in chance.sample(slots, min(3, len(slots))):
                _book(otters, chance.choice(students), [slot], False, now, chance)


def _book(
    otters: Otters,
    student: Student,
    slots: list[Timeslot],
    recurring: bool,
    now: datetime,
    chance: Random,
) -> None:
    """Whoever has something else at that time, or an instructor with a party, is left out."""
    day = now.astimezone(otters.bay.zone).date() - timedelta(days=chance.randrange(1, 20))
    then = at_the_desk(day, otters.bay.zone, chance, now=now)
    with suppress(Refused), at(then):
        book_appointment(
            student=student,
            timeslots=slots,
            frequency="recurring" if recurring else "once",
            unfit_seen=True,
            request_key=uuid.UUID(int=chance.getrandbits(128)),
            now=then,
            by=otters.desk_now,
        )
