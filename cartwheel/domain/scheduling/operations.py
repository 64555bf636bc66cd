"""Taking and leaving rooms and people.

Whoever claims locks the resources first, always in the order of their keys: of several who want
one room at one moment, all but the first then wait in a line, and nobody in a circle. (The
exclusion constraint alone would be as right, but its waiters deadlock: 38 s instead of 1 s for 60
slots under 8 threads.) The constraint is the last word all the same, for whoever forgets to lock.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time
from itertools import pairwise
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import (
    locked,
    named,
    put_away,
    require_same_account,
    save_next,
)
from cartwheel.domain.activity.operations import record
from cartwheel.domain.scheduling.models import (
    Absence,
    Claim,
    OpeningHours,
    Resource,
    WorkingHours,
    Zone,
)
from cartwheel.domain.scheduling.queries import clashes
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.periods import Period
from cartwheel.kernel.refusals import Refused, refuse_on
from cartwheel.kernel.whole import whole


@dataclass(frozen=True)
class Wanted:
    """A resource that somebody wants for a period, and the record it is wanted for."""

    resource: Resource
    period: Period
    record_id: int | None = None


class Taken(Refused):
    """Something else has the resource for part of the time.

    ``resource`` is what was wanted, ``clash`` who has it; None when that could not be seen, because
    the other transaction had not ended.
    """

    def __init__(self, text: str, *, resource: Resource, clash: Claim | None) -> None:
        super().__init__(text)
        self.resource, self.clash = resource, clash


@whole
def claim(
    wanted: Sequence[Wanted],
    *,
    kind: str,
    label: str,
    record_id: int | None = None,
    expires_at: datetime | None = None,
    instead_of: Iterable[Claim] = (),
    refusal: Callable[[Resource, Claim | None], Refused] | None = None,
    now: datetime,
    by: Actor,
) -> list[Claim]:
    """Take every resource ``wanted``, or none: the claims, in the order of ``wanted``.

    With ``expires_at`` they are holds, free again from then on. The claims ``instead_of`` are
    released in the same step, so that something can move onto part of its own old time. Raises
    ``Taken`` with the clash on the resource that was wanted first, or what ``refusal`` makes of
    the two.
    """
    refused = refusal or taken
    leaving = list(instead_of)
    require_same_account(*(each.resource for each in wanted), *leaving)
    lock({each.resource.pk for each in wanted} | {each.resource_id for each in leaving})
    _free(leaving, now)
    _refuse_clash(wanted, now, refused)
    rows = [
        Claim(
            account=by.account,
            resource=each.resource,
            during=DateTimeTZRange(each.period.start, each.period.end),
            kind=kind,
            record_id=each.record_id or record_id,
            label=label[:200],
            expires_at=expires_at,
        )
        for each in wanted
    ]
    with refuse_on("claim_overlap", refused(wanted[0].resource, None)):
        return Claim.objects.bulk_create(rows)


def lock(resource_ids: Iterable[int]) -> None:
    """Let nobody else claim these until the transaction ends."""
    rows = Resource.objects.filter(pk__in=set(resource_ids)).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def _refuse_clash(
    wanted: Sequence[Wanted], now: datetime, refused: Callable[[Resource, Claim | None], Refused]
) -> None:
    pairs = [(each.resource, each.period) for each in wanted]
    found = clashes(pairs)
    if any(clash.expires_at and clash.expires_at <= now for clash in found.values()):
        _free_expired((each.resource for each in wanted), now)
        found = clashes(pairs)
    for each in wanted:
        if clash := found.get(each.resource.pk):
            raise refused(each.resource, clash)


def taken(resource: Resource, clash: Claim | None) -> Taken:
    """The refusal that names what is in the way, where that could be seen."""
    if clash is None:
        text = _("%s has just been taken for that time.") % resource
    else:
        sentence = _("%(resource)s is taken by “%(other)s” for part of that time.")
        text = sentence % {"resource": resource, "other": clash.label}
    return Taken(text, resource=resource, clash=clash)


@whole
def release(claims: Iterable[Claim], *, now: datetime) -> None:
    """Leave what ``claims`` hold, from ``now`` on; those released before stay as they are."""
    leaving = list(claims)
    lock(each.resource_id for each in leaving)
    _free(leaving, now)


def _free(claims: Iterable[Claim], now: datetime) -> None:
    keys = [each.pk for each in claims]
    if keys:
        Claim.objects.filter(pk__in=keys, released_at=None).update(released_at=now)


def _free_expired(resources: Iterable[Resource], now: datetime) -> None:
    """Free the holds on ``resources`` whose time is over."""
    keys = [each.pk for each in resources]
    Claim.objects.filter(resource__in=keys, released_at=None, expires_at__lte=now).update(
        released_at=now
    )


def describe(claims: Iterable[Claim], *, label: str, record_id: int) -> None:
    """Say what the claims are for, once that record exists, or has another name."""
    keys = [each.pk for each in claims]
    Claim.objects.filter(pk__in=keys).update(label=label[:200], record_id=record_id)


def add_station_resource(*, location: Location, name: str, by: Actor) -> Resource:
    """A room, or a part of one, at ``location``."""
    return Resource.objects.create(
        account=by.account, location=location, kind=Resource.Kind.STATION, name=name
    )


def rename(resource: Resource, name: str) -> None:
    """What the resource is called from now on."""
    if resource.name != name:
        resource.name = name
        resource.save(update_fields=["name"])


def staff_resources(staff: Sequence[StaffMember], *, by: Actor) -> list[Resource]:
    """The staff members as resources, in the same order."""
    require_same_account(*staff)
    found = _of_staff(staff)
    if missing := [each for each in staff if each.pk not in found]:
        _add_staff_resources(missing, by)
        found = _of_staff(staff)
    return [found[each.pk] for each in staff]


def _of_staff(staff: Sequence[StaffMember]) -> dict[int, Resource]:
    if not staff:
        return {}
    return {
        each.staff_id: each for each in Resource.objects.filter(staff__in=staff) if each.staff_id
    }


def _add_staff_resources(staff: Sequence[StaffMember], by: Actor) -> None:
    """In the order of their keys; whoever was quicker has done it already."""
    Resource.objects.bulk_create(
        [
            Resource(account=by.account, kind=Resource.Kind.STAFF, name=str(each), staff=each)
            for each in sorted(staff, key=lambda each: each.pk)
        ],
        ignore_conflicts=True,
    )


@whole
def add_zone(
    *,
    location: Location,
    name: str,
    exclusive: bool = True,
    capacity: int | None = None,
    by: Actor,
) -> Zone:
    """A room, or a part of one, that lessons claim. Raises ``Refused`` when its name is taken."""
    require_same_account(location)
    name = named(name)
    resource = Resource.objects.create(
        account=by.account, location=location, kind=Resource.Kind.ZONE, name=name
    )
    zone = Zone(
        account=by.account,
        location=location,
        resource=resource,
        name=name,
        exclusive=exclusive,
        capacity=None if exclusive else capacity,
    )
    with refuse_on("zone_name_once", _zone_taken(name)):
        zone.save(force_insert=True)
    record("zone.added", zone, by=by)
    return zone


@whole
def change_zone(
    zone: Zone,
    *,
    name: str,
    exclusive: bool,
    capacity: int | None = None,
    version: int | None = None,
    by: Actor,
) -> Zone:
    """Another name, or another way to share it. What has it already keeps it.

    Raises ``ChangedMeanwhile`` when ``version`` has passed.
    """
    zone = locked(zone, version)
    zone.name, zone.exclusive = named(name), exclusive
    zone.capacity = None if exclusive else capacity
    with refuse_on("zone_name_once", _zone_taken(zone.name)):
        save_next(zone)
    rename(zone.resource, zone.name)
    record("zone.changed", zone, by=by)
    return zone


@whole
def archive_zone(zone: Zone, *, now: datetime, by: Actor) -> Zone:
    """Offer it no longer for what is set up from now on."""
    zone = put_away(zone, now)
    record("zone.archived", zone, by=by)
    return zone


@whole
def restore_zone(zone: Zone, *, by: Actor) -> Zone:
    zone = put_away(zone, None)
    record("zone.restored", zone, by=by)
    return zone


@dataclass(frozen=True)
class Hours:
    """A window on ``weekday`` (Monday is 0) from ``starts`` to ``ends``: open doors, or work."""

    weekday: int
    starts: time
    ends: time


@whole
def set_opening_hours(location: Location, *, hours: Sequence[Hours], by: Actor) -> None:
    """Exactly these windows, every week; none at all means always open.

    Raises ``Refused`` for a window that ends before it starts, or two that overlap.
    """
    require_same_account(location)
    Location.objects.select_for_update(no_key=True).get(pk=location.pk)
    if _keep_hours(OpeningHours, {"location": location}, hours, by):
        record("opening-hours.set", location, by=by)


@whole
def set_working_hours(staff: StaffMember, *, hours: Sequence[Hours], by: Actor) -> None:
    """Exactly these windows, every week, on the clock of whatever location she works at.

    None at all means at any time. Raises what ``set_opening_hours`` raises.
    """
    require_same_account(staff)
    StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    if _keep_hours(WorkingHours, {"staff": staff}, hours, by):
        record("working-hours.set", staff, by=by)


def _keep_hours(
    model: Any,  # OpeningHours or WorkingHours
    owner: dict[str, Any],
    hours: Sequence[Hours],
    by: Actor,
) -> bool:
    """Whether these windows are others than those that were kept."""
    wanted = sorted(hours, key=lambda each: (each.weekday, each.starts))
    if any(each.ends <= each.starts for each in wanted):
        raise Refused(_("A window ends before it starts."), field="hours")
    for one, other in pairwise(wanted):
        if one.weekday == other.weekday and other.starts < one.ends:
            raise Refused(_("Two windows of one day overlap."), field="hours")
    kept = model.objects.filter(account=by.account, **owner)
    if [Hours(each.weekday, each.starts, each.ends) for each in kept] == wanted:
        return False
    kept.delete()
    model.objects.bulk_create(model(account=by.account, **owner, **asdict(each)) for each in wanted)
    return True


@whole
def add_absence(
    staff: StaffMember, *, starts_at: datetime, ends_at: datetime, reason: str = "", by: Actor
) -> Absence:
    """She is not there from ``starts_at`` up to, not including, ``ends_at``.

    Nobody can book her in that time any more; what is booked already stays, for somebody else to
    take over.
    """
    require_same_account(staff)
    if ends_at <= starts_at:
        raise Refused(_("An absence ends after it begins."), field="ends_at")
    absence = Absence.objects.create(
        account=by.account,
        staff=staff,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason.strip()[:120],
    )
    days = {"starts": starts_at.isoformat(), "ends": ends_at.isoformat()}
    record("staff.absent", staff, by=by, **days, reason=absence.reason)
    return absence


@whole
def cancel_absence(absence: Absence, *, now: datetime, by: Actor) -> Absence:
    """She is there after all. Doing it twice changes nothing."""
    require_same_account(absence)
    rows = Absence.objects.select_for_update(of=("self",), no_key=True).select_related("staff")
    absence = rows.get(pk=absence.pk)
    if absence.canceled_at is None:
        absence.canceled_at = now
        absence.save(update_fields=["canceled_at"])
        days = {"starts": absence.starts_at.isoformat(), "ends": absence.ends_at.isoformat()}
        record("staff.absence_canceled", absence.staff, by=by, **days)
    return absence


def _zone_taken(name: str) -> Refused:
    return Refused(_("There is already a zone called “%s” here.") % name, field="name")
