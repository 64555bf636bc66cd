"""Subqueries that are written in SQL, for what every row of a long list carries.

Putting such a subquery together from lookups took a list as long as asking the database did.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, Field, Func


class Correlated(Func):
    """A subquery about each row: ``{0}``, ``{1}``... in the SQL stand for ``outer``, by position.

    The SQL is a constant of the program and takes no values.
    """

    def __init__(self, sql: str, *outer: str | F, output_field: Field[Any, Any]) -> None:
        super().__init__(*outer, output_field=output_field)
        self.sql = sql

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        parts = [compiler.compile(each) for each in self.get_source_expressions()]
        params = [value for _sql, values in parts for value in values]
        return self.sql.format(*(sql for sql, _values in parts)), params
