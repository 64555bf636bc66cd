"""What places were paid with: the uses of passes."""

from collections.abc import Iterable
from datetime import datetime

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.appointments.models import Place, Timeslot
from cartwheel.domain.passes.models import Punch
from cartwheel.domain.passes.operations import (
    carry_punches,
    keep_passes,
    move_punch,
    return_punch,
)


def keep_passes_of(places: Iterable[Place]) -> None:
    """Hold the passes that pay for the places, before anything else is locked.

    Whoever redeems a pass holds it first, too, and the timeslot after.
    """
    if keys := _punches(places):
        keep_passes(Punch.objects.filter(pk__in=keys).values_list("held_pass_id", flat=True))


def return_punches(places: Iterable[Place], now: datetime, by: Actor) -> None:
    """What was paid for places that were given back."""
    keys = _punches(places)
    if not keys:
        return
    for punch in Punch.objects.filter(pk__in=keys).select_related("held_pass").order_by("pk"):
        return_punch(punch, now=now, by=by)


def take_along(punch: Punch, place: Place, now: datetime, by: Actor) -> None:
    """What paid for another place pays for this one. Raises a ``PassNotGood`` where it cannot."""
    slot = place.timeslot
    pay(
        place,
        move_punch(
            punch,
            on=slot.on,
            location=slot.location,
            program=slot.appointment.program,
            now=now,
            by=by,
        ),
    )


def pay(place: Place, punch: Punch) -> None:
    place.punch = punch
    place.save(update_fields=["punch"])


def carry_punches_of(places: Iterable[Place], slots: Iterable[Timeslot]) -> None:
    """The places come along to where their timeslots are now, and so do their punches."""
    days = {slot.pk: slot.on for slot in slots}
    carry_punches({p.punch_id: days[p.timeslot_id] for p in places if p.punch_id is not None})


def _punches(places: Iterable[Place]) -> list[int]:
    return [place.punch_id for place in places if place.punch_id is not None]
