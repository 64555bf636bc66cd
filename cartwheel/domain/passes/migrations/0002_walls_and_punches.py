"""Wall the passes off, and let the database count how often each was punched.

However a punch comes to be or to be returned, the pass's ``used`` follows in the same statement,
and its check refuses one more than was paid for. Whoever punches locks the pass first, so that this
update waits for nobody.
"""

from django.db import migrations

from cartwheel.kernel.tenancy.walls import ProtectTenants, TrackChanges

COUNT = """
create function passes_count_punches() returns trigger language plpgsql as $$
declare
    was bigint := case when tg_op = 'INSERT' or old.returned_at is not null then null
                       else old.held_pass_id end;
    now bigint := case when tg_op = 'DELETE' or new.returned_at is not null then null
                       else new.held_pass_id end;
begin
    if was is distinct from now then
        update passes_pass set used = used - 1 where id = was;
        update passes_pass set used = used + 1 where id = now;
    end if;
    return null;
end $$;
create trigger count_punches after insert or update or delete on passes_punch
    for each row execute function passes_count_punches();
"""
FORGET = """
drop trigger count_punches on passes_punch;
drop function passes_count_punches();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("passes", "0001_initial"),
        ("activity", "0002_walls_and_capture"),
    ]

    operations = [
        migrations.RunSQL(COUNT, FORGET),
        ProtectTenants("passes"),
        TrackChanges("Pass", "PassProgram", "PassType", "Punch"),
    ]
