"""Ask the family of a new row whether it is whole, and the row only when it is not.

The question about the row names its table, so that it was planned anew for every row. Whether the
row has been moved since is of interest only where its family was merged into another one.
"""

from django.db import migrations

WHOLE = """
create or replace function upkeep_family_whole() returns trigger language plpgsql as $$
declare before text := ledger_enter(new.account_id); whole boolean;
begin
    if coalesce(current_setting('cartwheel.restoring', true), '') <> 'on' then
        select merged_into_id is null into whole from people_family where id = new.family_id;
        if whole is false then
            execute format('select f.merged_into_id is null from %I t join people_family f'
                ' on f.id = t.family_id where t.id = $1', tg_table_name) into whole using new.id;
        end if;
    end if;
    perform ledger_leave(before);
    if whole is false then
        raise exception 'family % was merged into another one', new.family_id
            using errcode = 'check_violation', constraint = 'family_whole';
    end if;
    return null;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("upkeep", "0004_one_key_for_a_link")]

    operations = [migrations.RunSQL(WHOLE, migrations.RunSQL.noop)]
