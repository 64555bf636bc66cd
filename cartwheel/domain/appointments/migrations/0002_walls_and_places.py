"""Wall the appointments off, and let the database count the places that are taken.

However a place comes to be or to be canceled, the timeslot's ``taken`` follows in the same
statement, and its check refuses one too many. Whoever books locks the timeslots first, in the order
of their keys, so that this update waits for nobody.
"""

from django.db import migrations

from cartwheel.kernel.tenancy.walls import ProtectTenants, TrackChanges

COUNT = """
create function appointments_count_places() returns trigger language plpgsql as $$
declare
    was bigint := case when tg_op = 'INSERT' or old.canceled_at is not null then null
                       else old.timeslot_id end;
    now bigint := case when tg_op = 'DELETE' or new.canceled_at is not null then null
                       else new.timeslot_id end;
begin
    if was is distinct from now then
        update appointments_timeslot set taken = taken - 1 where id = was;
        update appointments_timeslot set taken = taken + 1 where id = now;
    end if;
    return null;
end $$;
create trigger count_places after insert or update or delete on appointments_place
    for each row execute function appointments_count_places();
"""
FORGET = """
drop trigger count_places on appointments_place;
drop function appointments_count_places();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0001_initial"),
        ("activity", "0002_walls_and_capture"),
        ("scheduling", "0004_wall_clock"),
    ]

    operations = [
        migrations.RunSQL(COUNT, FORGET),
        ProtectTenants("appointments"),
        TrackChanges(
            "Appointment",
            "Booking",
            "Place",
            "PricingSchedule",
            "PricingTier",
            "Service",
            "WeeklyTime",
        ),
    ]
