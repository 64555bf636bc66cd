"""Let words about a person be blacked out of the history when she asks for it, and nothing else.

Erasure writes a row into ``activity_redaction``; in that very transaction, and in no other, the
columns named in a trigger's arguments may change. Everything else stays as it was written.
"""

import django.db.models.deletion
from django.db import migrations, models

from cartwheel.kernel.tenancy.walls import ProtectTenants

FUNCTION = """
create function stamp_transaction() returns trigger language plpgsql as $$
begin
    new.transaction := pg_current_xact_id()::text::bigint;
    return new;
end $$;

create function redacting() returns boolean language sql as $$
    select exists (select from activity_redaction
        where account_id = nullif(current_setting('cartwheel.account_id', true), '')::bigint
        and transaction = pg_current_xact_id()::text::bigint)
$$;

create function append_only_but_words() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(old) - tg_argv = to_jsonb(new) - tg_argv and redacting() then
        return new;
    end if;
    raise exception '% is append-only', tg_table_name
        using errcode = 'check_violation', constraint = tg_table_name || '_append_only';
end $$;
"""

WORDS = {"event": "details", "subject": "name", "change": "before', 'after"}

TRIGGERS = "".join(
    f"drop trigger append_only on activity_{table};"
    f" create trigger append_only before update or delete on activity_{table}"
    f" for each row execute function append_only_but_words('{words}');\n"
    for table, words in WORDS.items()
)

ITSELF = """
create trigger stamp_transaction before insert on activity_redaction
    for each row execute function stamp_transaction();
create trigger append_only before update or delete on activity_redaction
    for each row execute function append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("activity", "0002_walls_and_capture"),
    ]

    operations = [
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.CharField(max_length=250)),
                ("transaction", models.BigIntegerField(default=0, editable=False)),
                ("actor_kind", models.CharField(max_length=12)),
                ("actor_id", models.BigIntegerField(blank=True, null=True)),
                ("actor_name", models.CharField(max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "transaction"], name="redaction_at_work")
                ],
            },
        ),
        ProtectTenants("activity"),
        migrations.RunSQL(FUNCTION, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(ITSELF, migrations.RunSQL.noop),
    ]
