"""Migration operations that put the walls between accounts into the database.

``ProtectTenants("parties")`` ends every migration of an app that adds a tenant table. It finds
the app's models with an ``account`` foreign key and gives each that lacks it

* row-level security, enabled and forced, with the policy ``tenant``;
* ``unique (account_id, id)``, so that others can point at *this account's* row;
* for each foreign key to another tenant table one over ``(account_id, key)`` in place of Django's:
  a row can then not even name a row of another account.

``TrackChanges("Package", ...)`` lets the database write before and after of every change of these
models' rows into ``activity_change``. Columns after a colon are left out: ``"User:password"``.
"""

from typing import Any

from django.db.backends.ddl_references import Statement
from django.db.migrations.operations.base import Operation

MINE = "nullif(current_setting('cartwheel.account_id', true), '')::bigint"

PROTECT = f"""
alter table {{table}} enable row level security;
alter table {{table}} force row level security;
drop policy if exists tenant on {{table}};
create policy tenant on {{table}} using (account_id = (select {MINE}))
    with check (account_id = (select {MINE}));
"""

PLAIN_KEYS = """
select conname from pg_constraint
    join pg_attribute on attrelid = conrelid and conkey = array[attnum]
    where contype = 'f' and conrelid = %s::regclass and attname = %s
"""


class _Walls(Operation):
    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        pass


def has_account(model: Any) -> bool:
    return any(f.name == "account" and f.is_relation for f in model._meta.concrete_fields)


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _has_constraint(editor: Any, table: str, name: str) -> bool:
    with editor.connection.cursor() as cursor:
        cursor.execute(
            "select 1 from pg_constraint where conrelid = %s::regclass and conname = %s",
            [_quote(table), name],
        )
        return cursor.fetchone() is not None


def _add_constraint(editor: Any, table: str, name: str, definition: str) -> None:
    if not _has_constraint(editor, table, name):
        editor.execute(f"alter table {_quote(table)} add constraint {_quote(name)} {definition}")


def _drop_plain_key(editor: Any, table: str, column: str) -> None:
    """Django's own key, or what is still to make it: a second check of every row finds no more."""
    editor.deferred_sql[:] = [
        each for each in editor.deferred_sql if not _makes_key(editor, each, table, column)
    ]
    with editor.connection.cursor() as cursor:
        cursor.execute(PLAIN_KEYS, [_quote(table), column])
        plain = [name for (name,) in cursor.fetchall()]
    for name in plain:
        editor.execute(f"alter table {_quote(table)} drop constraint {_quote(name)}")


def _makes_key(editor: Any, statement: Any, table: str, column: str) -> bool:
    return (
        isinstance(statement, Statement)
        and statement.template == editor.sql_create_fk
        and statement.parts["column"].references_column(table, column)
    )


def row_key(table: str) -> str:
    return f"{table}_account_row"[-63:]


def link_key(table: str, column: str) -> str:
    return f"{table}_{column}_same_account"[-63:]


def tenant_links(model: Any) -> list[Any]:
    """The foreign keys of ``model`` that point at another tenant table."""
    return [
        f
        for f in model._meta.concrete_fields
        if f.is_relation and f.name != "account" and has_account(f.related_model)
    ]


class ProtectTenants(_Walls):
    def __init__(self, app_label: str) -> None:
        self.app_label = app_label

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.app_label], {})

    def describe(self) -> str:
        return f"Wall off the tenant tables of {self.app_label}"

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        models = [
            m for m in to_state.apps.get_app_config(self.app_label).get_models() if has_account(m)
        ]
        for model in models:
            table = model._meta.db_table
            schema_editor.execute(PROTECT.format(table=_quote(table)))
            _add_constraint(schema_editor, table, row_key(table), "unique (account_id, id)")
        for model in models:
            self._link(schema_editor, model)

    def _link(self, editor: Any, model: Any) -> None:
        table = model._meta.db_table
        for field in tenant_links(model):
            target = field.related_model._meta.db_table
            _add_constraint(
                editor,
                table,
                link_key(table, field.column),
                f"foreign key (account_id, {_quote(field.column)})"
                f" references {_quote(target)} (account_id, id)",
            )
            _drop_plain_key(editor, table, field.column)


class TrackChanges(_Walls):
    """See the module. Needs ``("activity", "0001_initial")`` among the dependencies."""

    def __init__(self, *models: str) -> None:
        self.models = models

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, list(self.models), {})

    def describe(self) -> str:
        return f"Keep before and after of {', '.join(self.models)}"

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for entry in self.models:
            name, _, hidden = entry.partition(":")
            label, _, short = name.rpartition(".")
            table = to_state.apps.get_model(label or app_label, short)._meta.db_table
            arguments = ", ".join(f"'{column}'" for column in hidden.split(",") if column)
            schema_editor.execute(
                f"drop trigger if exists activity_capture on {_quote(table)};"
                f" create trigger activity_capture after insert or update or delete"
                f" on {_quote(table)} for each row execute function activity_capture({arguments})"
            )
