"""Grades, children of two households, and who may fetch them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from cartwheel.demo.cast import Otters
from cartwheel.demo.clock import at
from cartwheel.demo.when import last_at_the_desk
from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.ledger.operations import Line, Share, Step, post_split_charge
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.operations import add_pickup, change_grades, share_student
from cartwheel.domain.people.queries import USUAL_GRADES

SEED = 20240302
SHARED, FETCHED = 14, 30  # students
PERCENTS = (50, 50, 40, 30, 0)
FETCHING = (
    ("Grandmother", True, ""),
    ("Neighbor", True, "Tuesdays"),
    ("Aunt", True, ""),
    ("Nanny", True, "Shows her card"),
    ("Father", False, "Court order of March; call the police if he insists."),
)


def set_up_grades(today: date, by: Actor) -> None:
    """The usual list, moving up on the first of August."""
    change_grades(
        grades=[(None, name) for name in USUAL_GRADES],
        starting_age=3,
        rollover_month=8,
        rollover_day=1,
        today=today,
        by=by,
    )


def give_homes(otters: Otters, crowd: Sequence[Family], now: datetime) -> None:
    """Some children of the crowd belong to a second household, which bears part of the costs."""
    random, desk = Random(SEED), otters.desk_now
    children = [child for family in crowd for child in family.students.all()]
    shared = random.sample(children, k=SHARED)
    for child in shared:
        other = random.choice([f for f in crowd if f.pk != child.family_id])
        percent = random.choice(PERCENTS)
        share_student(child, family=other, percent=percent, by=desk)
        if percent and random.randrange(3) == 0:
            _camp(otters, child, other, percent, now - timedelta(days=random.randrange(5, 60)))
    for child in random.sample(children, k=FETCHED):
        kind, allowed, note = random.choice(FETCHING)
        phone = f"+1512556{random.randrange(10_000):04d}"
        name = f"{random.choice(('Rosa', 'Sam', 'Ines', 'Theo', 'Maya'))} {child.last_name}"
        add_pickup(
            child, name=name, relationship=kind, phone=phone, allowed=allowed, note=note, by=desk
        )


def _camp(otters: Otters, child: Student, other: Family, percent: int, then: datetime) -> None:
    """A week of camp that both households pay."""
    account, by = otters.account, otters.desk_now
    line = Line(
        title=f"Camp week: {child.first_name}",
        amount=18_500,
        program=account.programs.get(),
        category=account.charge_categories.get(),
        trace=(Step("One week of camp", 18_500),),
    )
    then = last_at_the_desk(then, otters.bay.zone)
    on = then.date()
    with at(then), transaction.atomic():
        post_split_charge(
            [Share(child.family, 100 - percent), Share(other, percent)],
            location=otters.bay,
            lines=[line],
            charged_on=on,
            due_on=on + timedelta(days=14),
            by=by,
        )
