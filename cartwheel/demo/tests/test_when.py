"""Whatever the day on which the demo is loaded, its offices are at work."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from cartwheel.demo.cast import SLOTS, STATIONS
from cartwheel.demo.when import at_the_desk, booked, booked_on, last_at_the_desk, turning
from cartwheel.domain.parties.models import Station, TimeSlot
from cartwheel.domain.parties.queries import OpenSlot

CHICAGO = ZoneInfo("America/Chicago")
DAYS = {
    "a Monday": date(2026, 11, 30),
    "a Saturday": date(2026, 12, 5),
    "a Sunday": date(2026, 12, 6),
    "the Friday before a Christmas on Sunday": date(2022, 12, 23),
    "Christmas Eve": date(2022, 12, 24),
    "New Year's Day": date(2027, 1, 1),
}


def openings(place: str, today: date, *, before: int = 0, after: int = 28) -> list[OpenSlot]:
    """All that ``place`` offers on the days around ``today``."""
    return [
        OpenSlot(Station(name=name), TimeSlot(name=slot), on, *instants(on, starts, ends))
        for on in (today + timedelta(days=n) for n in range(-before, after))
        for slot, starts, ends, weekdays in SLOTS
        if on.weekday() in weekdays
        for name, *_station in STATIONS[place]
    ]


def instants(on: date, *hours: time) -> list[datetime]:
    return [datetime.combine(on, hour, CHICAGO) for hour in hours]


@pytest.mark.parametrize("today", DAYS.values(), ids=DAYS.keys())
@pytest.mark.parametrize("place", STATIONS)
def test_something_is_to_come_in_seven_days_and_something_is_free(place: str, today: date) -> None:
    evening = datetime.combine(today, time(23), CHICAGO)
    offered = [slot for slot in openings(place, today) if slot.on < today + timedelta(days=7)]

    chosen = list(booked(offered, today=today, random=Random(1)))

    to_come = [slot for slot in chosen if slot.starts_at > evening]
    assert to_come
    assert len(chosen) < len(offered)
    assert len(chosen) == len({(slot.station.name, slot.starts_at) for slot in chosen})


def test_the_next_weekend_is_fuller_than_the_one_after_and_that_than_others() -> None:
    today = DAYS["a Monday"]
    chosen = booked(openings("Otter Bay", today), today=today, random=Random(1))

    weeks = Counter((slot.on - today).days // 7 for slot in chosen)

    assert weeks[0] == 11
    assert weeks[1] == 7
    assert weeks[2] + weeks[3] <= 14


def test_nobody_celebrates_at_the_gym_on_christmas() -> None:
    christmas = date(2026, 12, 25)
    chosen = booked(openings("Otter Bay", christmas), today=christmas, random=Random(1))
    assert christmas not in {slot.on for slot in chosen}


def test_the_same_day_gives_the_same_parties() -> None:
    today = DAYS["a Saturday"]
    offered = openings("Otter Bay", today, before=60)

    first, second = (list(booked(offered, today=today, random=Random(1))) for _time in range(2))

    assert first == second
    assert any(slot.on < today for slot in first)


@pytest.mark.parametrize("hour", [0, 9, 14, 23])
def test_whatever_is_recorded_was_recorded_at_the_desk_and_before_now(hour: int) -> None:
    now, random = datetime(2026, 11, 30, hour, 30, tzinfo=CHICAGO), Random(1)

    for _time in range(200):
        day = booked_on(date(2026, 12, 5), today=now.date(), random=random)
        moment = at_the_desk(day, CHICAGO, random, now=now)
        assert moment <= now
        assert time(9) <= moment.time() < time(19)


@pytest.mark.parametrize(
    ("hour", "told"),
    [
        (13, datetime(2026, 11, 29, 18, 40, tzinfo=CHICAGO)),  # 7 AM in Chicago
        (18, datetime(2026, 11, 30, 12, 0, tzinfo=CHICAGO)),
    ],
)
def test_the_last_moment_at_the_desk(hour: int, told: datetime) -> None:
    assert last_at_the_desk(datetime(2026, 11, 30, hour, tzinfo=UTC), CHICAGO) == told


@pytest.mark.parametrize(
    ("born_on", "on", "told"),
    [
        (date(2020, 6, 10), date(2026, 6, 13), (6, 3)),
        (date(2020, 1, 2), date(2026, 12, 30), (7, 3)),
        (date(2020, 12, 30), date(2027, 1, 2), (6, 3)),
        (date(2020, 2, 29), date(2026, 2, 28), (6, 0)),
    ],
)
def test_a_party_is_for_the_birthday_next_to_it(
    born_on: date, on: date, told: tuple[int, int]
) -> None:
    assert turning(born_on, on) == told
