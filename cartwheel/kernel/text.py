"""Text as people type it, made comparable."""

import re
import unicodedata
from hashlib import sha256

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_SPECIAL = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def folded(text: str) -> str:
    """``text`` without accents and case: ``Łukasz Åse`` becomes ``lukasz ase``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_SPECIAL)


def words(text: str) -> list[str]:
    """The words of ``text``, folded: letters and digits only."""
    return _WORD.findall(folded(text))


def digits(text: str) -> str:
    """Only the digits of ``text``."""
    return "".join(c for c in text if c.isascii() and c.isdigit())


def read_key(text: str) -> int | None:
    """The key of a row as a browser sends it; None for what cannot be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def clean_line(text: str) -> str:
    """One line: control characters gone, runs of white space folded, ends trimmed."""
    visible = "".join(c for c in text if unicodedata.category(c) != "Cc" or c.isspace())
    return " ".join(visible.split())


def guarded(cell: str) -> str:
    """A spreadsheet must not run what somebody wrote; reading takes the mark off again."""
    risky = cell.startswith(("=", "@")) or (cell[:1] in "+-" and cell[1:2].isalpha())
    return f"'{cell}" if cell and risky else cell


def hash_of(token: str) -> str:
    """What is kept of a token: enough to know it again, too little to use it."""
    return sha256(token.encode()).hexdigest()
