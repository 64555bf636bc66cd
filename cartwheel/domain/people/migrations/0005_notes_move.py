"""What was written into the note of a family or student becomes a note of its own.

Who wrote it last and when is read from the changes that were kept. Whoever could edit families
could edit those notes, so the same people get the right to notes. Row-level security is forced on
these tables also for their owner: the rows of each account are seen only while it is named.
"""

from django.db import migrations

EACH_ACCOUNT = """
do $move$
declare
    mine record;
    before text := coalesce(current_setting('cartwheel.account_id', true), '');
begin
    for mine in select id from accounts_account order by id loop
        perform set_config('cartwheel.account_id', mine.id::text, true);
        {body}
    end loop;
    perform set_config('cartwheel.account_id', before, true);
end
$move$
"""

MOVE = """
insert into people_note (account_id, family_id, student_id, text, severity, author_kind, author_id,
                         author_name, created_at, closed_by, version)
select {owner}.account_id, {family}, {student}, btrim({owner}.note, e' \\n\\t'), 'info',
       coalesce(wrote.actor_kind, 'system'), wrote.actor_id,
       coalesce(wrote.actor_name, 'Cartwheel'), coalesce(wrote.at, {owner}.created_at), '', 1
from {table} {owner}
left join lateral (
    select change.at, event.actor_kind, event.actor_id, event.actor_name
    from activity_change change
    left join activity_event event
      on event.account_id = change.account_id and event.batch = change.batch and event.batch <> ''
    where change.account_id = {owner}.account_id and change.table_name = '{table}'
      and change.row_id = {owner}.id and btrim(coalesce(change.after ->> 'note', '')) <> ''
    order by change.id desc, event.id limit 1
) wrote on true
where btrim({owner}.note, e' \\n\\t') <> ''
order by {owner}.id;
"""

BACK = """
update {table} {owner} set note = told.text from (
    select {key} as id, string_agg(text, e'\\n\\n' order by id) as text from people_note
    where {which} group by {key}
) told where told.id = {owner}.id;
"""

GRANT = """
insert into staff_grant (account_id, group_id, staff_id, "right", level)
select account_id, group_id, staff_id, 'task:notes', level from staff_grant
where "right" = 'task:families'
on conflict do nothing;
"""
FAMILY = {"table": "people_family", "owner": "home", "family": "home.id", "student": "null"}
STUDENT = {
    "table": "people_student",
    "owner": "child",
    "family": "child.family_id",
    "student": "child.id",
}


def for_each_account(*bodies: str) -> str:
    return EACH_ACCOUNT.format(body="\n".join(bodies))


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_students"),
        ("activity", "0002_walls_and_capture"),
        ("staff", "0002_walls"),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.RunSQL(
            for_each_account(MOVE.format(**FAMILY), MOVE.format(**STUDENT), GRANT),
            for_each_account(
                BACK.format(key="family_id", which="student_id is null", **FAMILY),
                BACK.format(key="student_id", which="student_id is not null", **STUDENT),
            ),
        ),
        migrations.RunSQL("set constraints all immediate", migrations.RunSQL.noop),
        migrations.RemoveField("family", "note"),
        migrations.RemoveField("student", "note"),
    ]
