"""When a customer is active: something booked that is not over, a visit within a year."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cartwheel.domain.customers.queries import has_past, has_upcoming, is_active, visits_of
from cartwheel.domain.parties.models import Party
from cartwheel.domain.people.models import Family
from cartwheel.office.tests.world import World

NOW = timezone.now()


@pytest.fixture
def party(otters):
    """Tara's party, four weeks ahead, without a charge."""
    key = World(otters, otters.staff["Dana"]).party(charge=False)
    return Party.objects.get(pk=key)


def names(condition):
    return sorted(Family.objects.filter(condition).values_list("name", flat=True))


def move(party, **ago):
    starts = NOW - timedelta(**ago)
    Party.objects.filter(pk=party.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=1))


@pytest.mark.parametrize(
    ("ago", "active", "upcoming", "past"),
    [
        ({"days": -28}, True, True, False),
        ({"minutes": 30}, True, True, False),
        ({"hours": 1, "minutes": 1}, True, False, True),
        ({"days": 364}, True, False, True),
        ({"days": 366}, False, False, True),
    ],
)
def test_a_booking_keeps_a_family_active_for_a_year(otters, party, ago, active, upcoming, past):
    move(party, **ago)

    assert names(is_active(now=NOW)) == ["Banerjee"] * active
    assert names(has_upcoming(now=NOW)) == ["Banerjee"] * upcoming
    assert names(has_past(now=NOW)) == ["Banerjee"] * past


@pytest.mark.parametrize(
    "values",
    [
        {"canceled_at": NOW},
        {"held_until": NOW - timedelta(minutes=1)},
        {"held_until": NOW - timedelta(days=2), "quote_expired_at": NOW},
    ],
)
def test_what_was_called_off_or_ran_out_does_not(otters, party, values):
    Party.objects.filter(pk=party.pk).update(**values)

    assert names(is_active(now=NOW)) == []
    assert visits_of(otters.account, [party.family_id], now=NOW) == {}


def test_visits_are_told_for_many_families_in_one_query(otters, party, django_assert_num_queries):
    keys = [family.pk for family in otters.families.values()]
    with django_assert_num_queries(1):
        found = visits_of(otters.account, keys, now=NOW)
    assert found == {party.family_id: (None, party.starts_at)}

    move(party, days=5)
    found = visits_of(otters.account, keys, now=NOW)
    assert found == {party.family_id: (NOW - timedelta(days=5), None)}
