"""Raw SQL against the ledger: each rule is the database's own, and has a name."""

# ruff: noqa: S608 - attacks are written as text, from our own names

import pytest
from django.db import IntegrityError, connection, transaction

from cartwheel.domain.ledger.operations import refund_payment, reverse_charge
from cartwheel.domain.ledger.tests.conftest import DAY, check_now
from cartwheel.kernel.refusals import constraint_of
from cartwheel.kernel.tenancy import current_account_id, tenant

TABLES = ["charge", "chargeline", "payment", "allocation", "refund", "journalentry", "posting"]


@transaction.atomic
def run(sql, *, judged_for="same", **given):
    """Run SQL, and the rules that wait for the commit."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
    with tenant(current_account_id() if judged_for == "same" else judged_for):
        check_now()


def breaks(sql, **given):
    """The name of the constraint that ``sql`` breaks, at once or when the transaction ends."""
    with pytest.raises(IntegrityError) as refused:
        run(sql, **given)
    return constraint_of(refused.value)


def copied(table, where, **changed):
    """SQL that inserts a copy of a row with other values."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name from information_schema.columns where table_name = %s"
            " and column_name <> 'id'",
            [f"ledger_{table}"],
        )
        names = [name for (name,) in cursor.fetchall()]
    values = ", ".join(str(changed.get(name, f'"{name}"')) for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    return (
        f"insert into ledger_{table} ({columns}) select {values} from ledger_{table} where {where}"
    )


def new_entry(kind, *postings, then=""):
    """SQL that writes an entry of this kind with postings, and something that names it."""
    rows = ", ".join(f"('{book}', {amount})" for book, amount in postings)
    post = (
        ", posted as (insert into ledger_posting (account_id, entry_id, book, amount, family_id,"
        " location_id) select account_id, id, book, amount, family_id, location_id"
        f" from entry, (values {rows}) as v (book, amount))"
    )
    return (
        "with entry as (insert into ledger_journalentry"
        " (account_id, location_id, family_id, kind, booked_on, created_at)"
        f" select account_id, location_id, family_id, '{kind}', booked_on, now()"
        " from ledger_journalentry order by id limit 1 returning *)"
        + (post if postings else "")
        + (then or " select 1")
    )


@pytest.fixture
def paid(otters):
    """A charge of 100.00 with tax, half paid, and a payment with credit left."""
    otters.first = otters.charge(otters.line(10000, tax_rate=otters.sales_tax))
    otters.payment = otters.pay(5000)
    otters.credit = otters.pay(2000, apply_to=(), keep_rest=True)
    otters.stranger = otters.charge(4000, family=otters.abernathy)
    return otters


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_changed(paid, table):
    paid_refund(paid)

    assert (
        breaks(f"update ledger_{table} set account_id = account_id")
        == f"ledger_{table}_append_only"
    )


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_deleted(paid, table):
    paid_refund(paid)

    assert breaks(f"delete from ledger_{table}") == f"ledger_{table}_append_only"


def paid_refund(house):
    return refund_payment(house.credit, amount=500, kind="cash", on=DAY, by=house.by)


def test_debits_equal_credits(paid):
    sql = copied("posting", "book = 'income' order by id limit 1", amount=1)

    assert breaks(sql) == "ledger_entry_balances"


def test_a_balanced_posting_slipped_into_an_old_entry_is_found(paid):
    entry = paid.first.entry_id
    sql = (
        "insert into ledger_posting (account_id, entry_id, book, amount, family_id, location_id)"
        " select account_id, id, book, amount, family_id, location_id from ledger_journalentry,"
        " (values ('receivable', -700), ('cash', 700)) as v (book, amount) where id = %(entry)s"
    )

    assert breaks(sql, entry=entry) == "ledger_entry_agrees"


@pytest.mark.parametrize("kind", ["charge", "payment", "refund", "allocation"])
def test_an_entry_that_nothing_stands_behind_is_found(paid, kind):
    sql = new_entry(kind, ("receivable", 700), ("income", -700))

    assert breaks(sql) == "ledger_entry_agrees"


def test_a_payment_without_postings_is_found(paid):
    row = copied("payment", f"id = {paid.credit.pk}", number=7, entry_id="(select id from entry)")

    assert breaks(new_entry("payment", then=f" {row}")) == "ledger_entry_agrees"


def test_a_payment_posted_with_another_amount_is_found(paid):
    row = copied("payment", f"id = {paid.credit.pk}", number=7, entry_id="(select id from entry)")
    sql = new_entry("payment", ("cash", 1900), ("unapplied", -1900), then=f" {row}")

    assert breaks(sql) == "ledger_entry_agrees"


def test_a_payment_cannot_hide_behind_the_entry_of_a_charge(paid):
    sql = copied("payment", f"id = {paid.credit.pk}", number=7, entry_id=paid.first.entry_id)

    assert breaks(sql) == "ledger_entry_agrees"


def test_an_entry_has_one_document(paid):
    sql = copied("payment", f"id = {paid.credit.pk}", number=7)

    assert breaks(sql) == "ledger_payment_entry_id_key"


def test_a_posting_belongs_to_the_family_of_its_entry(paid):
    sql = copied("posting", "book = 'receivable' order by id limit 1", family_id=paid.abernathy.pk)

    assert breaks(sql) == "ledger_posting_entry_same_family"


def test_the_lines_make_the_total(paid):
    line = copied("chargeline", f"charge_id = {paid.first.pk}", position=2)

    assert breaks(line) == "ledger_charge_adds_up"


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"total": 1}, "charge_line_total"),
        ({"tax": 824, "total": 10824}, "charge_line_tax"),
        ({"discount": -1, "total": 10826}, "charge_line_sign"),
        ({"amount": -1, "total": 824}, "charge_line_sign"),
        ({"quantity": 0}, "charge_line_quantity"),
    ],
)
def test_a_line_computes(paid, changed, constraint):
    line = copied("chargeline", f"charge_id = {paid.first.pk}", position=2, **changed)

    assert breaks(line) == constraint


@pytest.mark.parametrize("amount", [5826, 1_000_000])
def test_a_charge_is_not_overpaid(paid, amount):
    """5,825 cents are due."""
    paid.pay(1_000_000, apply_to=(), keep_rest=True)
    payment = paid.banerjee.payments.latest("pk").pk

    assert breaks(allocation(paid, amount, payment=payment)) == "ledger_charge_not_overpaid"


def allocation(house, amount, *, payment=None, charge=None, undoes="null", family="family_id"):
    row = copied(
        "allocation",
        "undoes_id is null order by id limit 1",
        amount=amount,
        undoes_id=undoes,
        family_id=family,
        payment_id=payment or house.credit.pk,
        charge_id=charge or house.first.pk,
        entry_id="(select id from entry)",
    )
    return new_entry("allocation", ("unapplied", amount), ("receivable", -amount), then=f" {row}")


def test_a_payment_is_not_spent_twice(paid):
    assert breaks(allocation(paid, 2001)) == "ledger_payment_not_overspent"


def test_the_last_cent_may_be_spent(paid):
    run(allocation(paid, 2000))


def test_spent_money_is_not_refunded(paid):
    refund = paid_refund(paid)
    row = copied(
        "refund",
        f"id = {refund.pk}",
        number=7,
        amount=1501,
        entry_id="(select id from entry)",
    )
    sql = new_entry("refund", ("cash", -1501), ("unapplied", 1501), then=f" {row}")

    assert breaks(sql) == "ledger_payment_not_overspent"


def test_an_allocation_joins_rows_of_one_family(paid):
    sql = allocation(paid, 100, charge=paid.stranger.pk)

    assert breaks(sql) == "ledger_allocation_charge_same_family"


def test_an_allocation_is_taken_back_as_it_was(paid):
    row = paid.payment.allocations.get()
    sql = allocation(paid, -4999, payment=paid.payment.pk, undoes=row.pk)

    assert breaks(sql) == "ledger_allocation_reversal_exact"


def test_an_allocation_below_zero_undoes_something(paid):
    assert breaks(allocation(paid, -1)) == "allocation_sign"


def test_a_reversed_charge_takes_no_payment(paid):
    reverse_charge(paid.first, reason="Canceled", on=DAY, by=paid.by)

    assert breaks(allocation(paid, 1)) == "ledger_charge_not_overpaid"


def reversal(charge, total, **line):
    """SQL that reverses ``charge`` with one line of this total."""
    head = copied(
        "charge",
        f"id = {charge.pk}",
        number=7,
        total=total,
        reverses_id=charge.pk,
        entry_id="(select id from entry)",
    )
    turned = {"charge_id": "(select id from head)", "amount": total, "total": total} | line
    row = copied("chargeline", f"charge_id = {charge.pk}", **turned)
    sql = new_entry(
        "charge",
        ("receivable", total),
        ("income", -total),
        then=f", head as ({head} returning id) {row}",
    )
    own = f"from ledger_journalentry where id = {charge.entry_id}"
    return sql.replace("from ledger_journalentry order by id limit 1", own)


@pytest.mark.parametrize(("amount", "line"), [(-3999, {}), (-4000, {"quantity": 2})])
def test_a_reversal_is_exactly_minus_the_charge(paid, amount, line):
    assert breaks(reversal(paid.stranger, amount, **line)) == "ledger_charge_reversal_exact"


def test_a_reversal_by_hand_may_be_exact(paid):
    run(reversal(paid.stranger, -4000))


def test_a_reversal_of_the_right_sum_needs_the_right_lines(paid):
    reversal = reverse_charge(paid.stranger, reason="Typo", on=DAY, by=paid.by)
    line = copied("chargeline", f"charge_id = {reversal.pk}", position=2)

    assert breaks(line) == "ledger_charge_adds_up"


def test_a_paid_charge_is_not_reversed_around_its_payment(paid):
    total = paid.first.total

    sql = reversal(paid.first, -total, amount="-amount", tax="-tax")

    assert breaks(sql) == "ledger_charge_not_overpaid"


@pytest.mark.parametrize("table", ["charge", "payment"])
def test_numbers_are_given_once(paid, table):
    sql = copied(table, f"number = 1001 and family_id = {paid.banerjee.pk}", entry_id=0)

    assert breaks(sql) == f"{table}_number_once"


def test_the_rules_hold_when_the_transaction_is_told_no_account_at_its_end(otters):
    """The rules run at the commit, when the work in the account may be over."""
    otters.charge(100)
    with tenant(None):
        check_now()

    with pytest.raises(IntegrityError) as refused:
        run(copied("posting", "book = 'income' order by id limit 1", amount=1), judged_for=None)
    assert constraint_of(refused.value) == "ledger_entry_balances"


def test_another_business_sees_no_row(paid, harbor):
    with tenant(harbor.account.pk), connection.cursor() as cursor:
        counts = []
        for table in TABLES:
            cursor.execute(f"select count(*) from ledger_{table}")
            counts.append(cursor.fetchone()[0])

    assert counts == [0] * len(TABLES)
