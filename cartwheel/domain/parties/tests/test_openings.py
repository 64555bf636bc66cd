from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartwheel.domain.catalog.models import BlackoutDate, BlackoutSchedule, Program
from cartwheel.domain.parties.operations import (
    BadTime,
    SlotClosed,
    add_station,
    add_time_slot,
    change_station,
    close_slot,
    deactivate,
)
from cartwheel.domain.parties.queries import (
    OpenSlot,
    nearest_open,
    open_slots,
    slots_on,
)
from cartwheel.domain.parties.tests.conftest import NOW, SATURDAY, SUNDAY, furnish
from cartwheel.kernel.tenancy import tenant


def utc(month, day, hour, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def openings(gym, first=SATURDAY, last=SUNDAY, now=NOW, **options):
    found = open_slots(gym.here, first=first, last=last, now=now, **options)
    return [(str(each.station), str(each.time_slot), each.on) for each in found]


EVERYTHING = [
    ("Splash Zone", "Noon", SATURDAY),
    ("Party Loft", "Noon", SATURDAY),
    ("Splash Zone", "Late", SATURDAY),
    ("Splash Zone", "Noon", SUNDAY),
    ("Party Loft", "Noon", SUNDAY),
    ("Splash Zone", "Late", SUNDAY),
]


def test_what_is_offered_and_free_is_open(gym):
    assert openings(gym, first=date(2026, 3, 2)) == EVERYTHING

    gym.book()

    assert openings(gym) == EVERYTHING[1:]


def test_a_party_outside_the_slots_closes_every_slot_it_touches(gym):
    gym.book(time_slot=None, starts=time(14, 10), ends=time(14, 50))

    assert openings(gym) == [EVERYTHING[1], *EVERYTHING[3:]]


def test_a_quote_closes_its_slot_until_it_runs_out(gym):
    until = NOW + timedelta(days=1)
    gym.book(hold_until=until)

    assert openings(gym) == EVERYTHING[1:]
    assert openings(gym, now=until) == EVERYTHING


def test_closures_expiry_deactivation_and_size_narrow_the_openings(gym):
    close_slot(gym.noon, on=SATURDAY, reason="Swim meet", by=gym.by)
    close_slot(gym.noon, on=SUNDAY, station=gym.loft, reason="Paint", by=gym.by)
    assert openings(gym) == [EVERYTHING[2], EVERYTHING[3], EVERYTHING[5]]

    offered = {"capacity": 20, "time_slots": [gym.noon, gym.late]}
    change_station(gym.splash, name="Splash Zone", expires_on=SATURDAY, **offered, by=gym.by)
    assert openings(gym) == [EVERYTHING[2]]

    deactivate(gym.late, by=gym.by)
    assert openings(gym) == []


def shut(gym, effect="closures", reason=""):
    """The program of parties follows a schedule with that Saturday on it."""
    holidays = BlackoutSchedule.objects.create(account=gym.account, name="Holidays", effect=effect)
    Program.objects.filter(pk=gym.program.pk).update(blackout=holidays)
    BlackoutDate.objects.create(
        account=gym.account,
        schedule=holidays,
        first_on=SATURDAY - timedelta(days=3),
        last_on=SATURDAY,
        reason=reason,
    )


@pytest.mark.parametrize("effect", ["closures", "both"])
def test_nothing_is_open_while_the_program_of_parties_is_closed(gym, effect):
    shut(gym, effect)

    assert openings(gym) == [each for each in EVERYTHING if each[2] == SUNDAY]
    blocked = slots_on(gym.splash, SATURDAY, NOW)
    assert {(each.kind, each.reason) for each in blocked} == {("closed", "Holidays")}


def test_days_without_billing_are_open(gym):
    shut(gym, "billing")

    assert openings(gym) == EVERYTHING


def test_a_party_on_a_closed_day_is_refused_with_the_reason(gym):
    shut(gym, reason="Thanksgiving")

    with pytest.raises(SlotClosed, match="closed on Sat, Mar 7, 2026: Thanksgiving"):
        gym.book()
    gym.book(on=SUNDAY)


def test_openings_for_so_many_guests_at_one_station_up_to_a_limit(gym):
    assert openings(gym, guests=13) == [each for each in EVERYTHING if each[0] == "Splash Zone"]
    assert openings(gym, station=gym.loft) == [EVERYTHING[1], EVERYTHING[4]]
    assert openings(gym, limit=2) == EVERYTHING[:2]
    assert openings(gym, guests=21) == []


def test_what_has_begun_is_not_open(gym):
    noon = utc(3, 7, 18)

    assert openings(gym, now=noon - timedelta(seconds=1)) == EVERYTHING
    assert openings(gym, now=noon) == EVERYTHING[2:]


def test_the_openings_of_one_station_by_their_days(gym):
    gym.book()

    days = {"first": date(2026, 3, 1), "last": date(2026, 3, 14)}
    found = open_slots(gym.splash.location, station=gym.splash, now=NOW, **days)

    assert Counter(each.on for each in found) == {SATURDAY: 1, SUNDAY: 2, date(2026, 3, 14): 2}


def test_the_nearest_openings_in_order_of_their_time(gym):
    gym.book()

    found = nearest_open(gym.splash, around=utc(3, 7, 18), now=NOW)

    assert [(each.on, str(each.time_slot)) for each in found] == [
        (SATURDAY, "Late"),
        (SUNDAY, "Noon"),
        (SUNDAY, "Late"),
    ]


def test_a_day_says_of_every_slot_why_it_is_not_open(gym):
    gym.book()
    close_slot(gym.late, on=SUNDAY, station=gym.splash, reason="Repairs", by=gym.by)
    gym.book(on=SUNDAY, hold_until=NOW + timedelta(hours=1), title="Leo's party")

    def reasons(on, now=NOW):
        return [each.reason for each in slots_on(gym.splash, on, now) if hasattr(each, "reason")]

    assert reasons(SATURDAY) == ["Taken by “Mia's party”"]
    assert reasons(SUNDAY) == [
        "Held by the quote “Leo's party” until Mon, Mar 2, 2026, 11:00 AM",
        "Repairs",
    ]
    assert reasons(SATURDAY, now=utc(3, 7, 21)) == ["Taken by “Mia's party”", "Has begun"]
    assert reasons(date(2026, 3, 9)) == []


def test_the_time_of_a_party_that_moves_counts_as_free(gym):
    party = gym.book()
    deactivate(gym.noon, by=gym.by)

    found = slots_on(gym.splash, SATURDAY, NOW, moving=party)

    assert [type(each) for each in found] == [OpenSlot, OpenSlot]
    assert [str(each.time_slot) for each in found] == ["Noon", "Late"]


@pytest.mark.parametrize(
    ("timezone", "day", "before", "that_day"),
    [
        # Clocks go forward in America: noon comes an hour earlier by the world's clock.
        ("America/Chicago", SUNDAY, utc(3, 7, 18), utc(3, 8, 17)),
        # They go back in Europe: noon comes an hour later.
        ("Europe/Berlin", date(2026, 10, 25), utc(10, 24, 10), utc(10, 25, 11)),
    ],
)
def test_noon_is_noon_on_the_day_the_clocks_change(db, timezone, day, before, that_day):
    gym = furnish(timezone)
    with tenant(gym.account.pk):
        found = open_slots(
            gym.here, first=day - timedelta(days=1), last=day, now=NOW, station=gym.loft
        )
        party = gym.book(on=day)

    assert [each.starts_at for each in found] == [before, that_day]
    assert (party.starts_at, party.ends_at - party.starts_at) == (that_day, timedelta(hours=2))
    assert party.on == day


@pytest.mark.parametrize(
    ("timezone", "day", "hours"),
    [
        ("America/Chicago", SUNDAY, 3),  # 23:00 to 3:00, and 2:00 to 3:00 does not exist
        ("Europe/Berlin", date(2026, 10, 25), 5),  # 2:00 to 3:00 comes twice
        ("Europe/Berlin", date(2026, 10, 18), 4),
    ],
)
def test_a_night_party_lasts_as_long_as_the_night_does(db, timezone, day, hours):
    gym = furnish(timezone)
    saturday = day - timedelta(days=1)
    with tenant(gym.account.pk):
        custom = {"time_slot": None, "starts": time(23), "ends": time(3)}
        party = gym.book(on=saturday, **custom)

        assert party.ends_at - party.starts_at == timedelta(hours=hours)
        assert openings(gym, first=day, last=day, station=gym.splash)[0][1] == "Noon"


def test_a_slot_that_daylight_saving_skips_moves_forward_and_is_in_order(gym):
    at = {"weekdays": [6], "location": gym.here, "by": gym.by}
    skipped = add_time_slot(name="Skipped", starts=time(2, 30), ends=time(5), **at)
    after = add_time_slot(name="After", starts=time(3, 15), ends=time(6), **at)
    night = add_station(
        name="Night", capacity=5, time_slots=[skipped, after], location=gym.here, by=gym.by
    )

    found = open_slots(gym.here, first=SUNDAY, last=SUNDAY, now=NOW, station=night)

    assert [(str(each.time_slot), each.starts_at) for each in found] == [
        ("After", utc(3, 8, 8, 15)),
        ("Skipped", utc(3, 8, 8, 30)),
    ]


def test_a_slot_of_which_daylight_saving_leaves_nothing_is_not_offered_that_day(gym):
    at = {"weekdays": [6], "location": gym.here, "by": gym.by}
    gone = add_time_slot(name="Gone", starts=time(2, 30), ends=time(3, 15), **at)
    night = add_station(name="Night", capacity=10, time_slots=[gone], location=gym.here, by=gym.by)

    days = [
        each.on
        for each in open_slots(
            gym.here, first=SUNDAY, last=SUNDAY + timedelta(days=7), now=NOW, station=night
        )
    ]

    assert days == [SUNDAY + timedelta(days=7)]
    with pytest.raises(BadTime, match="clocks go forward"):
        gym.book(on=SUNDAY, station=night, time_slot=gone)
    with pytest.raises(BadTime, match="clocks go forward"):
        gym.book(on=SUNDAY, time_slot=None, starts=time(2, 30), ends=time(3, 15))


@pytest.mark.parametrize("days", [0, 396])
def test_openings_take_four_statements_whatever_the_range(gym, days):
    gym.book()

    with CaptureQueriesContext(connection) as queries:
        open_slots(gym.here, first=SATURDAY, last=SATURDAY + timedelta(days=days), now=NOW)

    assert len(queries) == 4
