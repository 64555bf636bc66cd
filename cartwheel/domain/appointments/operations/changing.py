"""Changing what is on offer, one appointment or many at once."""

from collections.abc import Iterable
from datetime import date, datetime
from types import EllipsisType
from typing import Any, TypedDict, Unpack

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account, save_next
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import Appointment, PricingSchedule
from cartwheel.domain.appointments.operations.offers import NO_LONGER, check_teaches
from cartwheel.domain.appointments.operations.series import change_series
from cartwheel.domain.appointments.operations.timeslots import generate_timeslots
from cartwheel.domain.appointments.queries import ALL
from cartwheel.domain.catalog.models import Program
from cartwheel.domain.scheduling.models import Zone
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.whole import whole


class Changes(TypedDict, total=False):
    """What becomes of the appointments; what is not named stays. ``ends_on`` None: open-ended."""

    instructor: StaffMember
    zone: Zone | None
    pricing: PricingSchedule
    program: Program
    max_students: int
    ends_on: date | None
    youngest_months: int | None
    oldest_months: int | None
    gender: str


PLAIN = ("pricing", "program", "max_students", "youngest_months", "oldest_months", "gender")


@whole
def change_appointments(
    appointments: Iterable[Appointment], *, now: datetime, by: Actor, **changes: Unpack[Changes]
) -> list[Appointment]:
    """Change each of them in the same way, or none; what was booked and charged stays.

    Another instructor or zone takes over everything that is still to come, with the students in it.
    Raises ``Refused`` naming the appointment: for a maximum below what is taken, an end before
    somebody's place, an instructor who may not give it or is busy.
    """
    keys = {each.pk for each in appointments}
    given: dict[str, Any] = dict(changes)
    require_same_account(*(value for value in given.values() if hasattr(value, "account_id")))
    rows = Appointment.objects.select_for_update(of=("self",), no_key=True).filter(
        account=by.account, pk__in=keys, archived_at=None
    )
    found = list(rows.select_related("location", "service", "instructor", "zone").order_by("pk"))
    if not found:
        raise Refused(_("Choose at least one appointment that is on offer."))
    for appointment in found:
        appointment.account = appointment.location.account = by.account
        for name in PLAIN:
            if name in given:
                setattr(appointment, name, given[name])
        _check_ages(appointment)
        if "max_students" in given:
            _resize(appointment, given["max_students"], now)
        _hand_over(appointment, given.get("instructor", ...), given.get("zone", ...), now, by)
        if "ends_on" in given:
            _end(appointment, given["ends_on"], now, by)
        save_next(appointment)
        record("appointment.reoffered", appointment, by=by, what=sorted(given))
    return found


def _check_ages(appointment: Appointment) -> None:
    youngest, oldest = appointment.youngest_months, appointment.oldest_months
    if youngest is not None and oldest is not None and oldest < youngest:
        raise Refused(_("%s: the oldest age is below the youngest.") % appointment)


def _resize(appointment: Appointment, most: int, now: datetime) -> None:
    if most < 1:
        raise Refused(_("Enter at least one student."), field="max_students")
    coming = appointment.timeslots.select_for_update(no_key=True).filter(starts_at__gt=now)
    list(coming.order_by("pk").values_list("pk"))  # locked, in the order of whoever books
    if full := coming.filter(taken__gt=most).order_by("starts_at").first():
        words = {"appointment": appointment, "n": full.taken, "day": date_format(full.on)}
        text = _("%(appointment)s: %(n)d students have places on %(day)s.")
        raise Refused(text % words, field="max_students")
    coming.update(capacity=most)


def _hand_over(
    appointment: Appointment,
    instructor: StaffMember | EllipsisType,
    zone: Zone | EllipsisType | None,
    now: datetime,
    by: Actor,
) -> None:
    """Each weekly time goes on with the other instructor, or in the other zone."""
    if isinstance(instructor, EllipsisType) and isinstance(zone, EllipsisType):
        return
    person = appointment.instructor if isinstance(instructor, EllipsisType) else instructor
    place = appointment.zone if isinstance(zone, EllipsisType) else zone
    if place is not None and place.location_id != appointment.location_id:
        words = {"zone": place, "appointment": appointment}
        text = _("%(zone)s belongs to another location than %(appointment)s.")
        raise Refused(text % words, field="zone")
    if person != appointment.instructor:
        check_teaches(person, appointment.service)
    for weekly in appointment.times.filter(archived_at=None):
        coming = weekly.timeslots.filter(starts_at__gt=now).select_related("location")
        if first := coming.order_by("starts_at").first():
            change_series(
                first,
                scope=ALL,
                weekday=weekly.weekday,
                starts=weekly.starts,
                ends=weekly.ends,
                instructor=person,
                zone=place,
                now=now,
                by=by,
            )
    appointment.instructor, appointment.zone = person, place


def _end(appointment: Appointment, last: date | None, now: datetime, by: Actor) -> None:
    if appointment.frequency == Appointment.Frequency.ONCE:
        raise Refused(_("%s is given once.") % appointment, field="ends_on")
    if last is not None and last < appointment.starts_on:
        raise Refused(_("%s starts after that day.") % appointment, field="ends_on")
    appointment.ends_on = last
    appointment.save(update_fields=["ends_on"])
    coming = appointment.timeslots.filter(starts_at__gt=now)
    within = coming if last is None else coming.filter(on__lte=last)
    within.filter(cancel_reason=NO_LONGER, canceled_at__isnull=False).update(
        canceled_at=None, canceled_by="", cancel_reason=""
    )
    if last is not None:
        after = coming.filter(on__gt=last, canceled_at=None)
        if booked := after.filter(taken__gt=0).order_by("-starts_at").first():
            words = {"appointment": appointment, "day": date_format(booked.on)}
            text = _("%(appointment)s: students have places until %(day)s. Cancel those first.")
            raise Refused(text % words, field="ends_on")
        after.update(canceled_at=now, canceled_by=by.name, cancel_reason=NO_LONGER)
    today = timezone.localdate(now, timezone=appointment.location.zone)
    generate_timeslots(by.account, appointment=appointment, today=today)
