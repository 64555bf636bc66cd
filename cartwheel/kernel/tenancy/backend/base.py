"""Django's PostgreSQL backend, telling each new transaction whom it works for.

And with a cursor whose statements stay planned (see ``kernel.prepared``).
"""

from typing import Any, Self, cast

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as PostgreSQLOperations

from cartwheel.kernel import tenancy


class _Prepared(psycopg.Cursor[Any]):
    """Prepares what it executes. Whatever else the connection is asked stays as it was."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        self.connection.prepare_threshold = 0
        try:
            return super().execute(query, params, **options | {"prepare": True})
        finally:
            self.connection.prepare_threshold = None


class DatabaseOperations(PostgreSQLOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        if isinstance(cursor, _Prepared):  # it only sends the name of what is prepared
            return cast(Any, self).compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def set_autocommit(
        self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False
    ) -> None:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if not autocommit:
            tenancy.push(self.connection)

    def prepared_cursor(self) -> Any:
        self.ensure_connection()
        return cast(Any, self)._prepare_cursor(_Prepared(self.connection))
