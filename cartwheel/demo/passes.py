"""Punch passes at Otter Bay: what is sold, who holds what, and lessons that were booked with it."""

import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any

from cartwheel.demo.cast import Otters
from cartwheel.demo.clock import at
from cartwheel.demo.when import at_the_desk
from cartwheel.domain.appointments.operations import redeem_pass
from cartwheel.domain.appointments.queries import redeemable
from cartwheel.domain.catalog.operations import add_charge_category
from cartwheel.domain.passes.models import Pass, PassType
from cartwheel.domain.passes.operations import add_pass_type, sell_pass, suspend_pass
from cartwheel.domain.people.models import Student
from cartwheel.kernel.refusals import Refused

SEED = 20240701
CROWD = 10
SPAN = timedelta(days=28)


def load_passes(otters: Otters, now: datetime) -> None:
    """After the lessons: the cast's passes first, then some of the crowd's."""
    chance, owner = Random(SEED), otters.owner
    swim = otters.account.programs.get(name="Swim")
    category = add_charge_category(title="Passes", by=owner)
    common: dict[str, Any] = {
        "location": otters.bay,
        "program": swim,
        "category": category,
        "by": owner,
    }
    ten = add_pass_type(
        title="Ten lessons",
        description="For all children of a family, for half a year.",
        price=38000,
        uses=10,
        valid_days=182,
        **common,
    )
    five = add_pass_type(
        title="Five private lessons",
        description="For one child. More lessons can be bought at once.",
        holder=PassType.Holder.STUDENT,
        price=4000,
        uses=5,
        is_per_use=True,
        programs=[swim],
        **common,
    )
    tara, anika = otters.students["Tara"], otters.students["Anika"]
    _hold(otters, ten, tara, 3, now, chance)
    _hold(otters, five, anika, 1, now, chance)
    rows = Student.objects.filter(account=otters.account, archived_at=None)
    students = list(rows.select_related("family").order_by("pk"))
    for number, student in enumerate(chance.sample(students, min(CROWD, len(students)))):
        student.account = student.family.account = otters.account
        held = _hold(otters, chance.choice([ten, five]), student, chance.randrange(4), now, chance)
        if number == CROWD - 1:
            lately = at_the_desk(now.date(), otters.bay.zone, chance, now=now)
            with at(lately):
                suspend_pass(held, now=lately, by=owner)


def _hold(
    otters: Otters, type: PassType, student: Student, times: int, now: datetime, chance: Random
) -> Pass:
    """Sold on one of the last days, and used for so many lessons at once."""
    zone = otters.bay.zone
    day = now.astimezone(zone).date() - timedelta(days=chance.randrange(1, 15))
    then = at_the_desk(day, zone, chance, now=now)
    with at(then):
        held = _sell(otters, type, student, then, chance)
        _use(otters, held, student, times, then, chance)
    return held


def _sell(otters: Otters, type: PassType, student: Student, now: datetime, chance: Random) -> Pass:
    return sell_pass(
        type,
        family=student.family,
        student=student if type.is_for_student else None,
        kind=chance.choice(["card_device", "cash", ""]),
        request_key=uuid.UUID(int=chance.getrandbits(128)),
        on=now.astimezone(otters.bay.zone).date(),
        now=now,
        by=otters.desk_now,
    )


def _use(
    otters: Otters, held: Pass, student: Student, times: int, now: datetime, chance: Random
) -> None:
    """So many lessons in the four weeks to come, as far as somebody is free."""
    first = now.date() + timedelta(days=1)
    for _time in range(times):
        found = redeemable(
            held, otters.bay, student=student, first=first, last=first + SPAN, now=now
        )
        slot = found.order_by("starts_at", "pk").first()
        if slot is None:
            return
        with suppress(Refused):
            redeem_pass(
                held,
                student=student,
                timeslot=slot,
                unfit_seen=True,
                request_key=uuid.UUID(int=chance.getrandbits(128)),
                now=now,
                by=otters.desk_now,
            )
