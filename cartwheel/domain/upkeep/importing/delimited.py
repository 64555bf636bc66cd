"""Text with separators: whatever programs and spreadsheets call CSV."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from cartwheel.domain.upkeep.importing.limits import Unreadable

SEPARATORS = (",", ";", "\t", "|")
MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 64 * 1024
CHUNK = 1024 * 1024


def encoding_of(file: BinaryIO) -> str:
    """By its mark where it has one; else UTF-8 if all of it is, else Windows-1252."""
    file.seek(0)
    start = file.read(4096)
    for mark, name in MARKS:
        if start.startswith(mark):
            return name
    if wide := _without_mark(start):
        return wide
    return "utf-8" if _is_utf8(file) else "cp1252"


def _without_mark(start: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Latin text is zero."""
    if start.count(0) * 4 < len(start) or not start:
        return None
    return "utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"


def _is_utf8(file: BinaryIO) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def separator_of(file: BinaryIO, encoding: str) -> str:
    """The one that cuts the first rows into the same number of cells most of the time."""
    with _text(file, encoding) as text:
        sample = text.read(SAMPLE)
    if sample[:5].lower().startswith("sep=") and sample[4:5]:
        return sample[4]
    whole = sample.rpartition("\n")[0] or sample
    return max(SEPARATORS, key=lambda each: _agreement(whole, each))


def _agreement(sample: str, separator: str) -> tuple[float, int]:
    lines = io.StringIO(sample.replace("\0", ""), newline="")
    try:
        sizes = [len(row) for row in csv.reader(lines, delimiter=separator) if any(row)][:200]
    except csv.Error:
        return 0.0, 0
    [(size, times)] = Counter(sizes).most_common(1) or [(0, 0)]
    return (times / len(sizes), size) if size > 1 else (0.0, size)


def rows(file: BinaryIO, encoding: str, separator: str) -> Iterator[list[str]]:
    """Every record of the file, empty ones included, so that they count as in a spreadsheet."""
    with _text(file, encoding) as text:
        lines = (line.replace("\0", "") for line in text)
        reader = csv.reader(lines, delimiter=separator)
        try:
            for number, row in enumerate(reader, start=1):
                if number == 1 and row and row[0].lower() == "sep=":
                    continue
                yield row
        except csv.Error:
            line = reader.line_num
            raise Unreadable(
                _("A quotation mark opened near line %d is never closed. Correct it there.") % line
            ) from None
        except UnicodeError:
            raise Unreadable(
                _("The file ends in the middle of a character. Save it anew as CSV UTF-8.")
            ) from None


class _text:  # noqa: N801 - reads as a function: with _text(file) as text
    """The bytes as text. The file stays open afterwards."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        file.seek(0)
        self.wrapper = io.TextIOWrapper(file, encoding, errors=_errors(encoding), newline="")

    def __enter__(self) -> io.TextIOWrapper:
        return self.wrapper

    def __exit__(self, *_exception: object) -> None:
        self.wrapper.detach()


def _errors(encoding: str) -> str:
    """Five bytes mean nothing in Windows-1252, and half characters happen in UTF-16."""
    return "strict" if encoding.startswith("utf-8") else "replace"
