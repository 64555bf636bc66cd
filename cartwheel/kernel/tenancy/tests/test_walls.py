"""One business never sees, changes or names a row of another: not by mistake, not by raw SQL.

Both tests walk through every model, so that a new one is held to it from its first day.
"""
# ruff: noqa: S608 - the names of tables and columns come from the models

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from psycopg import errors

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.people.models import Family
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.operations import give_sign_in
from cartwheel.kernel.tenancy import own_rows, tenant
from cartwheel.kernel.tenancy.inspection import tenant_models, unwalled_tables
from cartwheel.kernel.tenancy.tests.neighbors import open_neighbor
from cartwheel.kernel.tenancy.walls import link_key, row_key, tenant_links

pytestmark = pytest.mark.django_db
every_model = pytest.mark.parametrize("model", tenant_models(), ids=lambda m: m._meta.label)
# Apps whose rows belong to a person or to the queue, not to a business.
NOBODYS = {"account", "auth", "contenttypes", "identity", "mfa", "procrastinate", "sessions"}


def rows(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def constraints_of(table):
    return {
        name
        for (name,) in rows(
            "select conname from pg_constraint where conrelid = %s::regclass", table
        )
    }


# Every table has its wall


def test_every_model_belongs_to_an_account_or_is_known_not_to():
    without = [m._meta.label for m in apps.get_models() if m not in tenant_models()]

    assert [label for label in without if label.split(".")[0] not in NOBODYS] == [
        "accounts.Account"
    ]


def test_every_tenant_table_has_row_level_security_enabled_forced_and_with_its_policy():
    assert unwalled_tables() == []


@every_model
def test_every_policy_is_about_the_account_both_ways(model):
    found = rows(
        "select pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid), polpermissive"
        " from pg_policy where polrelid = %s::regclass and polname = 'tenant'",
        model._meta.db_table,
    )

    [(using, check, permissive)] = found
    assert "account_id" in using
    assert "cartwheel.account_id" in using
    assert (check, permissive) == (using, True)


def test_only_a_persons_own_staff_rows_can_be_seen_besides():
    others = rows(
        "select polrelid::regclass::text, polname, polcmd from pg_policy where polname <> 'tenant'"
    )

    assert others == [("staff_staffmember", "own", b"r")] or others == [
        ("staff_staffmember", "own", "r")
    ]


@every_model
def test_every_link_to_another_tenant_table_stays_within_the_account(model):
    table = model._meta.db_table
    wanted = {row_key(table)} | {link_key(table, f.column) for f in tenant_links(model)}

    assert wanted - constraints_of(table) == set()


@every_model
def test_every_link_is_checked_once(model):
    """A key over the row alone, as Django makes it, would check it again and find no more."""
    plain = rows(
        "select attname from pg_constraint"
        " join pg_attribute on attrelid = conrelid and conkey = array[attnum]"
        " where contype = 'f' and conrelid = %s::regclass",
        model._meta.db_table,
    )
    fields = {f for f in model._meta.concrete_fields if f.is_relation and f.db_constraint}
    others = {f.column for f in fields - {*tenant_links(model)}}

    assert {column for (column,) in plain} == others
    assert not model._meta.get_field("account").null  # or the key within it would not be checked


# Two businesses side by side


@pytest.fixture(scope="module")
def side_by_side(django_db_setup, django_db_blocker):
    """Two businesses, in a transaction that every test of this file works within."""
    with django_db_blocker.unblock(), transaction.atomic():
        both = open_neighbor("maple"), open_neighbor("oak")
        connection.check_constraints()  # once, or each of the tests would check all of it
        yield both
        transaction.set_rollback(True)


@pytest.fixture
def maple(side_by_side):
    return side_by_side[0]


@pytest.fixture
def oak(side_by_side):
    return side_by_side[1]


@every_model
def test_unfiltered_queries_see_no_row_of_the_neighbor(model, maple, oak):
    table = model._meta.db_table
    with tenant(oak.pk):
        assert model._base_manager.exists(), "the neighbor has no such row to hide"

    with tenant(maple.pk):
        assert {row.account_id for row in model._base_manager.all()} == {maple.pk}
        assert rows(f"select distinct account_id from {table}") == [(maple.pk,)]
        assert rows(f"select count(*) from {table} where account_id = %s", oak.pk) == [(0,)]


@every_model
def test_without_a_business_nothing_is_seen(model, maple, oak):
    with tenant(None):
        assert rows(f"select count(*) from {model._meta.db_table}") == [(0,)]


@every_model
def test_nothing_of_the_neighbor_is_changed_or_deleted(model, maple, oak):
    table = model._meta.db_table
    with tenant(maple.pk), connection.cursor() as cursor:
        cursor.execute(
            f"update {table} set account_id = account_id where account_id = %s", [oak.pk]
        )
        assert cursor.rowcount == 0
        cursor.execute(f"delete from {table} where account_id = %s", [oak.pk])
        assert cursor.rowcount == 0


@every_model
def test_nothing_is_written_into_the_neighbor(model, maple, oak):
    table = model._meta.db_table
    given = [f for f in model._meta.concrete_fields if not (f.primary_key or f.generated)]
    columns = [field.column for field in given]
    taken = ", ".join("%s" if column == "account_id" else f'"{column}"' for column in columns)
    into = ", ".join(f'"{column}"' for column in columns)
    copy = f"insert into {table} ({into}) select {taken} from {table} limit 1"

    with tenant(maple.pk):
        with pytest.raises(DatabaseError) as refusal, transaction.atomic():
            rows(f"{copy} returning 1", oak.pk)
        assert isinstance(refusal.value.__cause__, errors.InsufficientPrivilege)


@every_model
def test_nothing_is_moved_into_the_neighbor(model, maple, oak):
    table = model._meta.db_table
    move = f"update {table} set account_id = %s where id = (select min(id) from {table})"

    with tenant(maple.pk), pytest.raises(DatabaseError), transaction.atomic():
        rows(f"{move} returning 1", oak.pk)


@every_model
def test_nothing_points_at_a_row_of_the_neighbor(model, maple, oak):
    """Even who guesses the number of a neighbor's row cannot link her own to it."""
    for field in tenant_links(model):
        with tenant(oak.pk):
            theirs = field.related_model._base_manager.order_by("pk").first().pk
        with tenant(maple.pk):
            mine = model._base_manager.order_by("pk").first()
            with pytest.raises(DatabaseError):
                point(mine, field.column, theirs)


def point(row, column, key):
    """Write ``key`` into the link, past the ORM, and have every constraint checked at once."""
    with transaction.atomic():
        table = row._meta.db_table
        rows(f'update {table} set "{column}" = %s where id = %s returning 1', key, row.pk)
        rows("set constraints all immediate")


def test_a_person_sees_her_own_staff_rows_and_no_others(maple, oak):
    with tenant(oak.pk):
        jonah = StaffMember.objects.get()
        jonah = give_sign_in(jonah, email="jonah@oak.example", by=Actor.system(oak))

    with tenant(None), own_rows(jonah.user_id):
        assert [staff.pk for staff in StaffMember.objects.all()] == [jonah.pk]
        assert StaffMember.objects.filter(pk=jonah.pk).update(role="Owner") == 0


# Nothing is left over


def test_the_end_of_a_block_gives_the_outer_business_back(maple, oak):
    with tenant(maple.pk):
        with pytest.raises(ZeroDivisionError), tenant(oak.pk):
            raise ZeroDivisionError
        assert {family.account_id for family in Family.objects.all()} == {maple.pk}


def test_within_a_block_plans_are_made_soon(maple):
    names = ("jit", "join_collapse_limit")
    with transaction.atomic(), tenant(maple.pk):
        assert [rows(f"show {name}")[0][0] for name in names] == ["off", "4"]
