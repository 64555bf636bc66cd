"""From an uploaded file to rows of text."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from cartwheel.domain.upkeep.importing import delimited, limits, sheets
from cartwheel.domain.upkeep.importing.limits import Unreadable

ZIP, OLD_EXCEL, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


@dataclass(frozen=True)
class Layout:
    """Where in a file the table is. ``header_row`` counts from 1; 0 means there are no headers."""

    kind: str
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    header_row: int = 1

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Layout":
        """As it was kept, beside whatever else is kept there."""
        return cls(**{each.name: kept[each.name] for each in fields(cls) if each.name in kept})


def look_at(file: BinaryIO, size: int) -> Layout:
    """What kind of file this is, and how it is written. Raises ``Unreadable``."""
    if size > limits.LARGEST_FILE:
        most = limits.LARGEST_FILE // limits.MEGABYTE
        raise Unreadable(_("The file is larger than %d MB. Split it into several.") % most)
    file.seek(0)
    start = file.read(8)
    if not start.strip():
        raise Unreadable(_("The file is empty."))
    if start.startswith(OLD_EXCEL):
        raise Unreadable(_("This is an old Excel file (.xls). Save it as .xlsx or as CSV."))
    if start.startswith(PDF):
        raise Unreadable(_("This is a PDF. Export the list as CSV or as an Excel workbook."))
    if start.startswith(ZIP):
        sheets.check(file)
        names, sheet = sheets.survey(file)
        if not sheet:
            raise Unreadable(_("The workbook has no sheet with a table."))
        return Layout("xlsx", sheet=sheet, sheets=names)
    encoding = delimited.encoding_of(file)
    return Layout("csv", encoding=encoding, separator=delimited.separator_of(file, encoding))


def all_rows(file: BinaryIO, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Every row with its number as a spreadsheet counts; cells are trimmed text.

    Raises ``Unreadable`` for more rows or columns than a list of customers has.
    """
    for number, row in enumerate(_raw(file, layout), start=1):
        if number > limits.MOST_ROWS:
            raise Unreadable(_("The file has more than %d rows. Split it.") % limits.MOST_ROWS)
        cells = [unguarded(cell.strip()) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > limits.MOST_COLUMNS:
            sentence = _("Row %(row)d has more than %(most)d columns.")
            raise Unreadable(sentence % {"row": number, "most": limits.MOST_COLUMNS})
        yield number, cells


def unguarded(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running a text."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@") else cell


def _raw(file: BinaryIO, layout: Layout) -> Iterator[list[str]]:
    if layout.kind == "xlsx":
        return sheets.rows(file, layout.sheet)
    return delimited.rows(file, layout.encoding, layout.separator)
