"""Setting up where and when parties can be."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.parties.models import SlotClosure, Station, StationSlot, TimeSlot
from cartwheel.domain.parties.operations.common import require_here, save_or_refuse, set_links
from cartwheel.domain.parties.queries import last_booked_on
from cartwheel.domain.parties.refusals import BadTime, SlotNotOffered, StationHasBookings
from cartwheel.domain.scheduling.operations import add_station_resource, lock, rename
from cartwheel.kernel.refusals import Refused, refuse_on
from cartwheel.kernel.wording import day

LONGEST_WINDOW = timedelta(hours=16)


@transaction.atomic
def add_time_slot(
    *,
    location: Location,
    name: str,
    starts: time,
    ends: time,
    weekdays: Sequence[int],
    setup_minutes: int = 0,
    cleanup_minutes: int = 0,
    by: Actor,
) -> TimeSlot:
    """A weekly window; it runs past midnight when ``ends`` is not after ``starts``."""
    slot = TimeSlot(account=by.account, location=location)
    values = {"setup_minutes": setup_minutes, "cleanup_minutes": cleanup_minutes}
    _save_slot(slot, name=name, starts=starts, ends=ends, weekdays=weekdays, **values)
    record("time_slot.added", slot, by=by)
    return slot


@transaction.atomic
def change_time_slot(
    time_slot: TimeSlot,
    *,
    name: str,
    starts: time,
    ends: time,
    weekdays: Sequence[int],
    setup_minutes: int = 0,
    cleanup_minutes: int = 0,
    by: Actor,
) -> TimeSlot:
    """Change the window from now on. Parties that are booked keep the time they have."""
    values = {"setup_minutes": setup_minutes, "cleanup_minutes": cleanup_minutes}
    _save_slot(time_slot, name=name, starts=starts, ends=ends, weekdays=weekdays, **values)
    record("time_slot.changed", time_slot, by=by)
    return time_slot


def _save_slot(
    slot: TimeSlot, *, name: str, starts: time, ends: time, weekdays: Sequence[int], **minutes: int
) -> None:
    _require_window(starts, ends)
    if not weekdays:
        raise Refused(_("Choose at least one weekday."), field="weekdays")
    for field, value in minutes.items():
        if not 0 <= value <= 600:
            raise Refused(_("Enter between 0 and 600 minutes."), field=field)
    days = sorted(set(weekdays))
    save_or_refuse(slot, "time_slot", name=name, starts=starts, ends=ends, weekdays=days, **minutes)


def _require_window(starts: time, ends: time) -> None:
    if starts == ends:
        raise BadTime(_("The time slot ends when it starts."), field="ends")
    start, end = (timedelta(hours=t.hour, minutes=t.minute) for t in (starts, ends))
    length = (end - start) % timedelta(days=1)
    if length > LONGEST_WINDOW:
        sentence = _("This time slot would last %(hours)d hours, into the next day.")
        raise BadTime(sentence % {"hours": length // timedelta(hours=1)}, field="ends")


@transaction.atomic
def add_station(
    *,
    location: Location,
    name: str,
    capacity: int,
    summary: str = "",
    description: str = "",
    expires_on: date | None = None,
    image: "File[bytes] | None" = None,
    time_slots: Sequence[TimeSlot] = (),
    by: Actor,
) -> Station:
    """A space for parties, listed after the others. Without a time slot it is never offered."""
    station = Station(
        account=by.account,
        location=location,
        resource=add_station_resource(location=location, name=name, by=by),
        position=Station.objects.filter(location=location).count(),
        image=image or "",
    )
    values = {"summary": summary, "description": description, "expires_on": expires_on}
    save_or_refuse(station, "station", name=name, capacity=_capacity(capacity), **values)
    _set_slots(station, time_slots)
    record("station.added", station, by=by)
    return station


@transaction.atomic
def change_station(
    station: Station,
    *,
    name: str,
    capacity: int,
    summary: str = "",
    description: str = "",
    expires_on: date | None = None,
    image: "File[bytes] | bool | None" = None,
    time_slots: Sequence[TimeSlot] = (),
    by: Actor,
) -> Station:
    """Change the station. ``image`` None keeps the one there is, False takes it away.

    Raises ``StationHasBookings`` when a party is booked there after ``expires_on``.
    """
    lock([station.resource_id])  # bookings wait, so the last one is the last one
    _require_no_later_booking(station, expires_on)
    if image is not None:
        station.image = image or ""
    values = {"summary": summary, "description": description, "expires_on": expires_on}
    save_or_refuse(station, "station", name=name, capacity=_capacity(capacity), **values)
    rename(station.resource, name)
    _set_slots(station, time_slots)
    record("station.changed", station, by=by)
    return station


def _capacity(capacity: int) -> int:
    if capacity < 1:
        raise Refused(_("A station has room for at least one person."), field="capacity")
    return capacity


def _require_no_later_booking(station: Station, expires_on: date | None) -> None:
    last = last_booked_on(station)
    if expires_on is not None and last is not None and last > expires_on:
        sentence = _("%(station)s is booked until %(day)s, so it cannot expire before that day.")
        raise StationHasBookings(
            sentence % {"station": station, "day": day(last, station.location)}
        )


def _set_slots(station: Station, time_slots: Sequence[TimeSlot]) -> None:
    require_here(station.location_id, *time_slots)
    set_links(StationSlot, "station", station, "time_slot", time_slots)


@transaction.atomic
def close_slot(
    time_slot: TimeSlot,
    *,
    on: date,
    station: Station | None = None,
    reason: str,
    by: Actor,
) -> SlotClosure:
    """Do not offer the slot on the day ``on``: at ``station``, or nowhere when that is None.

    Parties that are booked then stay booked.
    """
    require_same_account(time_slot, station)
    if on.weekday() not in time_slot.weekdays:
        sentence = _("%(slot)s is not offered on %(day)s anyway.")
        words = {"slot": time_slot, "day": day(on, time_slot.location)}
        raise SlotNotOffered(sentence % words, field="on")
    twice = Refused(_("This slot is closed on that day already."), field="on")
    with refuse_on("slot_closed_once", twice):
        closure = SlotClosure.objects.create(
            account=by.account, time_slot=time_slot, station=station, on=on, reason=reason[:200]
        )
    subjects = [each for each in (time_slot, station) if each is not None]
    record("time_slot.closed", *subjects, by=by, on=on.isoformat(), reason=closure.reason)
    return closure


@transaction.atomic
def reopen_slot(closure: SlotClosure, *, by: Actor) -> None:
    """Offer the slot again on the day it was closed."""
    require_same_account(closure)
    subjects = [each for each in (closure.time_slot, closure.station) if each is not None]
    record("time_slot.reopened", *subjects, by=by, on=closure.on.isoformat())
    closure.delete()
