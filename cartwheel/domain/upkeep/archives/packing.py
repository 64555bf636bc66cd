"""Writing an account into one file: row by row from the database into the zip, in flat memory."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Model
from psycopg import IsolationLevel, sql

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.paperwork.models import Signature
from cartwheel.domain.paperwork.queries.evidence import evidence_pdf, with_evidence
from cartwheel.domain.upkeep.archives import describing, tables

CHUNK = 1024 * 1024
Tell = Callable[[int], None]


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction in which all tables are seen as they were at its beginning."""
    if connection.in_atomic_block:  # somebody else's, as in a test: it is as it is
        yield
        return
    connection.ensure_connection()
    raw: Any = connection.connection
    raw.isolation_level = IsolationLevel.REPEATABLE_READ
    try:
        with transaction.atomic():
            yield
    finally:
        if raw is connection.connection and not raw.closed:
            raw.isolation_level = None


class Packed(NamedTuple):
    """How many rows another account gets, and how many more are there to be read only."""

    rows: int
    to_read: int


def pack(account: Account, file: IO[bytes], *, at: datetime, of: Tell, done: Tell) -> Packed:
    """Write everything of ``account`` into ``file``."""
    models, counts = tables.exported(), dict[str, int]()
    signatures = with_evidence(account).order_by("pk")
    of(len(models) + signatures.count())
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for number, model in enumerate(models, start=1):
            counts[model._meta.label_lower] = _write_table(archive, model, account)
            done(number)
        _write_files(archive, account)
        for number, signature in enumerate(signatures.iterator(200), start=len(models) + 1):
            archive.writestr(_pdf_name(signature), evidence_pdf(signature, account))
            if number % 20 == 0:
                done(number)
        archive.writestr("schema.json", describing.schema(account, at, counts))
        archive.writestr("README.txt", describing.readme(account, at))
    to_read = sum(counts[label] for label in tables.NOT_BROUGHT_IN)
    return Packed(sum(counts.values()) - to_read, to_read)


def _write_table(archive: ZipFile, model: type[Model], account: Account) -> int:
    wanted = sql.SQL("copy (select {columns} from {table} where account_id = {account}").format(
        columns=sql.SQL(", ").join(_shown(model, field) for field in tables.columns_of(model)),
        table=sql.Identifier(model._meta.db_table),
        account=sql.Literal(account.pk),
    ) + sql.SQL(" order by {key}) to stdout with (format csv, header)").format(
        key=sql.Identifier(str(model._meta.pk.column))
    )
    with connection.cursor() as cursor, archive.open(tables.file_name(model), "w") as entry:
        raw: Any = cursor.cursor
        with raw.copy(wanted) as copy:
            for data in copy:
                entry.write(bytes(data))
        return int(raw.rowcount)


def _shown(model: type[Model], field: Any) -> sql.Composable:
    """The column, or nothing where it holds a secret."""
    column = sql.Identifier(field.column)
    if tables.is_secret(field):
        return sql.SQL("''::text as {}").format(column)
    if model._meta.label_lower == "mailer.message" and field.column in ("text", "html"):
        return sql.SQL("case when secret then '' else {0} end as {0}").format(column)
    return column


def file_names(account: Account) -> Iterator[str]:
    """Every file that a row names."""
    for model in tables.exported():
        for field in tables.columns_of(model):
            if tables.is_file(model, field):
                rows = model._default_manager.filter(account=account).exclude(**{field.name: ""})
                yield from rows.order_by().values_list(field.name, flat=True).distinct().iterator()


def _write_files(archive: ZipFile, account: Account) -> None:
    for name in dict.fromkeys(str(name) for name in file_names(account)):
        if not default_storage.exists(name):
            continue
        with default_storage.open(name, "rb") as source, archive.open(f"files/{name}", "w") as out:
            while chunk := source.read(CHUNK):
                out.write(chunk)


def _pdf_name(signature: Signature) -> str:
    words = re.sub(r"[^\w-]+", "-", f"{signature.signer_name}-{signature.version.title}")[:80]
    return f"waivers/{signature.signed_on:%Y-%m-%d}-{words.strip('-')}-{signature.pk}.pdf"
