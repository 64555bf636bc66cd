"""What must be there before work is sent here: database, migrations, a worker."""

from collections.abc import Iterator

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from psycopg_pool import PoolTimeout

_migrated = False  # once up to date, a running process stays so


def trouble() -> dict[str, str]:
    """For each thing that is needed what is wrong with it, in a sentence; "" when nothing is."""
    found = {"database": "", "migrations": "", "worker": ""}
    try:
        for name, problem in _checks():
            found[name] = problem
    except (Error, PoolTimeout):
        unknown = "not known without the database"
        found = {
            "database": "does not answer",
            "migrations": unknown,
            "worker": unknown,
        }
    return found


def _checks() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    yield "migrations", _migrations()
    yield "worker", worker()


def _migrations() -> str:
    global _migrated
    if _migrated:
        return ""
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    _migrated = not waiting
    return f"{waiting} to be applied" if waiting else ""


def heartbeat_age() -> float | None:
    """The seconds since a worker was last heard of; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select extract(epoch from now() - max(last_heartbeat)) from procrastinate_workers"
        )
        age = cursor.fetchone()[0]
    return None if age is None else float(age)


def worker() -> str:
    """What is wrong with the workers; "" when at least one is at work."""
    age = heartbeat_age()
    if age is None:
        return "none is running"
    if age > settings.WORKER_SILENT_AFTER_SECONDS:
        return f"silent for {age:.0f} s"
    return ""
