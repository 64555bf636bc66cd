"""Who could take a lesson over."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from cartwheel.domain.appointments.models import Appointment, Timeslot
from cartwheel.domain.scheduling.models import Absence, Claim
from cartwheel.domain.staff.models import StaffMember


@dataclass(frozen=True)
class Substitute:
    """``lessons`` is how many appointments of the same service she gives; ``busy`` what has her
    already (its label), ``away`` that she is absent. ``teaches``: she may give the service;
    ``off_hours``: it is not one of her working hours. Neither forbids it: it is an emergency.
    """

    staff: StaffMember
    lessons: int
    busy: str
    away: bool
    teaches: bool = True
    off_hours: bool = False

    @property
    def is_free(self) -> bool:
        return not (self.busy or self.away)


def substitutes_for(timeslot: Timeslot, *, now: datetime) -> list[Substitute]:
    """Everybody else who works at the location: first who is free, and of these who is at work and
    may give the service, whoever gives it most first; then the others with what is in the way.
    Five statements.
    """
    there = Q(locations=None) | Q(locations__location=timeslot.location_id)
    away = Absence.objects.filter(
        account=timeslot.account_id,
        staff=OuterRef("pk"),
        canceled_at=None,
        ends_at__gt=timeslot.starts_at,
        starts_at__lt=timeslot.ends_at,
    )
    people = (
        StaffMember.objects.filter(there, account=timeslot.account_id, archived_at=None)
        .exclude(pk=timeslot.instructor_id)
        .annotate(away=Exists(away))
        .distinct()
        .prefetch_related("teaching", "working_hours")
    )
    busy = _busy(timeslot, now)
    lessons = _lessons(timeslot)
    found = [
        Substitute(
            each,
            lessons.get(each.pk, 0),
            busy.get(each.pk, ""),
            bool(each.away),
            teaches=_teaches(each, timeslot),
            off_hours=_off_hours(each, timeslot),
        )
        for each in people
    ]
    return sorted(
        found,
        key=lambda s: (not s.is_free, s.off_hours, not s.teaches, -s.lessons, str(s.staff)),
    )


def _teaches(staff: StaffMember, timeslot: Timeslot) -> bool:
    mine = {each.service_id for each in staff.teaching.all()}
    return not mine or timeslot.appointment.service_id in mine


def _off_hours(staff: StaffMember, timeslot: Timeslot) -> bool:
    zone, hours = timeslot.location.zone, list(staff.working_hours.all())
    starts, ends = (at.astimezone(zone).time() for at in (timeslot.starts_at, timeslot.ends_at))
    return bool(hours) and not any(
        each.weekday == timeslot.on.weekday() and each.starts <= starts and ends <= each.ends
        for each in hours
    )


def _busy(timeslot: Timeslot, now: datetime) -> dict[int, str]:
    claims = Claim.objects.live(now=now).within(timeslot.starts_at, timeslot.ends_at)
    rows = claims.filter(account=timeslot.account_id, resource__staff__isnull=False)
    return dict(rows.values_list("resource__staff", "label"))


def _lessons(timeslot: Timeslot) -> dict[int, int]:
    """How many appointments of the service each person gives."""
    rows = Appointment.objects.filter(
        account=timeslot.account_id,
        service=timeslot.appointment.service_id,
        archived_at=None,
    )
    return dict(rows.order_by().values_list("instructor").annotate(Count("pk")))
