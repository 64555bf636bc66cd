"""Zones, and the hours in which the doors are open."""

from datetime import time

import pytest
from django.utils import timezone

from cartwheel.domain.scheduling.operations import (
    Hours,
    add_zone,
    archive_zone,
    change_zone,
    restore_zone,
    set_opening_hours,
)
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused

MORNING, LATE = Hours(0, time(9), time(12)), Hours(0, time(14), time(20))


def test_a_zone_has_one_name_at_its_location(otters):
    add_zone(location=otters.bay, name="Lane 1", by=otters.desk)
    lane = add_zone(location=otters.bay, name="Lane 2", by=otters.desk)

    with pytest.raises(Refused, match="already a zone called “Lane 1” here"):
        change_zone(lane, name="lane 1".title(), exclusive=True, by=otters.desk)
    elsewhere = add_zone(location=otters.point, name="Lane 1", by=otters.desk)
    assert elsewhere.name == "Lane 1"


def test_a_zone_is_shared_on_purpose_and_its_resource_follows_its_name(otters):
    zone = add_zone(location=otters.bay, name="Pool", by=otters.desk)

    shared = change_zone(
        zone, name="Big pool", exclusive=False, capacity=12, version=1, by=otters.desk
    )
    with pytest.raises(ChangedMeanwhile):
        change_zone(zone, name="Pool", exclusive=True, version=1, by=otters.desk)

    assert (shared.exclusive, shared.capacity, shared.resource.name) == (False, 12, "Big pool")


def test_a_zone_is_archived_and_restored(otters):
    zone = add_zone(location=otters.bay, name="Old beam", by=otters.desk)

    assert archive_zone(zone, now=timezone.now(), by=otters.desk).archived_at is not None
    assert restore_zone(zone, by=otters.desk).archived_at is None


def test_opening_hours_replace_those_that_were(otters):
    set_opening_hours(otters.bay, hours=[LATE, MORNING], by=otters.desk)
    set_opening_hours(otters.bay, hours=[MORNING], by=otters.desk)

    kept = [(h.weekday, h.starts, h.ends) for h in otters.bay.opening_hours.all()]
    assert kept == [(0, time(9), time(12))]
    assert otters.point.opening_hours.count() == 0


@pytest.mark.parametrize(
    ("hours", "why"),
    [
        ([Hours(0, time(9), time(9))], "ends before it starts"),
        ([MORNING, Hours(0, time(11), time(15))], "overlap"),
    ],
)
def test_hours_that_cannot_be_are_refused(otters, hours, why):
    with pytest.raises(Refused, match=why):
        set_opening_hours(otters.bay, hours=hours, by=otters.desk)
