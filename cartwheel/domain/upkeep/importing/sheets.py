"""Excel workbooks, read row by row, and with care: a workbook is a zip that somebody sent."""

import datetime
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _

from cartwheel.domain.upkeep.importing import limits
from cartwheel.domain.upkeep.importing.limits import Unreadable

LOOKED_AT = 50  # rows
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


def check(file: BinaryIO) -> None:
    """Refuse what unpacks to more than a list of customers can be."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise _broken() from None
    unpacked = sum(entry.file_size for entry in entries)
    strings = sum(entry.file_size for entry in entries if "sharedStrings" in entry.filename)
    if (
        len(entries) > limits.MOST_ENTRIES
        or unpacked > limits.LARGEST_UNPACKED
        or strings > limits.LARGEST_STRINGS
    ):
        raise Unreadable(
            _("This workbook unpacks to far more than a list of customers. Save it as CSV.")
        )
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise Unreadable(_("This is a zip file, but not an Excel workbook (.xlsx)."))


def survey(file: BinaryIO) -> tuple[list[str], str]:
    """The sheets in order, and the first that has a table: people keep notes in others."""
    book = _open(file)
    try:
        names = [sheet.title for sheet in book.worksheets]
        return names, next((page.title for page in book.worksheets if _has_table(page)), "")
    except Exception:
        raise _broken() from None
    finally:
        book.close()


def _has_table(page: Any) -> bool:
    page.reset_dimensions()
    top = islice(page.iter_rows(values_only=True), LOOKED_AT)
    return any(sum(1 for value in row if as_text(value).strip()) >= 2 for row in top)


def rows(file: BinaryIO, sheet: str) -> Iterator[list[str]]:
    """The rows of a sheet as text. A formula counts as what it came to when it was saved."""
    book = _open(file)
    try:
        page = next((each for each in book.worksheets if each.title == sheet), None)
        if page is None:
            raise Unreadable(_("The workbook has no sheet “%s”.") % sheet)
        page.reset_dimensions()  # what a file says of its own size is often wrong
        yield from _until_the_end(page)
    except Unreadable:
        raise
    except Exception:
        raise _broken() from None
    finally:
        book.close()


def _until_the_end(page: Any) -> Iterator[list[str]]:
    empty = 0
    for values in page.iter_rows(values_only=True):
        row = [as_text(value) for value in values]
        empty = 0 if any(row) else empty + 1
        if empty > limits.EMPTY_ROWS_AT_END:
            return
        yield row


def as_text(value: Any) -> str:
    """A cell as it reads. Days in ISO form, so that they can be mistaken for nothing else."""
    match value:
        case None:
            return ""
        case str():
            return "" if value in ERRORS else value
        case bool():
            return "yes" if value else "no"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime.datetime() | datetime.date():
            return value.isoformat()[:10]
        case datetime.time():
            return value.isoformat()[:5]
    return str(value)


def _open(file: BinaryIO) -> Any:
    file.seek(0)
    try:
        return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception:
        raise _broken() from None


def _broken() -> Unreadable:
    return Unreadable(_("This workbook is damaged or protected by a password. Save it as CSV."))
