"""Bringing an account's file into an empty account, in one transaction.

The tables are copied into passing ones first. Each row then gets a key of its own, or that of the
row that is here already and says the same (a location of that name); then everything is written
with the new keys, in an order in which each row's neighbors are there. What names a record without
a foreign key (the history, messages, own fields) is given the new keys, too.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any
from uuid import uuid4
from zipfile import BadZipFile, ZipFile

import psycopg
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import F, Field, Model, UniqueConstraint
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from psycopg import sql

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.ledger.models import Charge, Payment
from cartwheel.domain.parties.models import Party
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.operations import refresh_all_search_terms
from cartwheel.domain.upkeep.archives import describing, tables
from cartwheel.kernel.refusals import Refused

CHUNK = 1024 * 1024
LARGEST_UNPACKED = 20 * 1024 * 1024 * 1024
MOST_ENTRIES = 500_000
LARGEST_SCHEMA = 20 * 1024 * 1024
Tell = Callable[[int], None]


def is_empty(account: Account) -> bool:
    """Whether nobody has worked in it yet: no customers, no money, no parties."""
    models: tuple[type[Model], ...] = (Family, Student, Charge, Payment, Party)
    return not any(m._default_manager.filter(account=account).exists() for m in models)


def unpack(account: Account, file: IO[bytes], *, of: Tell, done: Tell) -> int:
    """Bring everything of the file into ``account``; the number of its rows that are there now.

    A row that the account had already (a location of the same name) is taken for the same.

    Raises ``Refused`` when the account is not empty or the file is not one of ours. Open the
    account's tenant and a transaction around it.
    """
    if not is_empty(account):
        raise Refused(_("This account has customers already. Only an empty one can be filled."))
    try:
        with ZipFile(file) as archive:
            _check(archive, account)
            return _Unpacking(account, archive).run(of, done)
    except (BadZipFile, OSError, KeyError, UnicodeError, csv.Error):
        raise _damaged() from None


def _check(archive: ZipFile, account: Account) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > LARGEST_UNPACKED:
        raise Refused(_("This file unpacks to more than an account can be."), field="file")
    if archive.getinfo("schema.json").file_size > LARGEST_SCHEMA:
        raise _damaged()
    try:
        told = json.loads(archive.read("schema.json"))
        version, currency = told["format"], told["account"]["currency"]
    except (ValueError, TypeError):
        raise _damaged() from None
    if version != describing.FORMAT:
        raise Refused(_("This file was written by another version of Cartwheel."), field="file")
    if currency != account.currency:
        sentence = _("The file counts in %(theirs)s, this account in %(ours)s.")
        raise Refused(sentence % {"theirs": currency, "ours": account.currency}, field="file")


def _damaged() -> Refused:
    return Refused(_("This is no whole account exported from Cartwheel."), field="file")


class _Unpacking:
    def __init__(self, account: Account, archive: ZipFile) -> None:
        self.account, self.archive = account, archive
        here = set(archive.namelist())
        self.models = [m for m in tables.restored() if tables.file_name(m) in here]
        self.labels = {model._meta.label_lower for model in self.models}
        self.given: dict[str, list[Field]] = {}
        self.saved: list[str] = []

    def run(self, of: Tell, done: Tell) -> int:
        of(2 * len(self.models))
        self._execute(sql.SQL("select set_config('cartwheel.restoring', 'on', true)"))
        try:
            count = 0
            for number, model in enumerate(self.models, start=1):
                count += self._load(model)
                done(number)
            self._save_files()
            for model in self.models:
                self._give_keys(model)
            for number, model in enumerate(self.models, start=len(self.models) + 1):
                self._write(model)
                done(number)
            self._finish()
        except psycopg.Error as error:
            self._forget_files()
            raise self._refused(error) from error
        except BaseException:
            self._forget_files()
            raise
        refresh_all_search_terms(self.account)
        return count

    def _refused(self, error: psycopg.Error) -> Refused:
        reason = str(error).partition("\n")[0][:200]
        return Refused(_("The file contradicts itself, so nothing was brought in: %s") % reason)

    def _execute(self, statement: sql.Composable) -> int:
        with connection.cursor() as cursor:
            raw: Any = cursor.cursor
            raw.execute(statement)
            return int(raw.rowcount)

    # Into passing tables

    def _load(self, model: type[Model]) -> int:
        name = tables.file_name(model)
        known = {field.column: field for field in tables.columns_of(model)}
        with self.archive.open(name) as entry:
            header = next(csv.reader(io.TextIOWrapper(entry, "utf-8")), [])
        if model._meta.pk.column not in header or set(header) - set(known):
            raise Refused(_("The table %s has other columns than this version.") % name)
        self.given[model._meta.label_lower] = [known[column] for column in header]
        columns = sql.SQL(", ").join(map(sql.Identifier, header))
        names = {"passing": _passing(model), "table": _table(model), "columns": columns}
        self._execute(
            sql.SQL(
                "create temporary table {passing} on commit drop as"
                " select {columns} from {table} with no data"
            ).format(**names)
        )
        copying = sql.SQL("copy {passing} ({columns}) from stdin with (format csv, header)")
        with connection.cursor() as cursor, self.archive.open(name) as entry:
            raw: Any = cursor.cursor
            with raw.copy(copying.format(**names)) as copy:
                while data := entry.read(CHUNK):
                    copy.write(data)
            count = int(raw.rowcount)
        self._make_map(model)
        return count

    def _make_map(self, model: type[Model]) -> None:
        self._execute(
            sql.SQL(
                "create temporary table {map} on commit drop as"
                " select {key} as old, null::bigint as new, false as found from {passing}"
            ).format(map=_map(model), passing=_passing(model), key=_key(model))
        )
        self._execute(sql.SQL("create unique index on {map} (old)").format(map=_map(model)))
        self._execute(sql.SQL("analyze {map}").format(map=_map(model)))

    # New keys

    def _give_keys(self, model: type[Model]) -> None:
        rows = model._default_manager.filter(account=self.account)
        if rows.exists():
            for same in _natural_keys(model):
                self._find(model, same)
        sequence = sql.Literal(model._meta.db_table), sql.Literal(model._meta.pk.column)
        self._execute(
            sql.SQL(
                "update {map} m set new = n.key from (select old,"
                " nextval(pg_get_serial_sequence({table}, {column})) as key"
                " from (select old from {map} where new is null order by old) o) n"
                " where m.old = n.old"
            ).format(map=_map(model), table=sequence[0], column=sequence[1])
        )

    def _find(self, model: type[Model], same: list[tuple[Field, bool]]) -> None:
        """Rows here that are unique by the same values are taken for the same."""
        given = {field.column for field in self.given[model._meta.label_lower]}
        if any(field.column not in given for field, _folded in same):
            return
        alike = []
        for field, is_folded in same:
            theirs = self._value(model, field)
            mine: sql.Composable = sql.SQL("t.{}").format(_column(field))
            if is_folded:
                theirs, mine = (sql.SQL("lower({})").format(each) for each in (theirs, mine))
            alike.append(sql.SQL("{} = {}").format(mine, theirs))
        self._execute(
            sql.SQL(
                "update {map} m set new = t.id, found = true from {passing} s, {table} t"
                " where s.{key} = m.old and t.account_id = {account} and {alike} and m.new is null"
            ).format(
                map=_map(model),
                passing=_passing(model),
                table=_table(model),
                key=_key(model),
                account=sql.Literal(self.account.pk),
                alike=sql.SQL(" and ").join(alike) or sql.SQL("true"),
            )
        )

    # Into the account

    def _write(self, model: type[Model]) -> None:
        wanted = [f for f in tables.columns_of(model) if not f.primary_key and not f.generated]
        here = set(self.given[model._meta.label_lower])
        given = [f for f in wanted if f in here and not tables.is_counted(model, f)]
        missing = [f for f in wanted if f not in given]
        fields = [*given, *missing]
        values = [self._value(model, f) for f in given] + [_default(f) for f in missing]
        self._execute(
            sql.SQL(
                "insert into {table} (account_id, {key}, {columns})"
                " select {account}, m.new, {values} from {passing} s"
                " join {map} m on m.old = s.{key} where not m.found order by m.new"
            ).format(
                table=_table(model),
                key=_key(model),
                columns=sql.SQL(", ").join([_column(f) for f in fields]),
                account=sql.Literal(self.account.pk),
                values=sql.SQL(", ").join(values),
                passing=_passing(model),
                map=_map(model),
            )
        )

    def _value(self, model: type[Model], field: Field) -> sql.Composable:
        """The value of a column with the new keys in it."""
        column = sql.SQL("s.{}").format(_column(field))
        label, kinds = model._meta.label_lower, {f.name for f in model._meta.concrete_fields}
        if target := tables.target_of(field):
            return self._new_key(target, column)
        if tables.is_secret(field):
            return sql.SQL("md5(random()::text || clock_timestamp()::text)")
        if field.column in _unique_everywhere(model):
            mine = sql.Literal(str(self.account.pk))
            text = sql.SQL("nullif(md5({0}::text || {1}), md5({1}))").format(column, mine)
            return sql.SQL("{}::uuid").format(text) if _is_uuid(field) else text
        if tables.is_file(model, field):
            return sql.SQL(
                "coalesce((select f.new from restored_files f where f.old = {}), '')"
            ).format(column)
        if label == "mailer.message" and field.name == "state":  # nothing is sent a second time
            return sql.SQL("case {0} when 'queued' then 'kept' else {0} end").format(column)
        if label == "activity.change" and field.name == "row_id":
            return self._by_kind("s.table_name", column, by_table=True)
        if field.name == "record_id" and label == "scheduling.claim":
            return self._new_key("parties.party", column)
        if field.name == "record_id" and "kind" in kinds:
            return self._by_kind("s.kind", column)
        if field.name in ("actor_id", "author_id"):
            role = field.name.removesuffix("_id")
            if f"{role}_kind" in kinds:
                return self._who(role, column)
            return self._new_key("staff.staffmember", column)
        if field.name == "custom" and field.get_internal_type() == "JSONField":
            return self._own_fields(column)
        return column

    def _new_key(self, label: str, column: sql.Composable) -> sql.Composable:
        if label not in self.labels:
            return sql.SQL("null::bigint")
        names = {"map": sql.Identifier(f"map_{label.replace('.', '_')}"), "column": column}
        return sql.SQL("(select k.new from {map} k where k.old = {column})").format(**names)

    def _by_kind(
        self, kind: str, column: sql.Composable, *, by_table: bool = False
    ) -> sql.Composable:
        """The new key of a record of any kind; 0 for what was not brought in."""
        cases = [
            sql.SQL("when {} then {}").format(
                sql.Literal(m._meta.db_table if by_table else m._meta.label_lower),
                self._new_key(m._meta.label_lower, column),
            )
            for m in self.models
        ]
        return sql.SQL("coalesce(case {} {} end, 0)").format(
            sql.SQL(kind),
            sql.SQL(" ").join(cases),
        )

    def _who(self, role: str, column: sql.Composable) -> sql.Composable:
        cases = [
            sql.SQL("when {} then {}").format(sql.Literal(kind), self._new_key(label, column))
            for kind, label in tables.WHO.items()
        ]
        kind = sql.SQL("s.{}").format(sql.Identifier(f"{role}_kind"))
        return sql.SQL("case {} {} end").format(kind, sql.SQL(" ").join(cases))

    def _own_fields(self, column: sql.Composable) -> sql.Composable:
        if "people.customfield" not in self.labels:
            return sql.SQL("'{}'::jsonb")
        return sql.SQL(
            "coalesce((select jsonb_object_agg(k.new::text, e.value) from jsonb_each({}) e"
            " join map_people_customfield k on k.old::text = e.key), '{{}}'::jsonb)"
        ).format(column)

    def _finish(self) -> None:
        """Numbers go on after the last one given; rules that wait for the end are asked now."""
        if "accounts.counter" in self.labels:
            self._execute(
                sql.SQL(
                    "update accounts_counter t set last = greatest(t.last, s.last)"
                    " from {passing} s join {map} m on m.old = s.id where t.id = m.new"
                ).format(passing=_passing_of("accounts_counter"), map=_map_of("accounts_counter"))
            )
        self._execute(sql.SQL("set constraints all immediate"))
        self._execute(sql.SQL("set constraints all deferred"))
        self._execute(sql.SQL("select set_config('cartwheel.restoring', '', true)"))

    # Files

    def _save_files(self) -> None:
        """Keep the files under names of this account; rows can name no others."""
        self._execute(
            sql.SQL(
                "create temporary table restored_files (old text primary key, new text)"
                " on commit drop"
            )
        )
        for entry in self.archive.infolist():
            path = PurePosixPath(entry.filename)
            if entry.is_dir() or path.parts[:1] != ("files",) or len(path.parts) < 2:
                continue
            base = "".join(c for c in path.name if c.isalnum() or c in "-_.")[-60:] or "file"
            with self.archive.open(entry) as source:
                wanted = f"accounts/{self.account.pk}/restored/{uuid4().hex}-{base}"
                stored = default_storage.save(wanted, File(source))
            self.saved.append(stored)
            names = (sql.Literal(entry.filename.removeprefix("files/")), sql.Literal(stored))
            self._execute(
                sql.SQL("insert into restored_files values ({}, {}) on conflict do nothing").format(
                    *names
                )
            )

    def _forget_files(self) -> None:
        for name in self.saved:
            default_storage.delete(name)


def _natural_keys(model: type[Model]) -> Iterator[list[tuple[Field, bool]]]:
    """By which columns rows of an account are unique; True where capitals do not count."""
    for field in tables.columns_of(model):
        if field.unique and field.is_relation:
            yield [(field, False)]
    account: Any = model._meta.get_field("account")
    if account.unique:  # one row for the whole account
        yield []
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None:
            found = list(_parts(model, constraint))
            if all(field is not None for field, _folded in found):
                yield [(field, folded) for field, folded in found if field.name != "account"]


def _unique_everywhere(model: type[Model]) -> set[str]:
    """Columns without two alike in all accounts: elsewhere they must say something else."""
    fields: list[Any] = tables.columns_of(model)
    alone = {field.column for field in fields if field.unique}
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and len(constraint.fields) == 1:
            [name] = constraint.fields
            alone |= {field.column for field in fields if field.name == name}
    return alone - {field.column for field in fields if field.is_relation or field.primary_key}


def _is_uuid(field: Field) -> bool:
    return field.get_internal_type() == "UUIDField"


def _parts(model: type[Model], constraint: UniqueConstraint) -> Iterator[tuple[Any, bool]]:
    for name in constraint.fields:
        yield model._meta.get_field(name), False
    for expression in constraint.expressions:
        if isinstance(expression, F):
            yield model._meta.get_field(str(expression.name)), False  # type: ignore[attr-defined]
        elif isinstance(expression, Lower):
            [inner] = expression.get_source_expressions()
            yield model._meta.get_field(inner.name), True
        else:
            yield None, False


def _default(field: Field) -> sql.Composable:
    """What a column that the file does not have begins with."""
    value = field.get_default() if field.has_default() else None
    if value is None and not field.null and not field.is_relation:
        value = "" if field.empty_strings_allowed else None
    if isinstance(value, (dict, list)):
        return sql.Literal(json.dumps(value))
    return sql.Literal(value)


def _table(model: type[Model]) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)


def _column(field: Any) -> sql.Identifier:
    return sql.Identifier(field.column)


def _key(model: type[Model]) -> sql.Identifier:
    return _column(model._meta.pk)


def _passing(model: type[Model]) -> sql.Identifier:
    return _passing_of(model._meta.db_table)


def _passing_of(table: str) -> sql.Identifier:
    return sql.Identifier(f"new_{table}")


def _map(model: type[Model]) -> sql.Identifier:
    return sql.Identifier(f"map_{model._meta.label_lower.replace('.', '_')}")


def _map_of(table: str) -> sql.Identifier:
    return sql.Identifier(f"map_{table}")
