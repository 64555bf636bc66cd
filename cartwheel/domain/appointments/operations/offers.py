"""Setting up what can be booked: services, prices, appointments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import (
    Appointment,
    PricingSchedule,
    PricingTier,
    Service,
    WeeklyTime,
)
from cartwheel.domain.appointments.operations.timeslots import generate_timeslots
from cartwheel.domain.catalog.models import Program
from cartwheel.domain.scheduling.models import Zone
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.refusals import Refused, refuse_on
from cartwheel.kernel.text import clean_line
from cartwheel.kernel.whole import whole


@dataclass(frozen=True)
class Window:
    """A weekly time: ``weekday`` (Monday is 0), from ``starts`` to ``ends`` on the wall clock."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True)
class Tier:
    """``amount`` (minor units) from ``students`` on; ``minutes`` None is for any length."""

    amount: int
    minutes: int | None = None
    students: int = 1


@whole
def add_service(*, name: str, description: str = "", by: Actor) -> Service:
    """A new service. Raises ``Refused`` when there is one of that name."""
    service = Service(account=by.account, name=_named(name), description=description.strip())
    taken = Refused(_("There is already a service of that name."), field="name")
    with refuse_on("service_name_once", taken):
        service.save(force_insert=True)
    record("service.added", service, by=by)
    return service


@whole
def add_pricing_schedule(
    *,
    name: str,
    per: str = PricingSchedule.Per.STUDENT,
    tiers: Sequence[Tier],
    by: Actor,
) -> PricingSchedule:
    """A new pricing schedule with at least one tier, no two for the same length and number."""
    if not tiers:
        raise Refused(_("Enter at least one price."), field="tiers")
    schedule = PricingSchedule(account=by.account, name=_named(name), per=per)
    taken = Refused(_("There is already a pricing schedule of that name."), field="name")
    with refuse_on("pricing_name_once", taken):
        schedule.save(force_insert=True)
    _keep_tiers(schedule, tiers)
    record("pricing-schedule.added", schedule, by=by)
    return schedule


def _keep_tiers(schedule: PricingSchedule, tiers: Sequence[Tier]) -> None:
    schedule.tiers.all().delete()
    twice = Refused(_("Two prices are for the same length and number of students."), field="tiers")
    with refuse_on("pricing_tier_once", twice):
        PricingTier.objects.bulk_create(
            PricingTier(
                account_id=schedule.account_id,
                schedule=schedule,
                minutes=tier.minutes,
                students=tier.students,
                amount=tier.amount,
            )
            for tier in tiers
        )


@whole
def add_appointment(
    *,
    location: Location,
    service: Service,
    instructor: StaffMember,
    program: Program,
    pricing: PricingSchedule,
    zone: Zone | None = None,
    frequency: str = Appointment.Frequency.RECURRING,
    starts_on: date,
    ends_on: date | None = None,
    times: Sequence[Window],
    max_students: int = 1,
    youngest_months: int | None = None,
    oldest_months: int | None = None,
    gender: str = "",
    today: date,
    by: Actor,
) -> Appointment:
    """Offer a service at weekly times, or once, and make its timeslots.

    One that is given once has the weekday of ``starts_on``, whatever the windows say.
    """
    require_same_account(location, service, instructor, program, pricing, zone)
    if zone is not None and zone.location_id != location.pk:
        raise Refused(_("%s belongs to another location.") % zone, field="zone")
    if frequency == Appointment.Frequency.ONCE:
        ends_on = starts_on
        times = [Window(starts_on.weekday(), each.starts, each.ends) for each in times]
    _check_days(starts_on, ends_on)
    appointment = Appointment.objects.create(
        account=by.account,
        location=location,
        service=service,
        instructor=instructor,
        program=program,
        pricing=pricing,
        zone=zone,
        frequency=frequency,
        starts_on=starts_on,
        ends_on=ends_on,
        max_students=max_students,
        youngest_months=youngest_months,
        oldest_months=oldest_months,
        gender=gender,
    )
    _add_times(appointment, times)
    generate_timeslots(by.account, appointment=appointment, today=today)
    record("appointment.offered", appointment, service, instructor, by=by)
    return appointment


def _check_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("The end comes before the start."), field="ends_on")


def _add_times(appointment: Appointment, times: Sequence[Window]) -> None:
    if not times:
        raise Refused(_("Choose at least one time."), field="times")
    if any(each.ends <= each.starts for each in times):
        raise Refused(_("A time ends before it starts."), field="times")
    ordered = sorted(times, key=lambda each: (each.weekday, each.starts))
    for one, other in pairwise(ordered):
        if one.weekday == other.weekday and other.starts < one.ends:
            raise Refused(_("Two of the times overlap."), field="times")
    WeeklyTime.objects.bulk_create(
        WeeklyTime(
            account_id=appointment.account_id,
            appointment=appointment,
            weekday=each.weekday,
            starts=each.starts,
            ends=each.ends,
        )
        for each in ordered
    )


def _named(name: str) -> str:
    name = clean_line(name)[:80]
    if not name:
        raise Refused(_("Enter a name."), field="name")
    return name
