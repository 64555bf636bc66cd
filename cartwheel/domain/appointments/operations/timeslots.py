"""Making the timeslots of appointments, thirteen months ahead; canceling single ones."""

from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import Appointment, Timeslot
from cartwheel.domain.appointments.queries import AHEAD
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.whole import whole

# One statement whatever the number of appointments. A window that daylight saving swallows whole
# is no timeslot; what is there already stays as it is.
GENERATE = """
insert into appointments_timeslot
    (account_id, location_id, appointment_id, time_id, instructor_id, zone_id, "on",
     starts_at, ends_at, capacity, taken, canceled_by, cancel_reason)
select a.account_id, a.location_id, a.id, t.id, coalesce(t.instructor_id, a.instructor_id),
       case when t.instructor_id is null then a.zone_id else t.zone_id end, d.day,
       schedule_instant(d.day, t.starts, l.timezone), schedule_instant(d.day, t.ends, l.timezone),
       a.max_students, 0, '', ''
from appointments_appointment a
join accounts_location l on l.id = a.location_id
join appointments_weeklytime t on t.appointment_id = a.id and t.archived_at is null
cross join lateral (
    select day::date from generate_series(
        greatest(a.starts_on, t.starts_on, %(today)s::date)::timestamp,
        least(coalesce(a.ends_on, %(last)s::date), %(last)s::date)::timestamp,
        interval '1 day') day
    where extract(isodow from day) = t.weekday + 1
) d
where a.archived_at is null and a.account_id = %(account)s
    and (%(appointment)s::bigint is null or a.id = %(appointment)s::bigint)
    and schedule_instant(d.day, t.ends, l.timezone)
        > schedule_instant(d.day, t.starts, l.timezone)
on conflict (time_id, coalesce(planned_on, "on")) do nothing
"""


@whole
def generate_timeslots(
    account: Account, *, appointment: Appointment | None = None, today: date
) -> int:
    """Make the timeslots that are missing from ``today`` to thirteen months ahead: how many.

    Of every appointment of the account, or of one. Doing it twice changes nothing.
    """
    values = {
        "account": account.pk,
        "appointment": appointment.pk if appointment else None,
        "today": today,
        "last": today + AHEAD,
    }
    with connection.cursor() as cursor:
        cursor.execute(GENERATE, values)
        return int(cursor.rowcount)


@whole
def cancel_timeslot(timeslot: Timeslot, *, reason: str = "", now: datetime, by: Actor) -> Timeslot:
    """This meeting does not take place. Refused while students have places in it."""
    timeslot = _held(timeslot)
    if timeslot.canceled_at is not None:
        return timeslot
    if timeslot.taken:
        raise Refused(_("Students have places in it: cancel their bookings first."))
    if timeslot.starts_at <= now:
        raise Refused(_("It has begun already."))
    timeslot.canceled_at, timeslot.canceled_by = now, by.name
    timeslot.cancel_reason = reason.strip()[:250]
    timeslot.save(update_fields=["canceled_at", "canceled_by", "cancel_reason"])
    record("timeslot.canceled", timeslot, by=by, reason=timeslot.cancel_reason)
    return timeslot


@whole
def restore_timeslot(timeslot: Timeslot, *, by: Actor) -> Timeslot:
    """It takes place after all, and can be booked."""
    timeslot = _held(timeslot)
    if timeslot.canceled_at is None:
        return timeslot
    timeslot.canceled_at, timeslot.canceled_by, timeslot.cancel_reason = None, "", ""
    timeslot.save(update_fields=["canceled_at", "canceled_by", "cancel_reason"])
    record("timeslot.restored", timeslot, by=by)
    return timeslot


def _held(timeslot: Timeslot) -> Timeslot:
    require_same_account(timeslot)
    return Timeslot.objects.select_for_update(no_key=True).get(pk=timeslot.pk)
