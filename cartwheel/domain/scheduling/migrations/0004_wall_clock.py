"""Turn wall-clock time into an instant inside the database, as ``kernel.periods.instant`` does.

PostgreSQL takes the second of the two instants at which the clocks show a time that comes twice;
everywhere else here it means the first.
"""

from django.db import migrations

CREATE = """
create function schedule_instant(day date, clock time, zone text) returns timestamptz
language sql stable parallel safe as $$
    select coalesce(
        min(candidate) filter (where candidate at time zone zone = day + clock),
        (day + clock) at time zone zone)
    from unnest(array[
        ((day + clock) at time zone zone) - interval '1 hour',
        ((day + clock) at time zone zone) - interval '30 minutes',
        (day + clock) at time zone zone]) candidate
$$
"""


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0003_zones_and_hours")]

    operations = [
        migrations.RunSQL(CREATE, "drop function schedule_instant(date, time, text)"),
    ]
