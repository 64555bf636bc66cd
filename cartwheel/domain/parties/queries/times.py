"""From what somebody picks (a day and a slot, or a time of her own) to instants."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from cartwheel.domain.parties.models import Party, Station, TimeSlot
from cartwheel.domain.parties.models.places import period_or_none
from cartwheel.domain.parties.refusals import BadTime
from cartwheel.kernel.periods import Period

LONGEST = timedelta(hours=16)


@dataclass(frozen=True)
class Times:
    """The ``window`` of a party; the station and the hosts are ``held`` longer."""

    window: Period
    held: Period


def times_of(
    station: Station, on: date, time_slot: TimeSlot | None, starts: time | None, ends: time | None
) -> Times:
    """When a party is, in ``time_slot`` or, without one, from ``starts`` to ``ends``.

    Outside the slots there is no setup or cleanup: whoever chooses the time chooses all of it.
    Raises ``BadTime``.
    """
    if time_slot is not None:
        time_slot.location = station.location
        window = _existing(time_slot.window(on), "time_slot")
        return Times(window, window.widened(time_slot.setup, time_slot.cleanup))
    if starts is None or ends is None:
        missing = "starts" if starts is None else "ends"
        raise BadTime(_("Choose when the party starts and ends."), field=missing)
    if starts == ends:
        raise BadTime(_("The party ends when it starts."), field="ends")
    window = _existing(period_or_none(on, starts, ends, station.location.zone), "starts")
    if window.duration > LONGEST:
        hours = window.duration // timedelta(hours=1)
        sentence = _("This party would last %d hours, into the next day.")
        raise BadTime(sentence % hours, field="ends")
    return Times(window, window)


def _existing(window: Period | None, field: str) -> Period:
    if window is None:
        sentence = _("The clocks go forward on that day, and this time does not exist.")
        raise BadTime(sentence, field=field)
    return window


def times_kept(party: Party) -> Times:
    """The times the party has, whatever became of its slot since."""
    claim = party.claim
    return Times(Period(party.starts_at, party.ends_at), Period(claim.starts_at, claim.ends_at))


def keeps_time(
    party: Party, on: date, time_slot: TimeSlot | None, starts: time | None, ends: time | None
) -> bool:
    """Whether what is picked is the time the party has."""
    if party.on != on or party.time_slot_id != (time_slot.pk if time_slot else None):
        return False
    if time_slot is not None:
        return True
    zone = party.location.zone
    there = (at.astimezone(zone).time() for at in (party.starts_at, party.ends_at))
    return tuple(there) == (starts, ends)
