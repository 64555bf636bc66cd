"""Wall-clock time and instants.

A schedule is wall-clock time in a location's time zone; what is stored and compared is the
instant. ``instant`` is the only way from one to the other.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1900, 2200  # beyond these nobody means a day, and arithmetic may end
WEEKDAYS = (0, 1, 2, 3, 4, 5, 6)  # Monday is 0, as in ``date.weekday``


@dataclass(frozen=True)
class Period:
    """From ``start`` up to, not including, ``end``: two aware instants."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a period needs aware instants")
        if self.end <= self.start:
            raise ValueError("a period ends after it starts")

    @property
    def duration(self) -> timedelta:
        return self.end - self.start

    def overlaps(self, other: "Period") -> bool:
        return self.start < other.end and other.start < self.end

    def widened(self, before: timedelta, after: timedelta) -> "Period":
        return Period(self.start - before, self.end + after)


def read_day(text: str) -> date | None:
    """The day that ``text`` names in ISO form; None for any that people could not mean."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks in ``zone`` show ``clock`` on ``day``, in UTC.

    A time that daylight saving skips moves forward by the gap (2:30 becomes 3:30); a time that
    comes twice means the first.
    """
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def local_period(day: date, starts: time, ends: time, zone: ZoneInfo) -> Period:
    """The window from ``starts`` to ``ends`` on ``day``; past midnight when ends <= starts."""
    last = day if ends > starts else day + timedelta(days=1)
    return Period(instant(day, starts, zone), instant(last, ends, zone))


def age_on(born_on: date | None, day: date) -> int | None:
    """Completed years on ``day``; None before the birth, or when its date is not known."""
    if born_on is None or day < born_on:
        return None
    before = (day.month, day.day) < (born_on.month, born_on.day)
    return day.year - born_on.year - before
