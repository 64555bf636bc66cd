"""The server with the line in front of a timeslot taken away, for the negative control.

Nobody waits for a timeslot or an instructor any more, and everybody who found a place free thinks
for a moment before taking it.
"""

import time
from importlib import import_module
from typing import Any

application = import_module("config.wsgi").application  # sets Django up; the rest needs that
booking = import_module("cartwheel.domain.appointments.operations.booking")
claiming = import_module("cartwheel.domain.appointments.operations.claiming")
models = import_module("cartwheel.domain.appointments.models")


def look_and_think(timeslots: Any) -> list[Any]:
    keys = [slot.pk for slot in timeslots]
    found = models.Timeslot.objects.filter(pk__in=keys).select_related(*claiming.RELATED)
    slots = sorted(found, key=lambda slot: slot.starts_at)
    time.sleep(2)  # a busy machine may let the others come late
    return slots


booking.locked = look_and_think
booking.take = lambda slots, now, by: None
