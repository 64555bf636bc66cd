"""Using passes up, and giving uses back.

Whoever punches beside other work (booking a place, canceling it) holds the passes first and
everything else after, by ``keep_passes``: two that want the same passes and places then wait for
each other in one order.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.catalog.models import Program
from cartwheel.domain.passes.models import Pass, Punch
from cartwheel.domain.passes.queries import why_not
from cartwheel.domain.passes.queries.goodness import used_up
from cartwheel.domain.people.models import Student
from cartwheel.kernel.refusals import refuse_on
from cartwheel.kernel.whole import whole


@whole
def take_punch(
    held: Pass,
    *,
    student: Student,
    on: date,
    location: Location,
    program: Program,
    now: datetime,
    by: Actor,
) -> Punch:
    """Use the pass up by one, for something of ``program`` at ``location`` on that day.

    Raises a ``PassNotGood`` that says why it does not pay for it.
    """
    require_same_account(held, student, location, program)
    held = locked_pass(held)
    if refusal := why_not(held, on=on, location=location, program=program, student=student):
        raise refusal
    punch = _punch(held, student, on, now, by)
    record(
        "pass.punched",
        *(held, student, held.family),
        by=by,
        title=held.type.title,
        on=on.isoformat(),
        left=held.left,
    )
    return punch


@whole
def return_punch(punch: Punch, *, now: datetime, by: Actor) -> Punch:
    """Give the use back; one that was given back before stays as it is."""
    require_same_account(punch)
    held = locked_pass(punch.held_pass)
    punch = Punch.objects.select_related("student").get(pk=punch.pk)
    if punch.returned_at is not None:
        return punch
    _give_back(punch, now, by)
    held.refresh_from_db(fields=["used"])
    about = (held, punch.student, held.family)
    told = {"title": held.type.title, "on": punch.on.isoformat(), "left": held.left}
    record("pass.punch_returned", *about, by=by, **told)
    return punch


@whole
def move_punch(
    punch: Punch, *, on: date, location: Location, program: Program, now: datetime, by: Actor
) -> Punch:
    """Give the use back and take one for another day instead, of the same pass.

    A use that was given back just now is taken anew. Whose pass it is was asked when it was first
    punched, and is not asked again. Raises a ``PassNotGood`` that says why it does not pay for it.
    """
    require_same_account(punch, location, program)
    return_punch(punch, now=now, by=by)
    held = locked_pass(punch.held_pass)
    if refusal := why_not(held, on=on, location=location, program=program):
        raise refusal
    taken = _punch(held, punch.student, on, now, by)
    told = {"title": held.type.title, "on": on.isoformat(), "left": held.left}
    record("pass.punched", held, punch.student, held.family, by=by, **told)
    return taken


def carry_punches(days: Mapping[int, date]) -> None:
    """What these punches (keys) pay for takes place on those days now, by no doing of the family's.

    So nobody asks whether their passes are good on them.
    """
    for on in sorted(set(days.values())):
        keys = [key for key, day in days.items() if day == on]
        Punch.objects.standing().filter(pk__in=keys).update(on=on)


def keep_passes(keys: Iterable[int]) -> None:
    """Let nobody else punch these passes until the transaction ends, in the order of their keys."""
    rows = Pass.objects.filter(pk__in=set(keys)).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def locked_pass(held: Pass) -> Pass:
    """The pass as it is now, and nobody else's until the transaction ends."""
    rows = Pass.objects.select_related("type__location", "family", "student")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=held.pk)


def _punch(held: Pass, student: Student, on: date, now: datetime, by: Actor) -> Punch:
    with refuse_on("pass_not_overused", used_up(held)):
        punch = Punch.objects.create(
            account_id=held.account_id,
            held_pass=held,
            student=student,
            on=on,
            used_at=now,
            used_by=by.name[:200],
        )
    held.used += 1  # as the database has it
    return punch


def _give_back(punch: Punch, now: datetime, by: Actor) -> None:
    punch.returned_at, punch.returned_by = now, by.name[:200]
    punch.save(update_fields=["returned_at", "returned_by"])
