"""The test database as it stood before any test, for after those that commit.

A copy of it takes a fraction of what emptying its hundreds of tables and filling them again would.
"""

from django.db import connection

KEPT = "_kept"
# Not "drop ... with (force)", for which our role may not send away whoever is vacuuming just now.
LEAVE = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = any(%s) and usename = current_user
"""


def keep() -> None:
    """Remember the database as it is now."""
    here = _here()
    _copy(here, here + KEPT)


def put_back() -> None:
    """Let the database be as it was when it was kept, whoever may still be connected to it."""
    here = _here()
    _copy(here + KEPT, here)


def forget() -> None:
    _ask("drop database if exists {}", _here() + KEPT)


def _here() -> str:
    return str(connection.settings_dict["NAME"])


def _copy(source: str, target: str) -> None:
    _ask("drop database if exists {}", target)
    # As files: quicker than page by page through the log, for a database of small tables.
    _ask("create database {} template {} strategy file_copy", target, source)


def _ask(what: str, *databases: str) -> None:
    connection.close()
    connection.close_pool()
    names = [connection.ops.quote_name(name) for name in databases]
    with connection._nodb_cursor() as server:
        server.execute(LEAVE, [list(databases)])
        server.execute(what.format(*names))
