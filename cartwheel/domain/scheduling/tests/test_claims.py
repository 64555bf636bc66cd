from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.scheduling.models import Claim, Resource
from cartwheel.domain.scheduling.operations import Taken, Wanted, claim, release, staff_resources
from cartwheel.domain.scheduling.queries import claims_between, free_at
from cartwheel.kernel.periods import Period
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.tenancy import tenant

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
NOON = datetime(2026, 3, 7, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(hours, length=2):
    return Period(NOON + hours * HOUR, NOON + (hours + length) * HOUR)


def take(gym, *wanted, label="Mia's party", now=NOW, **options):
    pairs = [Wanted(resource, period) for resource, period in wanted]
    return claim(pairs, kind="party", label=label, now=now, by=gym.by, **options)


def test_a_room_can_be_claimed_once_and_the_refusal_says_by_whom(gym):
    [mine] = take(gym, (gym.splash, at(0)))

    with pytest.raises(Taken) as refusal:
        take(gym, (gym.splash, at(1)), label="Leo's party")

    assert str(refusal.value) == "Splash Zone is taken by “Mia's party” for part of that time."
    assert (refusal.value.clash, refusal.value.resource) == (mine, gym.splash)
    assert list(Claim.objects.all()) == [mine]


def test_a_claim_may_begin_when_another_ends_and_in_another_room_at_any_time(gym):
    take(gym, (gym.splash, at(0)))

    take(gym, (gym.splash, at(2)))
    take(gym, (gym.splash, at(-2)))
    take(gym, (gym.loft, at(1)))

    assert Claim.objects.count() == 4


def test_either_everything_is_claimed_or_nothing(gym):
    [jonah] = staff_resources([gym.jonah], by=gym.by)
    take(gym, (jonah, at(0)), label="Swim lesson")

    with pytest.raises(Taken, match="Jonah Reyes is taken by “Swim lesson”"):
        take(gym, (gym.splash, at(1)), (jonah, at(1)))

    assert [each.resource for each in Claim.objects.all()] == [jonah]


def test_the_clash_told_first_is_on_the_resource_wanted_first(gym):
    take(gym, (gym.loft, at(0)), label="Loft party")
    take(gym, (gym.splash, at(0)), label="Splash party")

    with pytest.raises(Taken, match="Party Loft"):
        take(gym, (gym.loft, at(1)), (gym.splash, at(1)))
    with pytest.raises(Taken, match="Splash Zone"):
        take(gym, (gym.splash, at(1)), (gym.loft, at(1)))


def test_a_hold_frees_itself_when_its_time_is_over(gym):
    [hold] = take(gym, (gym.splash, at(0)), expires_at=NOW + HOUR)

    with pytest.raises(Taken):
        take(gym, (gym.splash, at(0)), now=NOW + HOUR - timedelta(seconds=1))
    [later] = take(gym, (gym.splash, at(0)), now=NOW + HOUR)

    hold.refresh_from_db()
    assert (hold.released_at, later.released_at) == (NOW + HOUR, None)


def test_an_expired_hold_is_free_to_readers_before_anybody_released_it(gym):
    [hold] = take(gym, (gym.splash, at(0)), expires_at=NOW + HOUR)
    rooms = [gym.splash, gym.loft]

    def free(now):
        return free_at(rooms, at(1), now=now)

    assert free(NOW) == [gym.loft]
    assert free(NOW + HOUR) == [gym.splash, gym.loft]
    assert list(claims_between(rooms, NOON, NOON + HOUR, NOW)) == [hold]
    assert list(claims_between(rooms, NOON, NOON + HOUR, NOW + HOUR)) == []


def test_a_claim_can_move_onto_part_of_its_own_time(gym):
    [first] = take(gym, (gym.splash, at(0)))

    [second] = take(gym, (gym.splash, at(1)), instead_of=[first])

    first.refresh_from_db()
    assert (first.released_at, second.released_at) == (NOW, None)
    assert (second.starts_at, second.ends_at) == (at(1).start, at(1).end)


def test_a_move_that_fails_leaves_the_old_claim(gym):
    [first] = take(gym, (gym.splash, at(0)))
    take(gym, (gym.splash, at(3)), label="Leo's party")

    with pytest.raises(Taken):
        take(gym, (gym.splash, at(2)), instead_of=[first])

    first.refresh_from_db()
    assert first.released_at is None


def test_released_time_is_free_and_the_row_stays(gym):
    [first] = take(gym, (gym.splash, at(0)))

    release([first], now=NOW)
    release([first], now=NOW + HOUR)

    assert free_at([gym.splash], at(0), now=NOW) == [gym.splash]
    assert Claim.objects.get().released_at == NOW


def test_the_database_refuses_an_overlap_whoever_writes_it(gym):
    take(gym, (gym.splash, at(0)))
    row = {"account": gym.account, "resource": gym.splash, "kind": "class", "label": "Class"}

    with pytest.raises(IntegrityError, match="claim_overlap"), transaction.atomic():
        Claim.objects.create(during=DateTimeTZRange(at(1).start, at(1).end), **row)
    with pytest.raises(IntegrityError, match="claim_during"), transaction.atomic():
        Claim.objects.create(during=DateTimeTZRange(at(5).start, None), **row)


def test_staff_become_resources_once_and_keep_their_order(gym):
    first = staff_resources([gym.priya, gym.jonah], by=gym.by)
    again = staff_resources([gym.jonah, gym.priya], by=gym.by)

    assert [str(each) for each in first] == ["Priya Nair", "Jonah Reyes"]
    assert again == first[::-1]


def test_a_room_of_another_business_cannot_be_claimed_nor_seen(gym):
    stranger = open_account(slug="cedar", name="Cedar Hall Dance")
    by = Actor(stranger, "staff", "Hana Ito", id=2, everything=True)
    take(gym, (gym.splash, at(0)))

    with tenant(stranger.pk):
        with pytest.raises(Refused, match="another business"):
            claim([Wanted(gym.splash, at(5))], kind="party", label="", now=NOW, by=by)
        assert list(Resource.objects.all()) == []
        assert list(claims_between([gym.splash.pk], NOON, NOON + HOUR, NOW)) == []


def test_reading_claims_uses_the_index_under_row_level_security(gym):
    rows = [
        Claim(
            account=gym.account,
            resource=gym.splash,
            during=DateTimeTZRange(NOON - n * HOUR, NOON - (n - 1) * HOUR),
            kind="party",
            label="",
        )
        for n in range(1, 3000)
    ]
    Claim.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("analyze scheduling_claim")

    plan = claims_between([gym.splash], NOON - 3 * HOUR, NOON, NOW).explain()

    assert "claim_of_resource" in plan
    assert "Seq Scan on scheduling_claim" not in plan
