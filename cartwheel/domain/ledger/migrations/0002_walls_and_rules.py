"""Wall the ledger off and give it its rules: append-only, double-entry, nothing spent twice.

Rules that span rows are deferred constraint triggers: they run when the transaction commits, each
named like a constraint. They work in the account of the row at hand, whatever the transaction is
told by then, and no row gets there that the policies did not admit. A rule that adds up what other
transactions may be adding to locks the parent row first; the sum then is a statement of its own
and sees what was committed meanwhile.
"""

from django.db import migrations

from cartwheel.kernel.tenancy.walls import ProtectTenants

TABLES = ("charge", "chargeline", "payment", "allocation", "refund", "journalentry", "posting")

HELPERS = """
create function ledger_enter(account bigint) returns text language plpgsql as $$
declare before text := coalesce(current_setting('cartwheel.account_id', true), '');
begin
    if before is distinct from account::text then
        perform set_config('cartwheel.account_id', account::text, true);
    end if;
    return before;
end $$;

create function ledger_leave(before text) returns void language plpgsql as $$
begin
    if before is distinct from current_setting('cartwheel.account_id', true) then
        perform set_config('cartwheel.account_id', before, true);
    end if;
end $$;

create function ledger_refuse(rule text, explanation text) returns void language plpgsql as $$
begin
    raise exception '%', explanation using errcode = 'check_violation', constraint = rule;
end $$;
"""

APPEND_ONLY = "".join(
    f"create trigger append_only before update or delete on ledger_{table}"
    " for each row execute function append_only();\n"
    for table in TABLES
)

# A row names its entry, its payment and its charge together with its family.
SAME_FAMILY = "".join(
    f"alter table ledger_{table} add constraint ledger_{table}_{column}_same_family"
    f" foreign key ({column}_id, family_id) references ledger_{target} (id, family_id);\n"
    for table, column, target in (
        ("charge", "entry", "journalentry"),
        ("payment", "entry", "journalentry"),
        ("refund", "entry", "journalentry"),
        ("refund", "payment", "payment"),
        ("allocation", "entry", "journalentry"),
        ("allocation", "payment", "payment"),
        ("allocation", "charge", "charge"),
        ("posting", "entry", "journalentry"),
    )
)

DOUBLE_ENTRY = """
create function ledger_entry_rules() returns trigger language plpgsql as $$
declare
    before text := ledger_enter(new.account_id);
    entry bigint; what text; adds_up bigint; owed bigint; unapplied bigint;
    must_owe bigint; must_unapply bigint;
begin
    entry := case tg_table_name when 'ledger_journalentry' then (to_jsonb(new) ->> 'id')::bigint
        else (to_jsonb(new) ->> 'entry_id')::bigint end;
    select coalesce(sum(amount), 0), coalesce(sum(amount) filter (where book = 'receivable'), 0),
           coalesce(sum(amount) filter (where book = 'unapplied'), 0)
        into adds_up, owed, unapplied from ledger_posting where entry_id = entry;
    if adds_up <> 0 then
        perform ledger_refuse('ledger_entry_balances',
            format('the debits and credits of entry %s differ by %s', entry, adds_up));
    end if;
    select kind into what from ledger_journalentry where id = entry;
    if what = 'charge' then
        select total, 0 into must_owe, must_unapply from ledger_charge where entry_id = entry;
    elsif what = 'payment' then
        select 0, -amount into must_owe, must_unapply from ledger_payment where entry_id = entry;
    elsif what = 'refund' then
        select 0, amount into must_owe, must_unapply from ledger_refund where entry_id = entry;
    else
        select -sum(amount), sum(amount) into must_owe, must_unapply
            from ledger_allocation where entry_id = entry;
    end if;
    if owed is distinct from must_owe or unapplied is distinct from must_unapply
        or (tg_nargs > 0 and what is distinct from tg_argv[0]) then
        perform ledger_refuse('ledger_entry_agrees',
            format('entry %s does not say what its %s says', entry, what));
    end if;
    perform ledger_leave(before);
    return null;
end $$;
create constraint trigger ledger_entry_rules after insert on ledger_posting
    deferrable initially deferred for each row execute function ledger_entry_rules();
create constraint trigger ledger_entry_rules after insert on ledger_journalentry
    deferrable initially deferred for each row execute function ledger_entry_rules();
create constraint trigger ledger_entry_rules after insert on ledger_charge
    deferrable initially deferred for each row execute function ledger_entry_rules('charge');
create constraint trigger ledger_entry_rules after insert on ledger_payment
    deferrable initially deferred for each row execute function ledger_entry_rules('payment');
create constraint trigger ledger_entry_rules after insert on ledger_refund
    deferrable initially deferred for each row execute function ledger_entry_rules('refund');
create constraint trigger ledger_entry_rules after insert on ledger_allocation
    deferrable initially deferred for each row execute function ledger_entry_rules('allocation');
"""

LINES = """
create function ledger_charge_adds_up() returns trigger language plpgsql as $$
declare
    before text := ledger_enter(new.account_id);
    charge bigint; stated bigint; added bigint;
begin
    charge := case tg_table_name when 'ledger_charge' then (to_jsonb(new) ->> 'id')::bigint
        else (to_jsonb(new) ->> 'charge_id')::bigint end;
    select total into stated from ledger_charge where id = charge;
    select sum(total) into added from ledger_chargeline where charge_id = charge;
    if stated is distinct from added then
        perform ledger_refuse('ledger_charge_adds_up',
            format('the lines of charge %s add up to %s, not %s', charge, added, stated));
    end if;
    perform ledger_leave(before);
    return null;
end $$;
create constraint trigger ledger_charge_adds_up after insert on ledger_charge
    deferrable initially deferred for each row execute function ledger_charge_adds_up();
create constraint trigger ledger_charge_adds_up after insert on ledger_chargeline
    deferrable initially deferred for each row execute function ledger_charge_adds_up();

alter table ledger_chargeline add constraint charge_line_tax
    check (tax = round((amount - discount) * tax_percent / 100));
"""

# round() on numeric rounds halves away from zero, as kernel.money does.

COVER = """
create function ledger_charge_cover(account bigint, charge bigint) returns void
language plpgsql as $$
declare before text := ledger_enter(account); room bigint; laid bigint;
begin
    perform 1 from ledger_charge where id = charge for no key update;
    select case when exists (select 1 from ledger_charge r where r.reverses_id = c.id)
        then 0 else c.total end into room from ledger_charge c where c.id = charge;
    select coalesce(sum(amount), 0) into laid from ledger_allocation where charge_id = charge;
    if laid < 0 or laid > room then
        perform ledger_refuse('ledger_charge_not_overpaid',
            format('%s is laid against charge %s, which has room for %s', laid, charge, room));
    end if;
    perform ledger_leave(before);
end $$;

create function ledger_payment_cover(account bigint, payment bigint) returns void
language plpgsql as $$
declare before text := ledger_enter(account); room bigint; laid bigint; given bigint;
begin
    perform 1 from ledger_payment where id = payment for no key update;
    select case when exists (select 1 from ledger_payment r where r.reverses_id = p.id)
        then 0 else p.amount end into room from ledger_payment p where p.id = payment;
    select coalesce(sum(amount), 0) into laid from ledger_allocation where payment_id = payment;
    select coalesce(sum(amount), 0) into given from ledger_refund where payment_id = payment;
    if laid < 0 or given < 0 or laid + given > room then
        perform ledger_refuse('ledger_payment_not_overspent',
            format('%s of payment %s is used, which has room for %s', laid + given, payment, room));
    end if;
    perform ledger_leave(before);
end $$;

create function ledger_cover_of_allocation() returns trigger language plpgsql as $$
begin
    perform ledger_charge_cover(new.account_id, new.charge_id);
    perform ledger_payment_cover(new.account_id, new.payment_id);
    return null;
end $$;
create constraint trigger ledger_cover after insert on ledger_allocation
    deferrable initially deferred for each row execute function ledger_cover_of_allocation();

create function ledger_cover_of_refund() returns trigger language plpgsql as $$
begin
    perform ledger_payment_cover(new.account_id, new.payment_id);
    return null;
end $$;
create constraint trigger ledger_cover after insert on ledger_refund
    deferrable initially deferred for each row execute function ledger_cover_of_refund();
"""

REVERSALS = """
create function ledger_charge_reversal() returns trigger language plpgsql as $$
declare before text := ledger_enter(new.account_id); exact boolean;
begin
    select was.reverses_id is null and was.family_id = new.family_id
        and was.location_id = new.location_id and was.total = -new.total
        and not exists (
            select from (select * from ledger_chargeline where charge_id = was.id) a
            full join (select * from ledger_chargeline where charge_id = new.id) b using (position)
            where (a.program_id, a.category_id, a.quantity, a.amount, a.discount, a.tax, a.tax_percent)
                is distinct from
                (b.program_id, b.category_id, b.quantity, -b.amount, -b.discount, -b.tax, b.tax_percent)
                or a.tax_rate_id is distinct from b.tax_rate_id)
        into exact from ledger_charge was where was.id = new.reverses_id;
    if exact is not true then
        perform ledger_refuse('ledger_charge_reversal_exact',
            format('charge %s is not exactly minus charge %s', new.id, new.reverses_id));
    end if;
    perform ledger_charge_cover(new.account_id, new.reverses_id);
    perform ledger_leave(before);
    return null;
end $$;
create constraint trigger ledger_reversal after insert on ledger_charge
    deferrable initially deferred for each row when (new.reverses_id is not null)
    execute function ledger_charge_reversal();

create function ledger_payment_reversal() returns trigger language plpgsql as $$
declare before text := ledger_enter(new.account_id); exact boolean;
begin
    select was.reverses_id is null and was.family_id = new.family_id
        and was.location_id = new.location_id and was.kind = new.kind and was.amount = -new.amount
        into exact from ledger_payment was where was.id = new.reverses_id;
    if exact is not true then
        perform ledger_refuse('ledger_payment_reversal_exact',
            format('payment %s is not exactly minus payment %s', new.id, new.reverses_id));
    end if;
    perform ledger_payment_cover(new.account_id, new.reverses_id);
    perform ledger_leave(before);
    return null;
end $$;
create constraint trigger ledger_reversal after insert on ledger_payment
    deferrable initially deferred for each row when (new.reverses_id is not null)
    execute function ledger_payment_reversal();

create function ledger_refund_reversal() returns trigger language plpgsql as $$
declare before text := ledger_enter(new.account_id); exact boolean;
begin
    select was.reverses_id is null and was.payment_id = new.payment_id
        and was.kind = new.kind and was.amount = -new.amount
        into exact from ledger_refund was where was.id = new.reverses_id;
    if exact is not true then
        perform ledger_refuse('ledger_refund_reversal_exact',
            format('refund %s is not exactly minus refund %s', new.id, new.reverses_id));
    end if;
    perform ledger_leave(before);
    return null;
end $$;
create constraint trigger ledger_reversal after insert on ledger_refund
    deferrable initially deferred for each row when (new.reverses_id is not null)
    execute function ledger_refund_reversal();

create function ledger_allocation_reversal() returns trigger language plpgsql as $$
declare before text := ledger_enter(new.account_id); exact boolean;
begin
    select was.undoes_id is null and was.payment_id = new.payment_id
        and was.charge_id = new.charge_id and was.amount = -new.amount
        into exact from ledger_allocation was where was.id = new.undoes_id;
    if exact is not true then
        perform ledger_refuse('ledger_allocation_reversal_exact',
            format('allocation %s is not exactly minus allocation %s', new.id, new.undoes_id));
    end if;
    perform ledger_leave(before);
    return null;
end $$;
create constraint trigger ledger_reversal after insert on ledger_allocation
    deferrable initially deferred for each row when (new.undoes_id is not null)
    execute function ledger_allocation_reversal();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
        ("activity", "0002_walls_and_capture"),
        ("catalog", "0002_walls"),
        ("people", "0002_walls"),
        ("mailer", "0002_walls"),
    ]

    operations = [
        ProtectTenants("ledger"),
        migrations.RunSQL(HELPERS, migrations.RunSQL.noop),
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
        migrations.RunSQL(SAME_FAMILY, migrations.RunSQL.noop),
        migrations.RunSQL(DOUBLE_ENTRY, migrations.RunSQL.noop),
        migrations.RunSQL(LINES, migrations.RunSQL.noop),
        migrations.RunSQL(COVER, migrations.RunSQL.noop),
        migrations.RunSQL(REVERSALS, migrations.RunSQL.noop),
    ]
