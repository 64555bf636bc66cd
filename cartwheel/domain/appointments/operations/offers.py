"""Setting up what can be booked: services, prices, appointments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import (
    locked,
    named,
    put_away,
    require_same_account,
    save_next,
)
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import (
    Appointment,
    PricingSchedule,
    PricingTier,
    Service,
    WeeklyTime,
)
from cartwheel.domain.appointments.operations.timeslots import generate_timeslots
from cartwheel.domain.appointments.permissions import ANY_TIME
from cartwheel.domain.catalog.models import Program
from cartwheel.domain.scheduling.models import OpeningHours, WorkingHours, Zone
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.refusals import Refused, refuse_on
from cartwheel.kernel.whole import whole

# Kept in the row, to know again what only the end of an offer has canceled.
NO_LONGER = "No longer offered"


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
    service = Service(account=by.account, name=named(name), description=description.strip())
    with refuse_on("service_name_once", _service_taken()):
        service.save(force_insert=True)
    record("service.added", service, by=by)
    return service


@whole
def change_service(
    service: Service, *, name: str, description: str = "", version: int | None = None, by: Actor
) -> Service:
    """Call it something else, or tell families more of it. Raises ``ChangedMeanwhile``."""
    service = locked(service, version)
    service.name, service.description = named(name), description.strip()
    with refuse_on("service_name_once", _service_taken()):
        save_next(service)
    record("service.changed", service, by=by)
    return service


@whole
def archive_service(service: Service, *, now: datetime, by: Actor) -> Service:
    """Offer it no longer. Refused while something on offer gives it: that is archived first."""
    service = put_away(service, now)
    _refuse_in_use(service.appointments.filter(archived_at=None).count())
    record("service.archived", service, by=by)
    return service


@whole
def restore_service(service: Service, *, by: Actor) -> Service:
    service = put_away(service, None)
    record("service.restored", service, by=by)
    return service


@whole
def add_pricing_schedule(
    *,
    name: str,
    per: str = PricingSchedule.Per.STUDENT,
    tiers: Sequence[Tier],
    is_published: bool = False,
    by: Actor,
) -> PricingSchedule:
    """A new pricing schedule with at least one tier, no two for the same length and number."""
    schedule = PricingSchedule(
        account=by.account, name=named(name), per=per, is_published=is_published
    )
    with refuse_on("pricing_name_once", _pricing_taken()):
        schedule.save(force_insert=True)
    _keep_tiers(schedule, tiers)
    record("pricing-schedule.added", schedule, by=by)
    return schedule


@whole
def change_pricing_schedule(
    schedule: PricingSchedule,
    *,
    name: str,
    per: str,
    tiers: Sequence[Tier],
    is_published: bool = False,
    version: int | None = None,
    by: Actor,
) -> PricingSchedule:
    """Other prices from now on: what was charged stays. Raises ``ChangedMeanwhile``."""
    schedule = locked(schedule, version)
    schedule.name, schedule.per, schedule.is_published = named(name), per, is_published
    with refuse_on("pricing_name_once", _pricing_taken()):
        save_next(schedule)
    _keep_tiers(schedule, tiers)
    record("pricing-schedule.changed", schedule, by=by)
    return schedule


@whole
def archive_pricing_schedule(
    schedule: PricingSchedule, *, now: datetime, by: Actor
) -> PricingSchedule:
    """Offer it no longer. Refused while something on offer costs by it."""
    schedule = put_away(schedule, now)
    _refuse_in_use(schedule.appointments.filter(archived_at=None).count())
    record("pricing-schedule.archived", schedule, by=by)
    return schedule


@whole
def restore_pricing_schedule(schedule: PricingSchedule, *, by: Actor) -> PricingSchedule:
    schedule = put_away(schedule, None)
    record("pricing-schedule.restored", schedule, by=by)
    return schedule


def _keep_tiers(schedule: PricingSchedule, tiers: Sequence[Tier]) -> None:
    if not tiers:
        raise Refused(_("Enter at least one price."), field="tiers")
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

    One that is given once has the weekday of ``starts_on``, whatever the windows say. Refused for
    an instructor who may not give the service and, without the right to override the hours,
    outside the opening hours and hers.
    """
    require_same_account(location, service, instructor, program, pricing, zone)
    check_teaches(instructor, service)
    if zone is not None and zone.location_id != location.pk:
        raise Refused(_("%s belongs to another location.") % zone, field="zone")
    if frequency == Appointment.Frequency.ONCE:
        ends_on = starts_on
        times = [Window(starts_on.weekday(), each.starts, each.ends) for each in times]
    _check_days(starts_on, ends_on)
    if not by.can(ANY_TIME):
        check_hours(location, times)
        _check_working_hours(instructor, times)
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


def check_teaches(instructor: StaffMember, service: Service) -> None:
    mine = set(instructor.teaching.values_list("service", flat=True))
    if mine and service.pk not in mine:
        words = {"instructor": instructor, "service": service}
        sentence = _("%(instructor)s does not give %(service)s; see the staff record.")
        raise Refused(sentence % words, field="instructor")


def check_hours(location: Location, times: Sequence[Window], *, field: str = "times") -> None:
    """Each time lies within one of the windows in which the doors are open, if there are any."""
    if outside := _outside(list(location.opening_hours.all()), times, _("closed")):
        sentence = _(
            "%(day)s, %(starts)s – %(ends)s is outside the opening hours of %(location)s"
            " (%(day)s: %(hours)s)."
        )
        raise Refused(sentence % (outside | {"location": location}), field=field)


def _check_working_hours(instructor: StaffMember, times: Sequence[Window]) -> None:
    if outside := _outside(list(instructor.working_hours.all()), times, _("none")):
        sentence = _(
            "%(day)s, %(starts)s – %(ends)s is outside the working hours of %(instructor)s"
            " (%(day)s: %(hours)s)."
        )
        raise Refused(sentence % (outside | {"instructor": instructor}), field="times")


def _outside(
    hours: Sequence[OpeningHours | WorkingHours], times: Sequence[Window], none: str
) -> dict[str, Any]:
    """The first of ``times`` that lies in none of the windows, in words; {} when all do.

    ``none`` is what to say of a day without any window.
    """
    for each in times if hours else ():
        windows = [window for window in hours if window.weekday == each.weekday]
        if not any(w.starts <= each.starts and each.ends <= w.ends for w in windows):
            told = ", ".join(f"{time_format(w.starts)} – {time_format(w.ends)}" for w in windows)
            return {
                "day": WEEKDAYS[each.weekday],
                "starts": time_format(each.starts),
                "ends": time_format(each.ends),
                "hours": told or none,
            }
    return {}


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


@whole
def archive_appointment(appointment: Appointment, *, now: datetime, by: Actor) -> Appointment:
    """Offer it no longer: nobody can book it from now on.

    Its timeslots that are still to come and that nobody has a place in are canceled. The others
    stay, with their bookings: each is canceled where that is meant.
    """
    appointment = put_away(appointment, now)
    coming = appointment.timeslots.filter(starts_at__gt=now, taken=0, canceled_at=None)
    coming.update(canceled_at=now, canceled_by=by.name, cancel_reason=NO_LONGER)
    record("appointment.archived", appointment, by=by)
    return appointment


def _service_taken() -> Refused:
    return Refused(_("There is already a service of that name."), field="name")


def _pricing_taken() -> Refused:
    return Refused(_("There is already a pricing schedule of that name."), field="name")


def _refuse_in_use(count: int) -> None:
    if count:
        sentence = ngettext(
            "%d appointment on offer uses it. Archive that first, or change it.",
            "%d appointments on offer use it. Archive those first, or change them.",
            count,
        )
        raise Refused(sentence % count)
