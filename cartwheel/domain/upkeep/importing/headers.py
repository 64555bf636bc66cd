"""The row of headers: where it is, and a name for every column."""

import hashlib
import re
from collections.abc import Sequence
from itertools import count

from django.utils.translation import gettext as _

from cartwheel.domain.upkeep.importing.words import meaning_of
from cartwheel.kernel.text import clean_line

LOOKED_AT = 25  # rows: some programs put a title, a date and a filter above their table
VALUE = re.compile(r"[\d\s.,:/()$+@-]*|.*@.*|.*\d{4}.*")
LONGEST = 120


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """The number of the row of headers, counting from 1; 0 when the table has none."""
    scored = [(_score(row), -number) for number, row in enumerate(rows[:LOOKED_AT], start=1)]
    if not scored:
        return 0
    score, minus_number = max(scored)
    return -minus_number if score > 0 else 0


def _score(row: Sequence[str]) -> int:
    """How much a row looks like headers: known words count most, values count against it."""
    filled = [cell for cell in row if cell]
    known = sum(1 for cell in filled if len(cell) <= LONGEST and meaning_of(cell).is_known)
    values = sum(1 for cell in filled if VALUE.fullmatch(cell))
    distinct = len({cell.casefold() for cell in filled})
    if len(filled) < 2 and known == 0:
        return 0
    return known * 4 + distinct - values * 3 - (len(filled) - distinct) if known else 0


def tidied(row: Sequence[str], columns: int) -> list[str]:
    """A name of its own for each column: empty ones by their letter, repeated ones numbered."""
    names: list[str] = []
    for index in range(columns):
        given = clean_line(row[index])[:LONGEST] if index < len(row) else ""
        name = given or _("Column %s") % letter(index)
        if name in names:
            name = next(f"{name} ({n})" for n in count(2) if f"{name} ({n})" not in names)
        names.append(name)
    return names


def letter(index: int) -> str:
    """Column 0 is A, column 26 is AA, as spreadsheets have it."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def key_of(names: Sequence[str]) -> str:
    """The same for files with the same headers, whatever their capitals and spaces."""
    plain = "\n".join(" ".join(name.casefold().split()) for name in names)
    return hashlib.sha256(plain.encode()).hexdigest()
