"""A past for the made-up families: what they were charged, what they paid, what they still owe.

Written by SQL from the families themselves. The ledger's rules that span rows are checked row by
row when a transaction commits, which is meant for bookings, not for a million rows: they sleep
meanwhile, and ``agree`` asks the same of all rows at once afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from bench.copying import reserve_keys, settle
from cartwheel.domain.accounts.models import Account, Location
from cartwheel.domain.catalog.models import ChargeCategory, Program
from cartwheel.domain.ledger.models import Charge, JournalEntry, Payment

TABLES = ("charge", "chargeline", "payment", "allocation", "journalentry", "posting")

# How much and when follow from the key of the family, so that every run makes the same.
CHARGED = """
create temporary table bench_charge on commit drop as
select row_number() over (order by f.id, k) as n, f.id as family_id,
    2000 + mod(abs(hashint8(f.id * 7 + k)), 43000) as amount,
    current_date - 30 * k - mod(abs(hashint8(f.id)), 29) as day,
    mod(abs(hashint8(f.id * 11 + k)), 10) < 8 as paid,
    case when mod(f.id, 23) = 0 and k = 1 then 1500 else 0 end as over
from people_family f, generate_series(1, 3) k
where f.account_id = %(account)s and k <= mod(f.id, 4)
"""

WRITTEN = (
    """
insert into ledger_journalentry
    (id, account_id, location_id, family_id, kind, booked_on, created_at)
select %(entry)s + 3 * n, %(account)s, %(location)s, family_id, 'charge', day, day from bench_charge
union all
select %(entry)s + 3 * n + 1, %(account)s, %(location)s, family_id, 'payment', day, day
from bench_charge where paid
union all
select %(entry)s + 3 * n + 2, %(account)s, %(location)s, family_id, 'allocation', day, day
from bench_charge where paid
""",
    """
insert into ledger_charge
    (id, account_id, location_id, family_id, entry_id, number, title, charged_on, due_on, total,
     reason, actor_kind, actor_name, created_at)
select %(charge)s + n, %(account)s, %(location)s, family_id, %(entry)s + 3 * n, 1000 + n,
    'Birthday party', day, day, amount, '', 'system', 'Cartwheel', day from bench_charge
""",
    """
insert into ledger_chargeline
    (account_id, charge_id, position, title, program_id, category_id, quantity, amount, discount,
     tax_percent, tax, tax_odd, total, trace)
select %(account)s, %(charge)s + n, 0, 'Birthday party', %(program)s, %(category)s, 1, amount, 0,
    0, 0, 0, amount, '[]' from bench_charge
""",
    """
insert into ledger_payment
    (id, account_id, location_id, family_id, entry_id, number, kind, amount, paid_on, title,
     reference, reason, actor_kind, actor_name, created_at)
select %(payment)s + n, %(account)s, %(location)s, family_id, %(entry)s + 3 * n + 1, 1000 + n,
    'cash', amount + over, day, '', '', '', 'system', 'Cartwheel', day from bench_charge where paid
""",
    """
insert into ledger_allocation
    (account_id, family_id, entry_id, payment_id, charge_id, amount, reason, created_at)
select %(account)s, family_id, %(entry)s + 3 * n + 2, %(payment)s + n, %(charge)s + n, amount, '',
    day from bench_charge where paid
""",
    """
insert into ledger_posting
    (account_id, entry_id, family_id, location_id, book, amount, program_id, category_id)
select %(account)s, %(entry)s + 3 * n + step, family_id, %(location)s, book, cents,
    case book when 'income' then %(program)s::bigint end,
    case book when 'income' then %(category)s::bigint end
from bench_charge cross join lateral (values
    (0, 'receivable', amount), (0, 'income', -amount),
    (1, 'cash', amount + over), (1, 'unapplied', -amount - over),
    (2, 'unapplied', amount), (2, 'receivable', -amount)) moves (step, book, cents)
where step = 0 or paid
""",
    """
insert into accounts_counter (account_id, kind, last)
select %(account)s, kind, 1001 + (select count(*) from bench_charge)
from (values ('charge'), ('payment')) kinds (kind)
""",
)

DISAGREEING = """
select count(*) from (
    select entry_id from ledger_posting group by entry_id having sum(amount) <> 0
    union all
    select c.id from ledger_charge c join ledger_posting p
        on p.entry_id = c.entry_id and p.book = 'receivable' where p.amount <> c.total
) wrong
"""


def make_ledgers(
    account: Account, location: Location, program: Program, category: ChargeCategory
) -> None:
    """Give the account's families, with its tenant open, some three charges in two years."""
    with connection.cursor() as cursor, _rules_asleep():
        cursor.execute(CHARGED, {"account": account.pk})
        count = cursor.rowcount
        keys = {
            "account": account.pk,
            "location": location.pk,
            "program": program.pk,
            "category": category.pk,
            "entry": next(reserve_keys(JournalEntry, 3 * count + 3)),
            "charge": next(reserve_keys(Charge, count + 1)),
            "payment": next(reserve_keys(Payment, count + 1)),
        }
        for statement in WRITTEN:
            cursor.execute(statement, keys)
        cursor.execute("drop table bench_charge")
    agree()


def agree() -> None:
    """Debits equal credits, and every charge is owed as it says."""
    with connection.cursor() as cursor:
        cursor.execute(DISAGREEING)
        (wrong,) = cursor.fetchone()
    if wrong:
        raise ValueError(f"{wrong} entries of the made-up ledgers do not add up")


@contextmanager
def _rules_asleep() -> Iterator[None]:
    _set_rules("disable")
    yield
    _set_rules("enable")


def _set_rules(what: str) -> None:
    settle()
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"alter table ledger_{table} {what} trigger user")
