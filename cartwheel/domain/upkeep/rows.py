"""Pointing rows elsewhere in bulk, and keeping what is needed to point them back."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection

from cartwheel.domain.upkeep.models import Transfer
from cartwheel.domain.upkeep.references import Reference

KEEP = """
insert into upkeep_movedreference
    (account_id, transfer_id, table_name, column_name, row_id, from_id, to_id)
select %(account)s, %(transfer)s, %(table)s, %(column)s, id, from_id, %(target)s from moved
"""


def move(
    transfer: Transfer,
    reference: Reference,
    *,
    sources: Sequence[int],
    target: int,
    but: Collection[int] = (),
    only: Collection[int] | None = None,
) -> int:
    """Make the rows that point at ``sources`` point at ``target``; how many did.

    A row stays where it is when a rule lets it be at the target only once and one is there, or
    comes from an earlier one of ``sources``. ``but`` stay as well; ``only`` narrows to some rows.
    """
    table, column = quoted(reference.table), quoted(reference.column)
    sql = f"""
with ranked as (
    select t.id, t.{column} as from_id, {_ranks(reference, table, column)} as free
    from {table} t
    where t.account_id = %(account)s and t.{column} = any(%(sources)s)
      and not t.id = any(%(but)s) and (%(only)s::bigint[] is null or t.id = any(%(only)s))
      {"and " + reference.where if reference.where else ""}
), moved as (
    update {table} t set {column} = %(target)s from ranked
    where t.id = ranked.id and ranked.free returning t.id, ranked.from_id
) {KEEP}"""  # noqa: S608 - names of our own tables
    return _run(
        sql,
        transfer,
        table=reference.table,
        column=reference.column,
        sources=list(sources),
        target=target,
        but=list(but),
        only=None if only is None else list(only),
    )


def _ranks(reference: Reference, table: str, column: str) -> str:
    """SQL that is true for the row of each kind that may go."""
    rules = []
    for columns in reference.once:
        own = [part if "(" in part else quoted(part) for part in columns]
        mine = [_of("t", part) for part in own]
        theirs = [_of("x", part) for part in own]
        same = " and ".join(
            f"{a} is not distinct from {b}" for a, b in zip(mine, theirs, strict=True)
        )
        rules.append(
            f"not exists (select from {table} x where x.account_id = %(account)s"
            f" and x.{column} = %(target)s {'and ' + same if same else ''})"
            f" and row_number() over ({'partition by ' + ', '.join(mine) if mine else ''}"
            f" order by array_position(%(sources)s::bigint[], t.{column}::bigint), t.id) = 1"
        )
    return " and ".join(f"({rule})" for rule in rules) or "true"


def _of(alias: str, part: str) -> str:
    """``lower(name)`` of the alias t is ``lower(t.name)``."""
    name, bracket, rest = part.partition("(")
    return f"{name}({alias}.{rest}" if bracket else f"{alias}.{part}"


def quoted(name: str) -> str:
    return '"' + name.strip('"').replace('"', '""') + '"'


def move_keys(
    transfer: Transfer, table: str, column: str, keys: Collection[int], target: int
) -> int:
    """Make these very rows of ``table`` point at ``target``."""
    sql = f"""
with old as (
    select id, {quoted(column)} as from_id from {quoted(table)}
    where account_id = %(account)s and id = any(%(keys)s) and {quoted(column)} <> %(target)s
), moved as (
    update {quoted(table)} t set {quoted(column)} = %(target)s from old
    where t.id = old.id returning t.id, old.from_id
) {KEEP}"""  # noqa: S608
    return _run(sql, transfer, table=table, column=column, keys=list(keys), target=target)


def _run(sql: str, transfer: Transfer, **values: Any) -> int:
    about = {"account": transfer.account_id, "transfer": transfer.pk}
    with connection.cursor() as cursor:
        cursor.execute(sql, about | values)
        return int(cursor.rowcount)


# Whole rows, before and after


def remember(transfer: Transfer, table: str, keys: Iterable[int]) -> None:
    """Keep these rows as they are now, before they are changed; what is kept stays as it is."""
    sql = f"""
insert into upkeep_alteredrow (account_id, transfer_id, table_name, row_id, before)
select %(account)s, %(transfer)s, %(table)s, id, to_jsonb(t) from {quoted(table)} t
where account_id = %(account)s and id = any(%(keys)s)
on conflict (transfer_id, table_name, row_id) do nothing"""  # noqa: S608
    _run(sql, transfer, table=table, keys=list(keys))


def note_after(transfer: Transfer) -> None:
    """Keep how the remembered rows look now; those that are gone keep None."""
    for table in tables_altered(transfer):
        sql = f"""
update upkeep_alteredrow a set after = to_jsonb(t) from {quoted(table)} t
where a.account_id = %(account)s and a.transfer_id = %(transfer)s
  and a.table_name = %(table)s and t.id = a.row_id"""  # noqa: S608
        _run(sql, transfer, table=table)


def tables_altered(transfer: Transfer) -> list[str]:
    rows = transfer.altered_rows.order_by("table_name").values_list("table_name", flat=True)
    return list(rows.distinct())


def restore_altered(transfer: Transfer) -> None:
    """Put every column back that still has the value the transfer gave it, and rows taken away.

    What somebody changed since stays as it is.
    """
    rows = transfer.altered_rows.order_by("pk")
    for row in sorted(rows, key=lambda row: row.after is None):  # first make room
        table = quoted(row.table_name)
        values = {"table": row.table_name, "row": row.row_id}
        if row.after is None:
            sql = f"""
insert into {table} select r.* from upkeep_alteredrow a,
    jsonb_populate_record(null::{table}, a.before) r
where a.account_id = %(account)s and a.transfer_id = %(transfer)s and a.table_name = %(table)s
  and a.row_id = %(row)s on conflict do nothing"""  # noqa: S608
            _run(sql, transfer, **values)
            continue
        changed = [
            name
            for name, was in row.before.items()
            if row.after.get(name) != was and name != "version"
        ]
        if not changed:
            continue
        sets = ", ".join(
            f"{quoted(name)} = case when to_jsonb(t) -> '{name}' = a.after -> '{name}'"
            f" then r.{quoted(name)} else t.{quoted(name)} end"
            for name in changed
        )
        sets += ", version = t.version + 1" if "version" in row.before else ""
        sql = f"""
update {table} t set {sets} from upkeep_alteredrow a,
    jsonb_populate_record(null::{table}, a.before) r
where a.account_id = %(account)s and a.transfer_id = %(transfer)s and a.table_name = %(table)s
  and a.row_id = %(row)s and t.id = a.row_id"""  # noqa: S608
        _run(sql, transfer, **values)


def restore_references(transfer: Transfer) -> None:
    """Make every moved row that still points where it was moved to point back."""
    for table, column in columns_moved(transfer):
        sql = f"""
update {quoted(table)} t set {quoted(column)} = m.from_id from upkeep_movedreference m
where m.account_id = %(account)s and m.transfer_id = %(transfer)s and m.table_name = %(table)s
  and m.column_name = %(column)s and t.account_id = %(account)s and t.id = m.row_id
  and t.{quoted(column)} = m.to_id"""  # noqa: S608
        _run(sql, transfer, table=table, column=column)


def columns_moved(transfer: Transfer) -> list[tuple[str, str]]:
    rows = transfer.references.order_by("table_name", "column_name")
    return list(rows.values_list("table_name", "column_name").distinct())


def put_elsewhere(
    account_id: int, table: str, column: str, keys: Collection[int], target: int
) -> None:
    """Make these rows point at ``target`` without keeping where they pointed."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"update {quoted(table)} set {quoted(column)} = %s"  # noqa: S608
            f" where account_id = %s and id = any(%s) and {quoted(column)} <> %s",
            [target, account_id, list(keys), target],
        )
