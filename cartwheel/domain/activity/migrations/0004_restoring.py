"""Let a whole account be brought in with its own history, without telling each row as new.

Only the bringing in of an account's file says that it is restoring, for its own transaction.
"""

from django.db import migrations

CAPTURE = """
create or replace function activity_capture() returns trigger language plpgsql as $$
declare
    old_row jsonb := '{}'; new_row jsonb := '{}'; was jsonb; became jsonb; source jsonb;
begin
    if current_setting('cartwheel.restoring', true) = 'on' then
        return null;
    end if;
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


class Migration(migrations.Migration):
    dependencies = [("activity", "0003_redaction")]

    operations = [migrations.RunSQL(CAPTURE, migrations.RunSQL.noop)]
