"""Let money follow people from one family to another, along a recorded handover and no other way.

A ledger row keeps its facts for ever. Only its ``family_id`` may change, and only from the source
to the target of a row of ``ledger_handover`` that the same transaction wrote; the keys that hold
the rows of one movement to one family can then be checked at the end. Words about a person may be
blacked out along a row of ``activity_redaction``.
"""

import django.db.models.deletion
from django.db import migrations, models

from cartwheel.kernel.tenancy.walls import ProtectTenants

RULE = """
create function ledger_append_only() returns trigger language plpgsql as $$
declare was jsonb := to_jsonb(old); became jsonb; here bigint; there bigint;
begin
    if tg_op = 'UPDATE' then
        became := to_jsonb(new);
        if was - tg_argv = became - tg_argv and redacting() then
            return new;
        end if;
        if was <> became and was - 'family_id' = became - 'family_id' then
            here := (was ->> 'family_id')::bigint;
            there := (became ->> 'family_id')::bigint;
            if exists (select from ledger_handover where account_id = (was ->> 'account_id')::bigint
                and source_id = here and target_id = there
                and transaction = pg_current_xact_id()::text::bigint) then
                return new;
            end if;
            raise exception 'no handover from family % to family % in this transaction', here, there
                using errcode = 'check_violation', constraint = 'ledger_family_fixed';
        end if;
    end if;
    raise exception '% is append-only', tg_table_name
        using errcode = 'check_violation', constraint = tg_table_name || '_append_only';
end $$;
"""

WORDS = {
    "charge": ("title", "reason"),
    "chargeline": ("title", "trace"),
    "payment": ("title", "reference", "reason"),
    "allocation": ("reason",),
    "refund": ("reference", "note"),
    "journalentry": (),
    "posting": (),
}

TRIGGERS = "".join(
    f"drop trigger append_only on ledger_{table};"
    f" create trigger append_only before update or delete on ledger_{table} for each row"
    f" execute function ledger_append_only({', '.join(repr(word) for word in words)});\n"
    for table, words in WORDS.items()
)

DEFERRABLE = "".join(
    f"alter table ledger_{table} alter constraint ledger_{table}_{column}_same_family"
    " deferrable initially immediate;\n"
    for table, column in (
        ("charge", "entry"),
        ("payment", "entry"),
        ("refund", "entry"),
        ("refund", "payment"),
        ("allocation", "entry"),
        ("allocation", "payment"),
        ("allocation", "charge"),
        ("posting", "entry"),
    )
)

ITSELF = """
create trigger stamp_transaction before insert on ledger_handover
    for each row execute function stamp_transaction();
create trigger append_only before update or delete on ledger_handover
    for each row execute function append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("ledger", "0003_splits"),
        ("activity", "0003_redaction"),
        ("people", "0003_records"),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=250)),
                ("transaction", models.BigIntegerField(default=0, editable=False)),
                ("actor_kind", models.CharField(max_length=12)),
                ("actor_id", models.BigIntegerField(blank=True, null=True)),
                ("actor_name", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.family",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.family",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["account", "source", "transaction"], name="handover_of_family"
                    )
                ],
            },
        ),
        ProtectTenants("ledger"),
        migrations.RunSQL(RULE, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(DEFERRABLE, migrations.RunSQL.noop),
        migrations.RunSQL(ITSELF, migrations.RunSQL.noop),
    ]
