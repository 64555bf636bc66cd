"""A server that could not keep accounts apart does not start."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cartwheel.domain.people.models import Family
from cartwheel.kernel.tenancy.inspection import (
    migration_problem,
    problem,
    role_problem,
    unwalled_tables,
)

pytestmark = pytest.mark.django_db


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def pretend_role(*, superuser=False, bypass=False):
    """Temporary tables come before the catalog when a bare name is looked up."""
    run(
        "create temporary table pg_roles on commit drop as select current_user as rolname,"
        f" {superuser} as rolsuper, {bypass} as rolbypassrls"
    )


def test_the_tests_themselves_run_behind_the_walls():
    assert problem() is None


def test_a_superuser_is_refused():
    pretend_role(superuser=True)

    assert "is a superuser" in role_problem()


def test_a_role_that_bypasses_the_walls_is_refused():
    pretend_role(bypass=True)

    with pytest.raises(CommandError, match="BYPASSRLS") as refusal:
        call_command("check_start", stdout=io.StringIO())

    assert refusal.value.returncode == 2


@pytest.mark.parametrize(
    "opening",
    [
        "alter table {} disable row level security",
        "alter table {} no force row level security",
        "drop policy tenant on {}",
    ],
)
def test_a_table_without_its_wall_is_named(opening):
    table = Family._meta.db_table
    run(opening.format(table))

    assert unwalled_tables() == [table]
    assert table in problem()


def test_a_missing_migration_is_named():
    ((_, newest),) = MigrationLoader(connection).graph.leaf_nodes("people")
    MigrationRecorder(connection).record_unapplied("people", newest)

    assert f"the first is people.{newest}" in migration_problem()
