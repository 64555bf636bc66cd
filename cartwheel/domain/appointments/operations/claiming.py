"""What timeslots hold of the schedule: their instructor and their zone."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.appointments.models import Place, Timeslot
from cartwheel.domain.appointments.queries import KIND, room_in_zone
from cartwheel.domain.appointments.refusals import InstructorBusy, StudentBusy, TimeslotFull
from cartwheel.domain.scheduling.models import Claim, Resource, Zone
from cartwheel.domain.scheduling.operations import Wanted, claim, release, staff_resources
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.periods import Period

RELATED = (
    "appointment__service",
    "appointment__program",
    "instructor",
    "zone__resource",
    "location",
)


def locked(timeslots: Iterable[Timeslot]) -> list[Timeslot]:
    """The timeslots as they are now, and nobody else's until the transaction ends.

    Locked in the order of their keys, given back in the order of their start.
    """
    keys = {slot.pk for slot in timeslots}
    rows = Timeslot.objects.filter(pk__in=keys).select_related(*RELATED).order_by("pk")
    return sorted(
        rows.select_for_update(of=("self",), no_key=True), key=lambda slot: slot.starts_at
    )


def check_zones(slots: Sequence[Timeslot], *, more: int = 1) -> None:
    """A zone that is shared has room for so many more students during each of the timeslots.

    The zones are locked, so that of several who want the last place in one only the first gets it,
    whatever timeslots they book.
    """
    shared = {slot.zone.pk for slot in slots if slot.zone and not slot.zone.exclusive}
    if not shared:
        return
    _lock_zones(shared)
    rows = Timeslot.objects.filter(pk__in=[slot.pk for slot in slots]).exclude(room_in_zone(more))
    full = rows.select_related("zone").order_by("starts_at").first()
    if full is not None and full.zone is not None:
        words = {"zone": full.zone, "most": full.zone.capacity, "day": named_day(full)}
        sentence = _("%(zone)s has room for %(most)d students, and is full on %(day)s.")
        raise TimeslotFull(sentence % words, dates=[full.on], field="timeslots")


def _lock_zones(keys: set[int]) -> None:
    rows = Zone.objects.filter(pk__in=keys).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def take(slots: Sequence[Timeslot], now: datetime, by: Actor) -> None:
    """Claim the instructor and the zone of those timeslots in which nobody has a place yet."""
    if empty := [slot for slot in slots if slot.taken == 0]:
        hold(empty, now, by)


def hold(
    slots: Sequence[Timeslot], now: datetime, by: Actor, instead_of: Iterable[Claim] = ()
) -> None:
    """Claim the instructor and the zone of each, whoever is in it."""
    people = {each.staff_id: each for each in staff_resources(_instructors(slots), by=by)}
    wanted = []
    for slot in slots:
        period = Period(slot.starts_at, slot.ends_at)
        wanted.append(Wanted(people[slot.instructor_id], period, slot.pk))
        if slot.zone is not None and slot.zone.exclusive:
            wanted.append(Wanted(slot.zone.resource, period, slot.pk))
    label = str(slots[0].appointment.service)
    claim(wanted, kind=KIND, label=label, instead_of=instead_of, refusal=_busy, now=now, by=by)


def _instructors(slots: Sequence[Timeslot]) -> list[StaffMember]:
    return list({slot.instructor_id: slot.instructor for slot in slots}.values())


def _busy(resource: Resource, clash: Claim | None) -> InstructorBusy:
    if clash is None:
        sentence = _("%s has just been taken for that time.")
        return InstructorBusy(sentence % resource, field="timeslots")
    day = date_format(clash.starts_at, "D, M j")
    sentence = _("%(resource)s is taken by “%(other)s” on %(day)s.")
    words = {"resource": resource, "other": clash.label, "day": day}
    return InstructorBusy(sentence % words, field="timeslots")


def leave_empty(slots: Sequence[Timeslot], now: datetime) -> None:
    """Release what the timeslots hold in which nobody has a place any more."""
    keys = [slot.pk for slot in slots]
    empty = Timeslot.objects.filter(pk__in=keys, taken=0).values_list("pk", flat=True)
    release(claims_of(empty), now=now)


def claims_of(keys: Iterable[int]) -> QuerySet[Claim]:
    """What the timeslots of these keys hold."""
    return Claim.objects.filter(kind=KIND, record_id__in=list(keys), released_at=None)


def student_busy(there: Place, field: str) -> StudentBusy:
    """The refusal that says where the student is already: ``there``."""
    words = {"student": there.student, "other": there.timeslot.appointment.service}
    sentence = _("%(student)s has %(other)s at that time (%(day)s).")
    return StudentBusy(sentence % (words | {"day": named_day(there.timeslot)}), field=field)


def named_day(slot: Timeslot) -> str:
    return date_format(slot.on, "D, M j")
