"""Single values as they stand in files, tidied before they are read."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from cartwheel.kernel.text import clean_line


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split(", "))


NOTHING = _words(
    "n/a, na, none, null, nil, -, --, ---, ., ?, unknown, tbd, not provided, not given, #n/a, x, "
    "xx, xxx, (none), no email, noemail, no phone, 00/00/0000, 0000-00-00, 000-000-0000, "
    "(000) 000-0000, 0000000000"
)
EMAIL = re.compile(r"[^\s@<>;,]+@[^\s@<>;,]+\.[^\s@<>;,]+")
WHOLE = re.compile(r"(\d+)\.0+")
SCIENTIFIC = re.compile(r"(\d(?:\.\d+)?)[eE]\+?(\d{1,2})")
EXTENSION = re.compile(r"\s*(?:ext\.?|extension|x)\s*(\d{1,6})\s*$", re.IGNORECASE)
SEVERAL = re.compile(r"\s*(?:[;|\n]|\bor\b)\s*")
SEVERAL_PHONES = re.compile(r"\s*(?:[;|\n,]|\bor\b|/(?=\s*[+(\d][\d\s().-]{6}))\s*")
GENDERS = {
    "f": "female",
    "female": "female",
    "girl": "female",
    "w": "female",
    "woman": "female",
    "m": "male",
    "male": "male",
    "boy": "male",
    "man": "male",
    "nb": "nonbinary",
    "nonbinary": "nonbinary",
    "non-binary": "nonbinary",
    "x": "nonbinary",
    "non binary": "nonbinary",
    "other": "nonbinary",
}
YES = _words(
    "yes, y, true, t, 1, x, on, ✓, ✔, si, sí, ja, oui, checked, active, opted-in, subscribed"
)
NO = _words("no, n, false, f, 0, off, nein, non, unchecked, inactive, opted-out, unsubscribed")
ACTIVE = _words(
    "active, a, yes, y, true, 1, current, enrolled, open, customer, prospect, lead, new"
)
ARCHIVED = _words(
    "inactive, archived, i, no, n, false, 0, former, dropped, closed, deleted, withdrawn, past, "
    "old, quit"
)
TITLES = _words("mr, mrs, ms, miss, dr, mr., mrs., ms., dr., prof, prof.")
CURRENCY_WORDS = re.compile(r"\b(CR|DR|USD|EUR|GBP|CAD|AUD|US)\b")
WORDS = re.compile(r"[A-Z]")
NAME_SEPARATOR = re.compile(r"\s+(?:&|\+|and|und|y|et)\s+", re.IGNORECASE)


def given(text: str) -> str:
    """The text, or "" where it only says that there is none."""
    return "" if text.casefold() in NOTHING else text


def phone_text(text: str) -> str:
    """What Excel made of a number, undone: ``5125550177.0`` and ``5.125550177E9``."""
    text = text.strip().lstrip("'").removeprefix("tel:")
    if whole := WHOLE.fullmatch(text):
        return whole[1]
    if short := SCIENTIFIC.fullmatch(text):
        number = Decimal(short[1]) * 10 ** int(short[2])
        lost = len(short[1].replace(".", "")) < 9
        return text if lost or number != number.to_integral_value() else str(int(number))
    return text


def lost_digits(text: str) -> bool:
    """``5.12555E+09``: the digits that Excel left out are gone."""
    return bool(SCIENTIFIC.fullmatch(text.strip()))


def phones_in(text: str) -> list[tuple[str, str]]:
    """Each number in a cell with its extension."""
    found = []
    for part in SEVERAL_PHONES.split(phone_text(text)):
        extension = EXTENSION.search(part)
        number = part[: extension.start()] if extension else part
        if given(number.strip()):
            found.append((phone_text(number), extension[1] if extension else ""))
    return found


def looks_like_phone(text: str) -> bool:
    plain = phone_text(text)
    count = sum(c.isdigit() for c in plain)
    return 10 <= count <= 15 and not any(c.isalpha() for c in EXTENSION.sub("", plain))


def emails_in(text: str) -> list[str]:
    """Each address in a cell: ``Ann <ann@example.com>; bob@example.com`` are two."""
    plain = text.replace("mailto:", " ").strip()
    found = EMAIL.findall(plain)
    if found:
        return [address.strip(".,;:'\"()[]") for address in found]
    return [part for part in SEVERAL.split(plain) if given(part)]


def gender(text: str) -> str | None:
    """The gender, "" where it is not said, None where the word is not known."""
    word = text.strip().casefold()
    if word in ("", "unspecified", "u", "not specified", "prefer not to say", "undisclosed"):
        return ""
    return GENDERS.get(word)


def yes_or_no(text: str) -> bool | None:
    word = text.strip().casefold()
    return True if word in YES else False if word in NO or not word else None


def is_archived(text: str) -> bool | None:
    word = text.strip().casefold()
    return True if word in ARCHIVED else False if word in ACTIVE or not word else None


def minor_units(text: str, decimals: int = 2) -> int | None:
    """An amount in minor units; ``(12.00)``, ``-12.00`` and ``12.00 CR`` are credits."""
    plain = clean_line(text).upper()
    credit = plain.startswith(("(", "-", "−")) or plain.endswith(("CR", "-", ")"))
    number = re.sub(r"[^\d.,]", "", plain)
    if not number or WORDS.search(CURRENCY_WORDS.sub("", plain)):
        return None
    try:
        amount = Decimal(_with_point(number))
    except InvalidOperation:
        return None
    value = int((amount * 10**decimals).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return -value if credit else value


def number(text: str) -> str:
    """A plain number as own fields keep it; "" for what is none."""
    try:
        found = Decimal(_with_point(text.replace(" ", "").replace("\u00a0", "")))
    except InvalidOperation:
        return ""
    return f"{found.normalize():f}" if found.is_finite() else ""


def _with_point(number: str) -> str:
    """``1.234,50`` and ``1,234.50`` are the same; a lone comma before two digits is a point."""
    comma, point = number.rfind(","), number.rfind(".")
    if comma > point and (point >= 0 or len(number) - comma - 1 in (1, 2)):
        return number.replace(".", "").replace(",", ".")
    return number.replace(",", "")


def listed(text: str) -> list[str]:
    """The entries of a list in a cell."""
    parts = re.split(r"\s*[;,|\n]\s*", text)
    return list(dict.fromkeys(clean_line(part) for part in parts if given(part.strip())))


def people_in(text: str) -> list[tuple[str, str]]:
    """First and last names: ``Banerjee, Priya`` and ``Priya & Arun Banerjee`` as people write."""
    plain = clean_line(text)
    if "," in plain:
        last, _comma, firsts = plain.partition(",")
        return [(first, last.strip()) for first in NAME_SEPARATOR.split(firsts.strip()) if first]
    people = [_one(part) for part in NAME_SEPARATOR.split(plain)]
    last = next((last for _first, last in reversed(people) if last), "")
    return [(first, own or last) for first, own in people if first or own]


def _one(name: str) -> tuple[str, str]:
    words = [word for word in name.split() if word.casefold() not in TITLES]
    if len(words) < 2:
        return (words[0] if words else "", "")
    return " ".join(words[:-1]), words[-1]


def postal_code(text: str, country: str) -> str:
    """As written; Excel takes the zeros off that ZIP codes of the East Coast begin with."""
    lost = country == "US" and text.isascii() and text.isdigit() and 3 <= len(text) <= 4
    return text.zfill(5) if lost else text
