"""When things happen in the demo: which openings are booked, and when somebody is at the desk."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random
from zoneinfo import ZoneInfo

from cartwheel.domain.parties.queries import OpenSlot

OPENS, LATE = time(9), time(18, 40)
AT_THE_DESK = 600  # minutes of a day
HOLIDAYS = {(1, 1), (7, 4), (12, 25)}
SOON = 14
# Of a hundred openings on the days before that one (counted from today), how many were booked: the
# business grows, the next weekend is nearly full, and the one after that fills up.
SHARES = ((-180, 10), (-60, 13), (0, 16), (8, 40), (SOON, 25), (28, 14), (60, 8))
LATER = 4


def booked(openings: Iterable[OpenSlot], *, today: date, random: Random) -> Iterator[OpenSlot]:
    """Those of ``openings`` (in order of their days) that are parties.

    There is one on each of the next fourteen days that has openings, unless it is a holiday.
    """
    for on, those in groupby(openings, key=lambda slot: slot.on):
        if is_holiday(on):
            continue
        offered, share = list(those), share_of((on - today).days)
        if 0 <= (on - today).days < SOON:
            chosen = random.sample(offered, k=max(1, round(len(offered) * share / 100)))
            yield from sorted(chosen, key=lambda slot: (slot.starts_at, slot.station.name))
        else:
            yield from (slot for slot in offered if random.randrange(100) < share)


def is_holiday(on: date) -> bool:
    """Whether nobody celebrates at a gym on that day."""
    return (on.month, on.day) in HOLIDAYS


def share_of(days: int) -> int:
    """How many of a hundred openings are booked, so many days from today."""
    return next((share for before, share in SHARES if days < before), LATER)


def at_the_desk(day: date, zone: ZoneInfo, random: Random, *, now: datetime) -> datetime:
    """A moment between nine and seven of that day, or of the day before if it is still to come."""
    moment = datetime.combine(day, OPENS, zone) + timedelta(minutes=random.randrange(AT_THE_DESK))
    return moment if moment <= now else moment - timedelta(days=1)


def last_at_the_desk(now: datetime, zone: ZoneInfo) -> datetime:
    """``now`` if somebody is at the desk there, else the evening before."""
    local = now.astimezone(zone)
    day = local.date() if local.time() >= OPENS else local.date() - timedelta(days=1)
    return min(local, datetime.combine(day, LATE, zone))


def booked_on(party: date, *, today: date, random: Random) -> date:
    """The day on which a party was booked: at least four days ahead, and rather lately."""
    latest = min(party - timedelta(days=4), today)
    return latest - timedelta(days=int(45 * random.random() ** 2))


def turning(born_on: date, on: date) -> tuple[int, int]:
    """The age of the birthday next to that day, before or after it, and how many days apart."""
    birthdays = [_birthday(born_on, year) for year in (on.year - 1, on.year, on.year + 1)]
    nearest = min(birthdays, key=lambda day: abs(day - on))
    return nearest.year - born_on.year, abs(nearest - on).days


def _birthday(born_on: date, year: int) -> date:
    leapling = (born_on.month, born_on.day) == (2, 29)
    return date(year, 2, 28) if leapling else born_on.replace(year=year)
