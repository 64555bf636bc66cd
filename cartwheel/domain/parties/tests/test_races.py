"""Several desks at one moment: real threads, each with a connection of its own."""

import time as clock
from datetime import time, timedelta
from itertools import pairwise
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from cartwheel.domain.ledger.models import Charge, Payment
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.operations import (
    HostBusy,
    StationTaken,
    Tender,
    confirm_quote,
    expire_quotes,
)
from cartwheel.domain.parties.tests.conftest import NOW, SATURDAY, SUNDAY
from cartwheel.domain.scheduling import operations as scheduling
from cartwheel.domain.scheduling.models import Claim
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused
from cartwheel.kernel.tenancy import tenant

MANY = 6
UNDERSTOOD = (StationTaken, HostBusy, ChangedMeanwhile, Refused, IntegrityError)


def all_at_once(gym, *works):
    """Run each of ``works`` in a thread, all starting together: what each gave back."""
    start, results = Barrier(len(works)), [None] * len(works)

    def run(number):
        try:
            with tenant(gym.account.pk):
                start.wait()
                results[number] = works[number]()
        except UNDERSTOOD as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def parties(results):
    return [each for each in results if isinstance(each, Party)]


def count(model):
    with transaction.atomic():
        return model.objects.count()


def test_of_many_who_want_one_slot_one_gets_it_and_only_she_is_charged(shared_gym):
    gym = shared_gym

    results = all_at_once(
        gym,
        *(
            lambda n=n: gym.book(title=f"Party {n}", payment=Tender("cash", 5000))
            for n in range(MANY)
        ),
    )

    [winner] = parties(results)
    losers = [str(each) for each in results if each is not winner]
    sentence = f"Splash Zone is taken by “{winner.title}”, Sat, Mar 7, 2026, 11:30 AM – 2:15 PM."
    assert losers == [sentence] * (MANY - 1)
    assert [count(each) for each in (Party, Claim, Charge, Payment)] == [1, 1, 1, 1]


def test_every_slot_goes_to_somebody_and_none_to_two(shared_gym):
    gym = shared_gym
    slots = [(SATURDAY, gym.noon), (SATURDAY, gym.late), (SUNDAY, gym.noon), (SUNDAY, gym.late)]

    def try_all():
        booked = 0
        for on, slot in slots:
            try:
                gym.book(on=on, time_slot=slot)
                booked += 1
            except StationTaken:
                pass
        return booked

    results = all_at_once(gym, *[try_all] * MANY)

    assert sum(results) == len(slots)
    assert count(Party) == len(slots)


def test_stations_with_the_same_hosts_in_any_order_deadlock_nobody(shared_gym):
    gym = shared_gym
    hosts = [gym.jonah, gym.priya]

    results = all_at_once(
        gym,
        *(
            lambda n=n: gym.book(
                station=gym.splash if n % 2 else gym.loft,
                hosts=hosts if n % 3 else hosts[::-1],
                guests=5,
            )
            for n in range(MANY)
        ),
    )

    assert len(parties(results)) == 1
    assert {type(each) for each in results} <= {Party, StationTaken, HostBusy}


def test_the_same_form_sent_twice_at_one_moment_books_once(shared_gym):
    gym, key = shared_gym, uuid4()

    results = all_at_once(
        gym, *[lambda: gym.book(request_key=key, payment=Tender("cash", 5000))] * MANY
    )

    assert len(set(parties(results))) == 1
    assert len(parties(results)) == MANY
    assert [count(each) for each in (Party, Charge, Payment)] == [1, 1, 1]


def test_two_who_change_one_party_do_not_overwrite_each_other(shared_gym):
    gym = shared_gym
    party = gym.book()

    def change(title):
        with transaction.atomic():
            return gym.change(party, title=title, version=1)

    results = all_at_once(gym, *(lambda n=n: change(f"Title {n}") for n in range(MANY)))

    assert len(parties(results)) == 1
    assert [type(each) for each in results if not isinstance(each, Party)] == [ChangedMeanwhile] * (
        MANY - 1
    )


def test_a_quote_that_runs_out_while_it_is_confirmed_and_its_slot_wanted(shared_gym):
    gym = shared_gym
    until = NOW + timedelta(hours=1)
    quote = gym.book(hold_until=until)

    confirmed, expired, booked = all_at_once(
        gym,
        lambda: confirm_quote(quote, now=until, by=gym.by),
        lambda: expire_quotes(gym.account, now=until),
        lambda: gym.book(title="Leo's party", now=until),
    )

    assert len(parties([confirmed, booked])) == 1
    assert expired in (0, 1)
    with transaction.atomic():
        assert Claim.objects.live(now=until).count() == 1


def test_two_parties_that_swap_their_times_do_not_deadlock(shared_gym):
    gym = shared_gym
    first = gym.book(hosts=[gym.jonah])
    second = gym.book(station=gym.loft, on=SUNDAY, hosts=[gym.priya])

    def change(party, **values):
        with transaction.atomic():
            return gym.change(party, **values)

    for _round in range(3):
        results = all_at_once(
            gym,
            lambda: change(first, station=gym.loft, version=first.version),
            lambda: change(second, station=gym.splash, on=SUNDAY, version=second.version),
        )
        assert {type(each) for each in results} <= {Party, ChangedMeanwhile}


@pytest.fixture
def no_walls(shared_gym, monkeypatch):
    """Lock and constraint off: what protects a slot is gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_get_constraintdef(oid) from pg_constraint where conname = 'claim_overlap'"
        )
        [definition] = cursor.fetchone()
        cursor.execute("alter table scheduling_claim drop constraint claim_overlap")
    monkeypatch.setattr(scheduling, "lock", lambda resource_ids: None)
    see = scheduling.clashes

    def see_slowly(wanted):
        found = see(wanted)
        clock.sleep(0.3)  # everybody has looked before anybody writes
        return found

    monkeypatch.setattr(scheduling, "clashes", see_slowly)
    yield
    with connection.cursor() as cursor:
        cursor.execute("truncate scheduling_claim cascade")
        cursor.execute(f"alter table scheduling_claim add constraint claim_overlap {definition}")


@pytest.mark.usefixtures("no_walls")
def test_without_lock_and_constraint_two_parties_get_one_slot(shared_gym):
    gym = shared_gym

    results = all_at_once(gym, *[lambda: gym.book(charge=False)] * MANY)

    assert len(parties(results)) == MANY


def test_times_outside_the_slots_are_kept_apart_as_well(shared_gym):
    gym = shared_gym
    starts = [time(9), time(9, 30), time(10), time(10, 30), time(11), time(11, 30)]

    results = all_at_once(
        gym,
        *(
            lambda at=at: gym.book(
                time_slot=None, starts=at, ends=time(at.hour + 2, at.minute), charge=False
            )
            for at in starts
        ),
    )

    booked = sorted(parties(results), key=lambda party: party.starts_at)
    assert booked
    assert all(one.ends_at <= two.starts_at for one, two in pairwise(booked))
