"""Making the timeslots of appointments, thirteen months ahead."""

from datetime import date

from django.db import connection

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.appointments.models import Appointment
from cartwheel.domain.appointments.queries import AHEAD
from cartwheel.kernel.whole import whole

# One statement whatever the number of appointments. A window that daylight saving swallows whole
# is no timeslot; what is there already stays as it is.
GENERATE = """
insert into appointments_timeslot
    (account_id, location_id, appointment_id, time_id, instructor_id, zone_id, "on",
     starts_at, ends_at, capacity, taken, canceled_by, cancel_reason)
select a.account_id, a.location_id, a.id, t.id, a.instructor_id, a.zone_id, d.day,
       schedule_instant(d.day, t.starts, l.timezone), schedule_instant(d.day, t.ends, l.timezone),
       a.max_students, 0, '', ''
from appointments_appointment a
join accounts_location l on l.id = a.location_id
join appointments_weeklytime t on t.appointment_id = a.id and t.archived_at is null
cross join lateral (
    select day::date from generate_series(
        greatest(a.starts_on, %(today)s::date)::timestamp,
        least(coalesce(a.ends_on, %(last)s::date), %(last)s::date)::timestamp,
        interval '1 day') day
    where extract(isodow from day) = t.weekday + 1
) d
where a.archived_at is null and a.account_id = %(account)s
    and (%(appointment)s::bigint is null or a.id = %(appointment)s::bigint)
    and schedule_instant(d.day, t.ends, l.timezone)
        > schedule_instant(d.day, t.starts, l.timezone)
on conflict (time_id, "on") do nothing
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
