from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cartwheel.domain.activity.models import Event
from cartwheel.domain.catalog.operations import add_location
from cartwheel.domain.parties.models import AddOn, Package, Party, Station, TimeSlot
from cartwheel.domain.parties.operations import (
    BadTime,
    SlotNotOffered,
    StationHasBookings,
    WrongAmount,
    activate,
    add_add_on,
    add_package,
    add_station,
    add_time_slot,
    change_station,
    close_slot,
    deactivate,
)
from cartwheel.domain.parties.queries import settings_of
from cartwheel.domain.parties.tests.conftest import NOW, SATURDAY, SUNDAY
from cartwheel.domain.scheduling.models import Resource
from cartwheel.kernel.refusals import Refused


def test_a_station_is_a_resource_of_the_same_name(gym):
    change_station(gym.splash, name="Splash Pool", capacity=25, time_slots=[gym.late], by=gym.by)

    assert [str(each) for each in Resource.objects.filter(party_station=gym.splash)] == [
        "Splash Pool"
    ]
    assert list(gym.splash.time_slots.all()) == [gym.late]


def test_a_station_cannot_expire_before_its_last_booking(gym):
    gym.book(on=SUNDAY)
    offered = {"name": "Splash Zone", "capacity": 20, "time_slots": [gym.noon]}

    with pytest.raises(StationHasBookings, match="is booked until Sun, Mar 8, 2026"):
        change_station(gym.splash, **offered, expires_on=SATURDAY, by=gym.by)
    change_station(gym.splash, **offered, expires_on=SUNDAY, by=gym.by)

    assert gym.splash.expires_on == SUNDAY


def test_names_are_used_once_at_a_location_whatever_their_case(gym):
    with pytest.raises(Refused, match="There is already one called “splash zone” here") as refusal:
        add_station(location=gym.here, name=" splash  zone ", capacity=5, by=gym.by)
    assert refusal.value.field == "name"

    there = add_location(name="Harbor Point", timezone="America/Denver", by=gym.by)
    add_station(location=there, name="Splash Zone", capacity=5, by=gym.by)
    assert Station.objects.count() == 3


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"price": -1}, "price"),
        ({"guest_price": -1}, "guest_price"),
        ({"guests_included": 17}, "guests_max"),
        ({"deposit_percent": Decimal("100.01")}, "deposit_percent"),
    ],
)
def test_a_package_says_what_is_wrong_with_it(gym, values, field):
    good = {"name": "Party", "price": 1, "guests_included": 1, "guests_max": 16}

    with pytest.raises(Refused) as refusal:
        add_package(location=gym.here, **good | values, by=gym.by)

    assert refusal.value.field == field
    assert add_package(location=gym.here, **good, by=gym.by).position == 2


def test_an_add_on_costs_nothing_or_more_and_its_quantities_make_a_range(gym):
    with pytest.raises(WrongAmount):
        add_add_on(location=gym.here, name="Cake", price=-1, per="party", by=gym.by)
    with pytest.raises(Refused, match="most cannot be less than the least"):
        add_add_on(location=gym.here, name="Cake", price=0, per="party", quantity_min=2, by=gym.by)

    add_add_on(location=gym.here, name="Cake", price=0, per="party", by=gym.by)


def test_a_time_slot_has_a_window_and_weekdays(gym):
    at = {"location": gym.here, "by": gym.by}
    with pytest.raises(BadTime, match="ends when it starts"):
        add_time_slot(name="X", starts=time(9), ends=time(9), weekdays=[0], **at)
    with pytest.raises(BadTime, match="would last 23 hours"):
        add_time_slot(name="X", starts=time(13), ends=time(12), weekdays=[0], **at)
    with pytest.raises(Refused, match="at least one weekday"):
        add_time_slot(name="X", starts=time(9), ends=time(10), weekdays=[], **at)

    night = add_time_slot(name="X", starts=time(20), ends=time(8), weekdays=[4, 4], **at)
    assert (night.weekdays, night.window(SATURDAY).duration) == ([4], timedelta(hours=11))


def test_a_slot_is_closed_once_on_a_day_that_it_is_offered(gym):
    close_slot(gym.noon, on=SATURDAY, reason="Swim meet", by=gym.by)

    with pytest.raises(Refused, match="closed on that day already"):
        close_slot(gym.noon, on=SATURDAY, reason="Again", by=gym.by)
    with pytest.raises(SlotNotOffered, match="not offered on Mon, Mar 9, 2026 anyway"):
        close_slot(gym.noon, on=SUNDAY + timedelta(days=1), reason="", by=gym.by)
    close_slot(gym.noon, on=SATURDAY, station=gym.loft, reason="Paint", by=gym.by)


def test_what_is_out_of_use_is_offered_no_longer_and_can_come_back(gym):
    for each in (gym.basic, gym.pizza):
        deactivate(each, by=gym.by)
    deactivate(gym.basic, by=gym.by)

    assert list(gym.splash.packages.filter(active=True)) == [gym.deluxe]
    assert list(AddOn.objects.filter(active=True)) == [gym.bags, gym.photos]
    activate(gym.basic, by=gym.by)
    assert list(gym.splash.packages.filter(active=True)) == [gym.basic, gym.deluxe]
    verbs = Event.objects.filter(verb__startswith="package.").order_by("pk")[2:]
    assert [each.verb for each in verbs] == ["package.deactivated", "package.activated"]


def test_settings_are_blank_until_somebody_says_something(gym):
    there = add_location(name="Harbor Point", timezone="America/Denver", by=gym.by)

    assert (settings_of(there).pk, settings_of(there).program) == (None, None)
    assert settings_of(gym.here).program == gym.program


@pytest.mark.parametrize(
    ("model", "values", "constraint"),
    [
        (Party, {"guests": 0}, "party_has_guests"),
        (Party, {"ends_at": NOW}, "party_duration"),
        (Party, {"package_price": -1}, "party_agreed_prices"),
        (Party, {"quote_expired_at": NOW}, "party_expired_quote"),
        (Package, {"guests_max": 0}, "package_guests"),
        (Package, {"price": -1}, "package_amounts"),
        (Package, {"deposit_percent": 101}, "package_deposit_percent"),
        (AddOn, {"quantity_max": 0}, "add_on_quantity"),
        (AddOn, {"price": -1}, "add_on_price"),
        (Station, {"capacity": 0}, "station_capacity"),
        (TimeSlot, {"weekdays": [7]}, "time_slot_weekdays"),
        (TimeSlot, {"weekdays": []}, "time_slot_weekdays"),
        (TimeSlot, {"ends": time(12), "starts": time(12)}, "time_slot_window"),
        (TimeSlot, {"setup_minutes": 601}, "time_slot_margins"),
    ],
)
def test_the_database_refuses_nonsense_whoever_writes_it(gym, model, values, constraint):
    gym.book()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**values)
