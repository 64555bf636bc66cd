"""Is the database what the walls between accounts need? Asked at every start.

Each question answers with a sentence for the person who starts the server, or with None.
"""

from typing import Any

from django.apps import apps
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from cartwheel.kernel.tenancy.walls import has_account

ROLE = "select rolsuper, rolbypassrls from pg_roles where rolname = current_user"

WALLED = """
select c.relname from pg_class c
where c.relnamespace = current_schema()::regnamespace and c.relname = any(%s)
  and c.relrowsecurity and c.relforcerowsecurity
  and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant')
"""


def tenant_models() -> list[Any]:
    """Every model whose rows belong to an account."""
    return [model for model in apps.get_models() if has_account(model)]


def role_problem() -> str | None:
    """A role above the walls sees every account's rows, whatever the policies say."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        is_superuser, bypasses = cursor.fetchone()
    if is_superuser:
        return (
            "the database role is a superuser, for whom no wall between accounts holds:"
            " use a plain role in DATABASE_URL."
        )
    if bypasses:
        return (
            "the database role has BYPASSRLS, so that no wall between accounts holds:"
            " use a plain role in DATABASE_URL."
        )
    return None


def migration_problem() -> str | None:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return None
    first = f"{missing[0][0].app_label}.{missing[0][0].name}"
    return f"{len(missing)} migrations are missing, the first is {first}: run bin/manage migrate."


def unwalled_tables() -> list[str]:
    """Tenant tables without row-level security, enabled and forced, with the policy ``tenant``."""
    tables = [model._meta.db_table for model in tenant_models()]
    with connection.cursor() as cursor:
        cursor.execute(WALLED, [tables])
        walled = {name for (name,) in cursor.fetchall()}
    return sorted(set(tables) - walled)


def wall_problem() -> str | None:
    bare = unwalled_tables()
    if not bare:
        return None
    return f"row-level security is missing or not forced on {', '.join(bare)}."


def problem() -> str | None:
    """The first reason not to serve from this database, or None."""
    return role_problem() or migration_problem() or wall_problem()


def role_problem_if_reachable() -> str | None:
    """As ``role_problem``; a database that is down for the moment is no reason not to start."""
    try:
        return role_problem()
    except OperationalError:
        return None
    finally:
        connection.close()
        # A worker process makes its own.
        connection.close_pool()  # type: ignore[attr-defined]
