"""Rows into tables as fast as PostgreSQL takes them.

COPY does not go into a table with row-level security, so rows are copied into a passing table of
the same shape and inserted from there, through the policies like any other row.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import IntegerField, Model
from psycopg import sql
from psycopg.types.json import Jsonb

from cartwheel.domain.accounts.models import Account
from cartwheel.kernel.tenancy import tenant

ELSEWHERE = 10**12  # added to every key, so that the same rows can stand beside themselves


def table_of(model: type[Model]) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)


class Copier:
    """Collects rows of one table and writes them by the hundred thousand."""

    def __init__(self, model: type[Model], columns: str) -> None:
        self.model, self.columns = model, columns.split()
        self.rows: list[Sequence[Any]] = []

    def add(self, *row: Any) -> None:
        self.rows.append(row)

    def write(self) -> int:
        rows, self.rows = self.rows, []
        copy_rows(self.model, self.columns, rows)
        return len(rows)


def copy_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add ``rows`` (values in the order of ``columns``) to the model's table.

    A column that is not named gets the default of its field.
    """
    others = _defaults(model, columns)
    names = {
        "table": table_of(model),
        "passing": sql.Identifier(f"bench_{model._meta.db_table}"),
        "columns": sql.SQL(", ").join(map(sql.Identifier, columns)),
    }
    with connection.cursor() as cursor:
        raw = cursor.cursor
        raw.execute(
            sql.SQL(
                "create temporary table {passing} on commit drop as"
                " select {columns} from {table} with no data"
            ).format(**names)
        )
        with raw.copy(sql.SQL("copy {passing} from stdin").format(**names)) as copy:
            for row in rows:
                copy.write_row(row)
        raw.execute(
            sql.SQL(
                "insert into {table} ({columns}{others}) select {columns}{values} from {passing}"
            ).format(
                **names,
                others=_listed(map(sql.Identifier, others)),
                values=_listed(map(sql.Literal, others.values())),
            )
        )
        raw.execute(sql.SQL("drop table {passing}").format(**names))


def _defaults(model: type[Model], columns: Sequence[str]) -> dict[str, Any]:
    """The values of the columns that are not named and may not be null."""
    return {
        str(field.column): Jsonb(value) if isinstance(value := field.get_default(), dict) else value
        for field in model._meta.concrete_fields
        if not (field.column in columns or field.null or field.primary_key or field.generated)
    }


def _listed(parts: Iterable[sql.Composable]) -> sql.Composable:
    return sql.Composed([sql.Composed([sql.SQL(", "), part]) for part in parts])


def written_again(account: Account, models: Sequence[type[Model]]) -> tuple[int, float]:
    """Write the account's rows of ``models`` once more under other keys, and take them back.

    How many they were, and the seconds of the writing.
    """
    with tenant(account.pk), transaction.atomic():
        found = [(model, *_rows(model, account, models)) for model in models]
        begun = time.perf_counter()
        for model, columns, rows in found:
            copy_rows(model, columns, rows)
        settle()
        seconds = time.perf_counter() - begun
        transaction.set_rollback(True)
    return sum(len(rows) for _model, _columns, rows in found), seconds


def _rows(
    model: type[Model], account: Account, moved: Sequence[type[Model]]
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The rows as the database has them; keys, those they name and numbers moved elsewhere."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = [str(field.column) for field in fields]
    shown = [
        f"{connection.ops.quote_name(str(field.column))} + {ELSEWHERE}"
        if field.primary_key or _is_number(field) or field.related_model in moved
        else connection.ops.quote_name(str(field.column))
        for field in fields
    ]
    statement = f"select {', '.join(shown)} from {model._meta.db_table} where account_id = %s"  # noqa: S608 - the models' own names
    with connection.cursor() as cursor:
        cursor.execute(statement, [account.pk])
        return columns, cursor.fetchall()


def _is_number(field: Any) -> bool:
    """Whether it is by what people call the row, and unique as its key is: not a phone number."""
    return field.column == "number" and isinstance(field, IntegerField)


def reserve_keys(model: type[Model], count: int) -> Iterator[int]:
    """``count`` primary keys nobody else will get."""
    with connection.cursor() as cursor:
        sequence = f"pg_get_serial_sequence('{model._meta.db_table}', 'id')"
        cursor.execute(f"select nextval({sequence})")
        first = int(cursor.fetchone()[0])
        cursor.execute(f"select setval({sequence}, %s)", [first + count])
    return iter(range(first, first + count))


@contextmanager
def without_capture(*models: type[Model]) -> Iterator[None]:
    """Leave the audit of rows out of the filling: it would write each of them twice."""
    _set_capture("disable", models)
    yield
    _set_capture("enable", models)


def _set_capture(what: str, models: Iterable[type[Model]]) -> None:
    settle()
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"alter table {model._meta.db_table} {what} trigger activity_capture")


def settle() -> None:
    """Do the checks that wait for the commit: a table with open checks cannot be altered."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
