"""Openings against a slow and simple way to compute them, on random schedules."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import uuid4

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartwheel.domain.parties.operations import (
    BadTime,
    StationTaken,
    add_station,
    add_time_slot,
    book_party,
    close_slot,
)
from cartwheel.domain.parties.queries import open_slots
from cartwheel.domain.parties.tests.conftest import NOW
from cartwheel.domain.scheduling.models import Claim
from cartwheel.kernel.periods import Period, instant

FIRST = date(2026, 3, 6)
DAYS = 4  # over the weekend on which clocks change

quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
slots = st.tuples(
    quarters,
    st.integers(1, 20),  # quarters of an hour it lasts
    st.sets(st.sampled_from([4, 5, 6, 0]), min_size=1),
    st.sampled_from([0, 15, 45]),
    st.sampled_from([0, 30]),
)
bookings = st.tuples(st.integers(0, 1), st.integers(0, DAYS - 1), quarters, st.integers(1, 24))
closures = st.tuples(st.integers(0, 9), st.integers(0, DAYS - 1), st.sampled_from([None, 0, 1]))


def later(clock, count):
    at = datetime.combine(FIRST, clock) + timedelta(minutes=15) * count
    return at.time()


def set_up(gym, slot_specs, closure_specs):
    at = {"location": gym.here, "by": gym.by}
    made = [
        add_time_slot(
            name=f"Slot {n}",
            starts=starts,
            ends=later(starts, length),
            weekdays=sorted(weekdays),
            setup_minutes=setup,
            cleanup_minutes=cleanup,
            **at,
        )
        for n, (starts, length, weekdays, setup, cleanup) in enumerate(slot_specs)
    ]
    stations = [
        add_station(name="Even", capacity=9, time_slots=made, **at),
        add_station(name="Odd", capacity=9, time_slots=made[1:], **at),
    ]
    closed = set()
    for number, day, where in closure_specs:
        slot, on = made[number % len(made)], FIRST + timedelta(days=day)
        station = None if where is None else stations[where]
        if on.weekday() in slot.weekdays and (slot, on, station) not in closed:
            close_slot(slot, on=on, station=station, reason="", by=gym.by)
            closed.add((slot, on, station))
    return made, stations, closed


def book_all(gym, stations, booking_specs):
    """Book what can be; give back the periods that were booked, by station."""
    booked = {station.pk: [] for station in stations}
    for which, day, starts, length in booking_specs:
        try:
            party = book_party(
                station=stations[which],
                on=FIRST + timedelta(days=day),
                time_slot=None,
                starts=starts,
                ends=later(starts, length),
                title="Party",
                guests=1,
                family=gym.abernathy,
                honoree=None,
                package=gym.basic,
                charge=False,
                request_key=uuid4(),
                now=NOW,
                by=gym.by,
            )
        except (StationTaken, BadTime):
            continue
        booked[stations[which].pk].append(Period(party.starts_at, party.ends_at))
    return booked


def slowly(gym, made, stations, closed, booked, now):
    """Every slot of every day at every station, tried one by one."""
    found = set()
    for station in stations:
        offered = made if station.name == "Even" else made[1:]
        for slot in offered:
            for on in (FIRST + timedelta(days=n) for n in range(DAYS)):
                if on.weekday() not in slot.weekdays:
                    continue
                if (slot, on, None) in closed or (slot, on, station) in closed:
                    continue
                end_day = on if slot.ends > slot.starts else on + timedelta(days=1)
                start = instant(on, slot.starts, gym.here.zone)
                end = instant(end_day, slot.ends, gym.here.zone)
                if end <= start:  # the clocks went forward over it
                    continue
                held = Period(start - slot.setup, end + slot.cleanup)
                if start > now and not any(held.overlaps(each) for each in booked[station.pk]):
                    found.add((station.pk, slot.pk, on, start, end))
    return found


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    slot_specs=st.lists(slots, min_size=1, max_size=5),
    closure_specs=st.lists(closures, max_size=4),
    booking_specs=st.lists(bookings, max_size=8),
    hour=st.integers(0, 80),
)
def test_openings_agree_with_trying_every_slot_and_claims_never_overlap(
    gym, slot_specs, closure_specs, booking_specs, hour
):
    now = datetime(2026, 3, 6, tzinfo=UTC) + timedelta(hours=hour)
    with undone():
        made, stations, closed = set_up(gym, slot_specs, closure_specs)
        gym.basic.stations.add(*stations, through_defaults={"account": gym.account})
        booked = book_all(gym, stations, booking_specs)

        found = open_slots(gym.here, first=FIRST, last=FIRST + timedelta(days=DAYS - 1), now=now)
        ours = {
            (each.station.pk, each.time_slot.pk, each.on, each.starts_at, each.ends_at)
            for each in found
            if each.station in stations
        }

        assert ours == slowly(gym, made, stations, closed, booked, now)
        assert [each.starts_at for each in found] == sorted(each.starts_at for each in found)
        assert disjoint(Claim.objects.filter(released_at=None))


@contextmanager
def undone():
    """Take back what one example did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def disjoint(claims):
    ordered = list(claims.order_by("resource", "starts_at"))
    return all(
        one.resource_id != two.resource_id or one.ends_at <= two.starts_at
        for one, two in pairwise(ordered)
    )
