"""Tie the charges together that several households got for one thing; they add up to it.

The tax of a part may differ by one cent from its own rounding, so that the parts come to the tax
of the whole: the line says so. The check is put there unproved and proved after, so that nobody
waits long for the largest table of these.
"""

import django.db.models.deletion
from django.db import migrations, models

from cartwheel.kernel.tenancy.walls import ProtectTenants

TAX = """
alter table ledger_chargeline drop constraint charge_line_tax;
alter table ledger_chargeline add constraint charge_line_tax check (
    tax = round((amount - discount) * tax_percent / 100) + tax_odd and tax_odd between -1 and 1
) not valid;
"""

RULES = """
create trigger append_only before update or delete on ledger_split
    for each row execute function append_only();
create trigger append_only before update or delete on ledger_splitpart
    for each row execute function append_only();

create function ledger_split_adds_up() returns trigger language plpgsql as $$
declare
    before text := ledger_enter(new.account_id);
    whole bigint; stated bigint; added bigint; percents bigint;
begin
    whole := case tg_table_name when 'ledger_split' then (to_jsonb(new) ->> 'id')::bigint
        else (to_jsonb(new) ->> 'split_id')::bigint end;
    select total into stated from ledger_split where id = whole;
    select coalesce(sum(charge.total), 0), sum(part.percent)
        into added, percents from ledger_splitpart part
        join ledger_charge charge on charge.id = part.charge_id
        where part.split_id = whole and charge.reverses_id is null;
    if stated is distinct from added or percents > 100 then
        perform ledger_refuse('ledger_split_adds_up',
            format('the parts of split %s add up to %s, not %s', whole, added, stated));
    end if;
    perform ledger_leave(before);
    return null;
end $$;
create constraint trigger ledger_split_adds_up after insert on ledger_split
    deferrable initially deferred for each row execute function ledger_split_adds_up();
create constraint trigger ledger_split_adds_up after insert on ledger_splitpart
    deferrable initially deferred for each row execute function ledger_split_adds_up();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("ledger", "0002_walls_and_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="chargeline",
            name="tax_odd",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="Split",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("total", models.BigIntegerField()),
                ("request_key", models.CharField(blank=True, max_length=64, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="splits",
                        to="accounts.account",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SplitPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("percent", models.PositiveSmallIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "charge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="split_part",
                        to="ledger.charge",
                    ),
                ),
                (
                    "split",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="ledger.split",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="split",
            constraint=models.UniqueConstraint(
                fields=("account", "request_key"), name="split_request_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="split",
            constraint=models.CheckConstraint(
                condition=models.Q(("total__gte", 0)), name="split_total"
            ),
        ),
        migrations.AddConstraint(
            model_name="splitpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__lte", 100)), name="split_part_percent"
            ),
        ),
        migrations.RunSQL(TAX, migrations.RunSQL.noop),
        migrations.RunSQL(
            "alter table ledger_chargeline validate constraint charge_line_tax",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(RULES, migrations.RunSQL.noop),
        ProtectTenants("ledger"),
    ]
