"""Everything of one family in one file: for people to read, for programs, and the files."""

import json
from collections.abc import Iterator
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cartwheel.domain.paperwork.queries import evidence_pdf, with_evidence
from cartwheel.domain.people.models import Family
from cartwheel.domain.upkeep.erasing import Remains, remains_of
from cartwheel.domain.upkeep.rows import quoted
from cartwheel.domain.upkeep.words import BLACKED, GONE

# Computed, secret, or about the work of the office and not about the family.
LEFT_OUT = {
    "people_searchterm",
    "people_studentterm",
    "people_portallogin",
    "people_portalcode",
    "appointments_invitation",
    "mailer_attachment",
    "paperwork_signingrequest",
    "scheduling_claim",
}
SECRET = {"account_id", "token_hash", "seal", "drawing", "request_key", "entry_id", "version"}
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 15px/1.5 sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }}
table {{ border-collapse: collapse; margin-bottom: 2rem; display: block; overflow-x: auto }}
th, td {{ border: 1px solid #ccc; padding: .3rem .5rem; text-align: left; vertical-align: top }}
</style></head><body><h1>{title}</h1>{body}</body></html>"""


def write_family(family: Family, file: IO[bytes]) -> int:
    """Write the zip; the number of rows in it."""
    found = remains_of(family)
    tables = {name: rows for name, rows in _tables(found) if rows}
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(tables, indent=1, ensure_ascii=False))
        archive.writestr("family.html", _page(family, tables))
        for name in found.files:
            if default_storage.exists(name):
                with default_storage.open(name, "rb") as kept:
                    archive.writestr(f"files/{name}", kept.read())
        signed = with_evidence(family.account).filter(pk__in=found.keys["signatures"])
        for signature in signed:
            archive.writestr(f"waivers/{signature.pk}.pdf", evidence_pdf(signature, family.account))
    return sum(len(rows) for rows in tables.values())


def _tables(found: Remains) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The rows about the family, table by table, as the database has them."""
    places = {table: ((kind, column),) for table, (kind, column, _words) in BLACKED.items()}
    for table, wanted in (places | GONE).items():
        if table in LEFT_OUT or table.startswith("upkeep_"):
            continue
        conditions = " or ".join(f"{quoted(column)} = any(%s)" for _kind, column in wanted)
        keys = [found.keys[kind] for kind, _column in wanted]
        yield table, _rows(table, conditions, [found.account_id, *keys])
    about = " or ".join("(kind = %s and record_id = any(%s))" for _each in found.subjects())
    values = [value for pair in found.subjects() for value in pair]
    yield (
        "activity_event",
        _rows(
            "activity_event",
            f"id in (select event_id from activity_subject where {about})",  # noqa: S608
            [found.account_id, *values],
        ),
    )


def _rows(table: str, condition: str, values: list[Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select to_jsonb(t)::text from {quoted(table)} t"  # noqa: S608
            f" where account_id = %s and ({condition}) order by id",
            values,
        )
        rows = [json.loads(text) for (text,) in cursor.fetchall()]
    return [{name: value for name, value in row.items() if name not in SECRET} for row in rows]


def _page(family: Family, tables: dict[str, list[dict[str, Any]]]) -> str:
    names = {model._meta.db_table: model._meta.verbose_name_plural for model in apps.get_models()}
    parts = [_section(str(names[table]).capitalize(), rows) for table, rows in tables.items()]
    title = _("Everything about %s") % family
    return format_html(PAGE, title=title, body=mark_safe("".join(parts)))  # noqa: S308


def _section(title: str, rows: list[dict[str, Any]]) -> SafeString:
    columns = [name for name in rows[0] if any(row[name] not in (None, "", [], {}) for row in rows)]
    head = format_html_join("", "<th>{}</th>", ((c.replace("_", " "),) for c in columns))
    body = format_html_join(
        "",
        "<tr>{}</tr>",
        (
            (format_html_join("", "<td>{}</td>", ((_cell(row[c]),) for c in columns)),)
            for row in rows
        ),
    )
    return format_html("<h2>{}</h2><table><tr>{}</tr>{}</table>", title, head, body)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
