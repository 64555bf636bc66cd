"""Let students be sorted and found by their own names; hold what households may share.

That all shares of a student come to at most a hundred percent, and that the home household is
none of them, are rules over several rows: deferred constraint triggers, named like constraints.
They lock the student first, so that two shares added at the same time see each other, and work in
the account of the row at hand, whatever the transaction is told by then.
"""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from cartwheel.kernel.tenancy.walls import ProtectTenants

HOUSEHOLDS = """
create function people_households_of(account bigint, who bigint) returns void
language plpgsql as $$
declare
    before text := coalesce(current_setting('cartwheel.account_id', true), '');
    home bigint; borne bigint;
begin
    perform set_config('cartwheel.account_id', account::text, true);
    select family_id into home from people_student where id = who for no key update;
    select coalesce(sum(percent), 0) into borne from people_householdshare where student_id = who;
    if borne > 100 then
        raise exception 'the shares of student % come to % percent', who, borne
            using errcode = 'check_violation', constraint = 'household_shares_within_whole';
    end if;
    perform 1 from people_householdshare where student_id = who and family_id = home;
    if found then
        raise exception 'student % shares with the home household itself', who
            using errcode = 'check_violation', constraint = 'household_share_not_home';
    end if;
    perform set_config('cartwheel.account_id', before, true);
end $$;

create function people_household_rules() returns trigger language plpgsql as $$
begin
    perform people_households_of(new.account_id,
        case tg_table_name when 'people_student' then (to_jsonb(new) ->> 'id')::bigint
            else (to_jsonb(new) ->> 'student_id')::bigint end);
    return null;
end $$;
create constraint trigger household_rules after insert or update on people_householdshare
    deferrable initially deferred for each row execute function people_household_rules();
create constraint trigger household_rules after update of family_id on people_student
    deferrable initially deferred for each row when (new.family_id is distinct from old.family_id)
    execute function people_household_rules();
"""

UNDO = """
drop trigger household_rules on people_student;
drop trigger household_rules on people_householdshare;
drop function people_household_rules();
drop function people_households_of(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("people", "0003_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="StudentTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("term", models.CharField(db_collation="C", max_length=120)),
            ],
        ),
        migrations.AddField(
            model_name="peoplesettings",
            name="starting_age",
            field=models.PositiveSmallIntegerField(default=3),
        ),
        migrations.AddField(
            model_name="student",
            name="sort_name",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    django.db.models.functions.text.Lower(
                        django.db.models.functions.text.Concat(
                            "last_name", models.Value(" "), "first_name"
                        )
                    ),
                    models.Value(
                        "àáâãäåāăąçćčđďèéêëēėęěğìíîïīįıłľñńňòóôõöøōőŕřśšşșßťţțùúûüūůűųýÿžźż"
                    ),
                    models.Value(
                        "aaaaaaaaacccddeeeeeeeegiiiiiiillnnnoooooooorrssssstttuuuuuuuuyyzzz"
                    ),
                    function="translate",
                ),
                output_field=models.CharField(db_collation="C", max_length=130),
            ),
        ),
        migrations.AddIndex(
            model_name="student",
            index=models.Index(fields=["account", "sort_name", "id"], name="student_by_name"),
        ),
        migrations.AddConstraint(
            model_name="peoplesettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("starting_age__lte", 99)), name="people_settings_starting_age"
            ),
        ),
        migrations.AddField(
            model_name="studentterm",
            name="account",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.account",
            ),
        ),
        migrations.AddField(
            model_name="studentterm",
            name="student",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="search_terms",
                to="people.student",
            ),
        ),
        migrations.AddConstraint(
            model_name="studentterm",
            constraint=models.UniqueConstraint(
                fields=("account", "term", "student"), name="student_term_once"
            ),
        ),
        migrations.RunSQL(
            "alter table people_studentterm alter column term set statistics 1000",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(HOUSEHOLDS, UNDO),
        ProtectTenants("people"),
    ]
