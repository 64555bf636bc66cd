"""Days as people and programs write them. Which of day and month comes first is a column's own."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

ORDERS = ("mdy", "dmy", "ymd")
PARTS = re.compile(r"(\d{1,4})[\s./\\-]+(\d{1,2})[\s./\\-]+(\d{1,4})(?:[T ,].*)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
SERIAL = re.compile(r"\d{5}(?:\.0+)?")
EXCEL_ZERO = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 3654, 73050  # 1910 to 2099
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
WORDS = re.compile(r"[A-Za-z]+|\d+")


def read(text: str, order: str, *, today: date) -> date | None:
    """The day that ``text`` names, where numbers stand in ``order``; None when it names none.

    A year of two digits is the latest one that is not in the future.
    """
    text = text.strip()
    if SERIAL.fullmatch(text):
        serial = int(float(text))
        fits = FIRST_SERIAL <= serial <= LAST_SERIAL
        return EXCEL_ZERO + timedelta(days=serial) if fits else None
    if compact := COMPACT.fullmatch(text):
        return _day(int(compact[1]), int(compact[2]), int(compact[3]))
    if any(c.isalpha() for c in text):
        named = _with_month_name(text, today)
        if named or not PARTS.fullmatch(text):
            return named
    found = PARTS.fullmatch(text)
    return _in_order(found[1], found[2], found[3], order, today) if found else None


def _in_order(one: str, two: str, three: str, order: str, today: date) -> date | None:
    if len(one) >= 3:  # a year can be nothing else
        return _day(int(one), int(two), int(three))
    if order == "ymd":
        return _day(_year(one, today), int(two), int(three)) if len(three) <= 2 else None
    month, day = (one, two) if order == "mdy" else (two, one)
    return _day(_year(three, today), int(month), int(day)) if len(three) in (2, 4) else None


def _with_month_name(text: str, today: date) -> date | None:
    """``March 7, 2020``, ``7-Mar-20``, ``Sat 7 March 2020``."""
    parts = [part.casefold() for part in WORDS.findall(text)]
    months = [MONTHS[part] for part in parts if part in MONTHS]
    numbers = [part.removesuffix("th") for part in parts if part.isdigit()]
    if len(months) != 1 or len(numbers) < 2:
        return None
    one, two = numbers[0], numbers[1]
    if len(one) == 4:
        return _day(int(one), months[0], int(two))
    return _day(_year(two, today), months[0], int(one)) if len(one) <= 2 else None


def _year(text: str, today: date) -> int:
    if len(text) > 2:
        return int(text)
    century = today.year - today.year % 100
    year = century + int(text)
    return year if year <= today.year else year - 100


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1900 <= year <= 2200 else None


def order_of(column: Iterable[str], *, usual: str, today: date) -> str:
    """The order in which most of the column can be read, and lies in the past; else ``usual``."""
    misfits = dict.fromkeys(ORDERS, 0)
    for text in column:
        for order in ORDERS:
            day = read(text, order, today=today)
            misfits[order] += day is None or day > today
    fewest = min(misfits.values())
    if misfits.get(usual) == fewest:
        return usual
    return next(order for order in ORDERS if misfits[order] == fewest)


def doubtful(column: Iterable[str], order: str, *, today: date) -> tuple[str, date, date] | None:
    """A text of the column that is another day in another order, when all of it can be read so.

    With the day it is read as and the other one; None where nothing is in doubt.
    """
    texts = [text for text in column if text]
    for other in ORDERS:
        days = [read(text, other, today=today) for text in texts]
        if other == order or any(day is None or day > today for day in days):
            continue
        for text, day in zip(texts, days, strict=True):
            mine = read(text, order, today=today)
            if mine and day and mine != day:
                return text, mine, day
    return None


def usual_order(locale: str) -> str:
    """How people of this locale write numbers for days."""
    if locale in ("en_US", "en_PH") or locale.startswith("es_US"):
        return "mdy"
    return "ymd" if locale.split("_")[0] in ("zh", "ja", "ko", "hu", "sv", "lt") else "dmy"


def looks_like_birth_date(text: str) -> bool:
    today = date.max.replace(year=2100)
    return any(read(text, order, today=today) for order in ORDERS) and not SERIAL.fullmatch(text)
