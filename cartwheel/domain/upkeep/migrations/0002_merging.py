"""Keep what was merged or moved so that it can be undone, and which families may be the same."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from cartwheel.kernel.tenancy.walls import ProtectTenants

# A row that is written to a family while that is being merged waits for the merge (its foreign
# key does), and is then refused instead of being lost in a family nobody opens any more. The
# other tables of the ledger name the family of their journal entry, by a foreign key.
WHOLE = """
create function upkeep_family_whole() returns trigger language plpgsql as $$
declare before text := ledger_enter(new.account_id); whole boolean;
begin
    execute format('select f.merged_into_id is null from %I t join people_family f'
        ' on f.id = t.family_id where t.id = $1', tg_table_name) into whole using new.id;
    perform ledger_leave(before);
    if whole is false then
        raise exception 'family % was merged into another one', new.family_id
            using errcode = 'check_violation', constraint = 'family_whole';
    end if;
    return null;
end $$;
"""

TABLES = (
    "ledger_journalentry",
    "parties_party",
    "people_address",
    "people_emergencycontact",
    "people_familykeyword",
    "people_guardian",
    "people_householdshare",
    "people_note",
    "people_organizationmember",
    "people_specialdate",
    "people_student",
)

TRIGGERS = "".join(
    f"create constraint trigger family_whole after insert on {table}"
    " deferrable initially deferred for each row execute function upkeep_family_whole();\n"
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("ledger", "0004_handover"),
        ("paperwork", "0002_walls_and_evidence"),
        ("parties", "0002_walls"),
        ("people", "0003_records"),
        ("upkeep", "0001_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="DuplicateGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("families_key", models.TextField(db_collation="C")),
                ("title", models.CharField(max_length=250)),
                ("size", models.PositiveIntegerField()),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("email", "Same email"),
                                ("phone", "Same phone"),
                                ("address", "Similar name and address"),
                                ("student", "Same student name and birth date"),
                            ],
                            max_length=8,
                        ),
                        size=None,
                    ),
                ),
                ("found_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicate_groups",
                        to="accounts.account",
                    ),
                ),
            ],
            options={
                "ordering": ["-size", "pk"],
                "indexes": [
                    models.Index(
                        models.F("account"),
                        models.OrderBy(models.F("found_at"), descending=True),
                        models.F("id"),
                        name="duplicates_newest",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "families_key"), name="duplicates_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DuplicateSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("finished_at", models.DateTimeField()),
                ("found", models.PositiveIntegerField(default=0)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicate_search",
                        to="accounts.account",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NotDuplicates",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said_by", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.family",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.family",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="not_duplicates_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))),
                        name="not_duplicates_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("merge", "Families merged"), ("student", "Student moved")],
                        max_length=8,
                    ),
                ),
                ("told", models.JSONField(default=dict)),
                ("actor_kind", models.CharField(max_length=12)),
                ("actor_id", models.BigIntegerField(blank=True, null=True)),
                ("actor_name", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undone_by", models.CharField(blank=True, max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="accounts.account",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers_here",
                        to="people.family",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="people.student",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["account", "family"], name="transfer_to_family")],
            },
        ),
        migrations.CreateModel(
            name="DuplicateMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.family",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="upkeep.duplicategroup",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("group", "family"), name="duplicate_member_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MovedReference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table_name", models.CharField(max_length=63)),
                ("column_name", models.CharField(max_length=63)),
                ("row_id", models.BigIntegerField()),
                ("from_id", models.BigIntegerField()),
                ("to_id", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="upkeep.transfer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["transfer", "table_name", "column_name"], name="moved_reference_of"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AlteredRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table_name", models.CharField(max_length=63)),
                ("row_id", models.BigIntegerField()),
                ("before", models.JSONField()),
                ("after", models.JSONField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="altered_rows",
                        to="upkeep.transfer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("transfer", "table_name", "row_id"), name="altered_row_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TransferSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers_away",
                        to="people.family",
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="upkeep.transfer",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("transfer", "family"), name="transfer_source_once"
                    )
                ],
            },
        ),
        ProtectTenants("upkeep"),
        migrations.RunSQL(WHOLE, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
