"""Many want one room at one moment: real threads, each with a connection of its own.

The lock and the constraint are two walls. Each is taken down in turn; only with both down may the
double booking happen, and then it must: else these tests would prove nothing.
"""

import time
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from cartwheel.domain.scheduling.models import Claim
from cartwheel.domain.scheduling.operations import Taken, Wanted, claim
from cartwheel.domain.scheduling.queries import clashes
from cartwheel.kernel.periods import Period
from cartwheel.kernel.tenancy import tenant

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
NOON = datetime(2026, 3, 7, 18, tzinfo=UTC)
PERIOD = Period(NOON, NOON + timedelta(hours=2))
MANY = 6
CONSTRAINT = "claim_overlap"


def all_at_once(gym, work, count=MANY):
    """Run ``work(number)`` in ``count`` threads that start together: what each gave back."""
    start, results = Barrier(count), [None] * count

    def run(number):
        try:
            with tenant(gym.account.pk):
                start.wait()
                results[number] = work(number)
        except (Taken, IntegrityError, OperationalError) as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.fixture
def without_constraint(shared_gym):
    """Its definition is read from the database, so that it comes back exactly as it was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_get_constraintdef(oid) from pg_constraint where conname = %s", [CONSTRAINT]
        )
        [definition] = cursor.fetchone()
        cursor.execute(f"alter table scheduling_claim drop constraint {CONSTRAINT}")
    yield
    with transaction.atomic():
        Claim.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(f"alter table scheduling_claim add constraint {CONSTRAINT} {definition}")


def look_then_insert(gym):
    """What a claim does, without locking anything."""
    with transaction.atomic():
        if clashes([(gym.splash, PERIOD)]):
            raise Taken("taken", resource=gym.splash, clash=None)
        time.sleep(0.2)  # everybody has looked before anybody writes
        return Claim.objects.create(
            account=gym.account,
            resource=gym.splash,
            during=DateTimeTZRange(PERIOD.start, PERIOD.end),
            kind="party",
            label="",
        )


def winners(results):
    return [each for each in results if isinstance(each, Claim)]


def book(gym, number):
    [mine] = claim(
        [Wanted(gym.splash, PERIOD)], kind="party", label=f"Party {number}", now=NOW, by=gym.by
    )
    return mine


def test_one_of_many_gets_the_room_and_the_others_learn_who(shared_gym):
    results = all_at_once(shared_gym, lambda number: book(shared_gym, number))

    [winner] = winners(results)
    losers = [each for each in results if each is not winner]
    sentence = f"Splash Zone is taken by “{winner.label}” for part of that time."
    assert [str(each) for each in losers] == [sentence] * (MANY - 1)


@pytest.mark.usefixtures("without_constraint")
def test_the_lock_alone_lets_one_win(shared_gym):
    results = all_at_once(shared_gym, lambda number: book(shared_gym, number))

    assert len(winners(results)) == 1


def test_the_constraint_alone_lets_one_win(shared_gym):
    results = all_at_once(shared_gym, lambda number: look_then_insert(shared_gym))

    assert len(winners(results)) == 1
    with transaction.atomic():
        assert Claim.objects.count() == 1


@pytest.mark.usefixtures("without_constraint")
def test_without_lock_and_constraint_the_double_booking_happens(shared_gym):
    results = all_at_once(shared_gym, lambda number: look_then_insert(shared_gym))

    assert len(winners(results)) == MANY


def test_rooms_wanted_in_opposite_order_deadlock_nobody(shared_gym):
    rooms = [shared_gym.splash, shared_gym.loft]

    def both(number):
        order = rooms if number % 2 else rooms[::-1]
        wanted = [Wanted(room, PERIOD) for room in order]
        return claim(wanted, kind="party", label="", now=NOW, by=shared_gym.by)

    results = all_at_once(shared_gym, both)

    assert len([each for each in results if isinstance(each, list)]) == 1
    assert len([each for each in results if isinstance(each, Taken)]) == MANY - 1
