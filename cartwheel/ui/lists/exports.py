"""A list as a file: every row of it, the columns on screen, real types, flat memory.

Spreadsheets run text that begins like a formula. In a CSV such text gets an apostrophe in front;
in a workbook it is written as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO, Any

import xlsxwriter
from django.utils import timezone

from cartwheel.ui import formats
from cartwheel.ui.lists.columns import Column, shown_as
from cartwheel.ui.lists.page import ListPage

CHUNK = 2000
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
MAX_CELL = 32_767  # what a workbook's cell can hold

Progress = Callable[[int], None]


def write_csv(page: ListPage, file: IO[bytes], progress: Progress | None = None) -> int:
    """Write the list as CSV; give back the number of rows.

    UTF-8 with a mark, which spreadsheets need to read accents. ``progress`` is called with the
    number of rows so far, every ``CHUNK`` rows.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    columns = exported_columns(page)
    writer.writerow([_guarded(str(column.label)) for column in columns])
    count = 0
    for row in _rows(page):
        writer.writerow([_guarded(value) for value in _values(page, columns, row)])
        count = _counted(count, progress)
    text.detach()
    return count


def write_xlsx(page: ListPage, file: IO[bytes], progress: Progress | None = None) -> int:
    """Write the list as a workbook of one sheet; give back the number of rows."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(_sheet_name(str(page.title)))
        styles = _styles(book, page.currency)
        columns = exported_columns(page)
        for n, column in enumerate(columns):
            sheet.write_string(0, n, str(column.label), styles["head"])
            sheet.set_column(n, n, 16 if column.kind != "text" else 26)
        sheet.freeze_panes(1, 0)
        count = 0
        for row in _rows(page):
            for n, value in enumerate(_values(page, columns, row)):
                _write(sheet, count + 1, n, value, _style(styles, columns[n], value))
            count = _counted(count, progress)
    return count


def exported_columns(page: ListPage) -> list[Column]:
    """The columns on screen that have something to say in a file."""
    return [column for column in page.shown if column.export is not False]


def _rows(page: ListPage) -> Iterator[Any]:
    """As on screen: what a list attaches to its rows is attached here, too."""
    found = page.sorted_rows().iterator(chunk_size=CHUNK)
    while rows := list(islice(found, CHUNK)):
        yield from page.prepare(rows)


def _counted(count: int, progress: Progress | None) -> int:
    count += 1
    if progress and count % CHUNK == 0:
        progress(count)
    return count


def _values(page: ListPage, columns: list[Column], row: Any) -> list[Any]:
    return [_typed(page, column, column.exported(row)) for column in columns]


def _typed(page: ListPage, column: Column, value: Any) -> Any:
    """A value as a spreadsheet understands it."""
    if value is None or isinstance(value, Decimal | float):
        return value
    if column.kind in {"money", "balance"} and isinstance(value, int):
        return formats.as_decimal(value, page.currency)
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, date) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    spoken = column.kind in {"phone", "flag"}
    return str(shown_as(column.kind if spoken else "text", value, page.currency, page.locale))


def _guarded(value: Any) -> Any:
    if isinstance(value, str) and value.lstrip(" ").startswith(RISKY):
        return f"'{value}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value


def _styles(book: Any, currency: str) -> dict[str, Any]:
    places = formats.decimals(currency)
    amount = "#,##0." + "0" * places if places else "#,##0"
    return {
        "head": book.add_format({"bold": True}),
        "money": book.add_format({"num_format": amount}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }


def _write(sheet: Any, row: int, n: int, value: Any, style: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, n, value, style)
    elif isinstance(value, Decimal | float | int):
        sheet.write_number(row, n, value, style)
    else:
        sheet.write_string(row, n, str(value)[:MAX_CELL])


def _style(styles: dict[str, Any], column: Column, value: Any) -> Any:
    if isinstance(value, datetime):
        return styles["moment"]
    if isinstance(value, date):
        return styles["date"]
    return styles["money"] if column.kind in {"money", "balance"} else None


def _sheet_name(title: str) -> str:
    """A title without what a workbook does not allow in the name of a sheet."""
    return "".join(c for c in title if c not in "[]:*?/\\'")[:31] or "List"
