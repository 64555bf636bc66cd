"""Wall the history off, let the database fill it, and let nobody rewrite it."""

from django.db import migrations

from cartwheel.kernel.tenancy.walls import ProtectTenants, TrackChanges

CAPTURE = """
create function activity_capture() returns trigger language plpgsql as $$
declare
    old_row jsonb := '{}'; new_row jsonb := '{}'; was jsonb; became jsonb; source jsonb;
begin
    if tg_op <> 'INSERT' then old_row := to_jsonb(old) - coalesce(tg_argv, '{}'); end if;
    if tg_op <> 'DELETE' then new_row := to_jsonb(new) - coalesce(tg_argv, '{}'); end if;
    select jsonb_object_agg(key, value) into was from jsonb_each(old_row)
        where new_row -> key is distinct from value;
    select jsonb_object_agg(key, value) into became from jsonb_each(new_row)
        where old_row -> key is distinct from value;
    if was is null and became is null then return null; end if;
    source := case tg_op when 'DELETE' then old_row else new_row end;
    insert into activity_change (account_id, at, batch, table_name, row_id, operation, before, after)
    values ((source ->> 'account_id')::bigint, now(),
        coalesce(current_setting('cartwheel.batch', true), ''), tg_table_name,
        (source ->> 'id')::bigint, lower(tg_op), was, became);
    return null;
end $$;
"""

APPEND_ONLY = """
create function append_only() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name
        using errcode = 'check_violation', constraint = tg_table_name || '_append_only';
end $$;
create trigger append_only before update or delete on activity_event
    for each row execute function append_only();
create trigger append_only before update or delete on activity_subject
    for each row execute function append_only();
create trigger append_only before update or delete on activity_change
    for each row execute function append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("activity", "0001_initial")]

    operations = [
        migrations.RunSQL(CAPTURE, "drop function activity_capture()"),
        migrations.RunSQL(APPEND_ONLY, "drop function append_only() cascade"),
        ProtectTenants("accounts"),
        ProtectTenants("activity"),
        TrackChanges("accounts.Location"),
    ]
