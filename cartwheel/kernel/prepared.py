"""Statements that nearly every request asks, planned once for each connection.

To put such a statement together from lookups, and to plan it anew, takes several times as long as
to answer it. They name their columns: whoever wrote ``select *`` would find an error after a
migration that adds one.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def ask(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement that is a constant of the program."""
    with cast(Any, connection).prepared_cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def find(model: type[Row], **key: Any) -> Row | None:
    """The row whose fields have these values, together unique; None without one."""
    rows = ask(_select(model, tuple(key)), tuple(key.values()))
    return made(model, rows[0]) if rows else None


def made(model: type[Row], values: Sequence[Any]) -> Row:
    """The row of ``model`` that has these values, in the order of ``columns``."""
    return model.from_db(DEFAULT_DB_ALIAS, _attributes(model), values)


@cache
def columns(model: type[Model], source: str) -> str:
    """The columns of ``model``, to be selected from its table, which is called ``source``."""
    return ", ".join(f'{source}."{field.column}"' for field in model._meta.concrete_fields)


@cache
def _attributes(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


@cache
def _select(model: type[Model], names: tuple[str, ...]) -> str:
    fields = cast(Any, model._meta).get_field
    asked = " and ".join(f'"{fields(name).column}" = %s' for name in names)
    return f'select {columns(model, "it")} from "{model._meta.db_table}" it where {asked}'  # noqa: S608
