"""Let the words in signed waivers be blacked out when a family is erased, and nothing else.

As in the history and the ledger: only in the transaction that wrote a row of ``activity_redaction``.
The seal stays: it proves that the evidence was there, and no longer what it said.
"""

from django.db import migrations

WORDS = (
    "signer_name",
    "signer_born_on",
    "signer_contact",
    "people",
    "drawing",
    "typed",
    "scan",
    "scan_name",
    "scan_hash",
    "address",
    "device",
)

TRIGGERS = f"""
drop trigger append_only on paperwork_signature;
create trigger append_only before update or delete on paperwork_signature for each row
    execute function append_only_but_words({", ".join(f"'{word}'" for word in WORDS)});
drop trigger append_only on paperwork_voiding;
create trigger append_only before update or delete on paperwork_voiding for each row
    execute function append_only_but_words('reason');
"""

# A whole account that is brought in has families that were merged long ago.
RESTORING = """
create or replace function upkeep_family_whole() returns trigger language plpgsql as $$
declare before text := ledger_enter(new.account_id); whole boolean;
begin
    if coalesce(current_setting('cartwheel.restoring', true), '') <> 'on' then
        execute format('select f.merged_into_id is null from %I t join people_family f'
            ' on f.id = t.family_id where t.id = $1', tg_table_name) into whole using new.id;
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
    dependencies = [
        ("upkeep", "0002_merging"),
        ("activity", "0004_restoring"),
        ("paperwork", "0002_walls_and_evidence"),
    ]

    operations = [
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(RESTORING, migrations.RunSQL.noop),
    ]
