"""Real connections merge, book and pay at the same moment."""

import threading
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cartwheel.demo.cast import OTTERS, find_otters
from cartwheel.domain.accounts.models import Account
from cartwheel.domain.ledger.models import JournalEntry, Payment
from cartwheel.domain.ledger.operations import take_payment
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.operations import book_party
from cartwheel.domain.parties.operations import booking as booking_module
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations import create_family
from cartwheel.domain.upkeep.operations import erase_family, merge_families
from cartwheel.domain.upkeep.operations import erasing as erasing_module
from cartwheel.domain.upkeep.operations import merging as merging_module
from cartwheel.kernel.tenancy import tenant


@pytest.fixture
def house(transactional_db):
    """Two families of the cast, and one more that is either of them; all of it committed."""
    account = Account.objects.get(slug=OTTERS)
    with tenant(account.pk), transaction.atomic():
        otters = find_otters()
        twin = create_family(
            first_name="Arun", last_name="Rao", email="arun@example.com", by=otters.owner
        )
    return SimpleNamespace(
        otters=otters,
        account=account,
        by=otters.owner,
        twin=twin,
        banerjee=otters.families["Banerjee"],
        abernathy=otters.families["Abernathy"],
    )


def at_once(house, *acts):
    """Do all of ``acts`` in connections of their own; what each gave back or raised, by name."""
    together, results = threading.Barrier(len(acts), timeout=30), {}

    def run(name, act):
        try:
            with tenant(house.account.pk), transaction.atomic():
                together.wait()
                act()
            results[name] = "done"
        except Exception as error:
            results[name] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act.__name__, act)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def left_behind(house):
    """Money and parties that name a family which was merged into another one."""
    with tenant(house.account.pk), transaction.atomic():
        gone = Family.objects.exclude(merged_into=None)
        return [
            model.objects.filter(family__in=gone).count()
            for model in (JournalEntry, Payment, Party)
        ]


def pay(house):
    take_payment(
        house.twin,
        location=house.otters.bay,
        kind="cash",
        amount=500,
        paid_on=timezone.localdate(),
        keep_rest=True,
        by=house.by,
    )


def merge_into(house, family):
    merge_families(Family.objects.get(pk=family.pk), others=[house.twin], by=house.by)


def test_of_two_merges_of_one_family_one_is_told(house):
    def first():
        merge_into(house, house.banerjee)

    def second():
        merge_into(house, house.abernathy)

    results = at_once(house, first, second)

    assert sorted(results.values()) == ["CannotMerge", "done"]
    assert left_behind(house) == [0, 0, 0]


def test_a_payment_goes_along_or_is_refused(house):
    for _round in range(3):

        def merge():
            merge_into(house, house.banerjee)

        def payment():
            pay(house)

        results = at_once(house, merge, payment)

        assert results["merge"] == "done"
        assert results["payment"] in ("done", "FamilyMerged")
        assert left_behind(house) == [0, 0, 0]
        with tenant(house.account.pk), transaction.atomic():
            paid = -500 if results["payment"] == "done" else 0
            assert balance_of(house.twin) == 0
            assert Payment.objects.filter(family=house.banerjee).count() == bool(paid)
            Family.objects.filter(pk=house.twin.pk).update(merged_into=None)
            if paid:
                return


def book(house, **given):
    saturday = timezone.localdate() + timedelta(days=28)
    saturday += timedelta(days=(5 - saturday.weekday()) % 7)
    book_party(
        station=house.otters.stations["Main Gym"],
        on=saturday,
        time_slot=house.otters.slots["Noon"],
        title="Rao celebrates",
        guests=10,
        family=house.twin,
        honoree=None,
        package=house.otters.packages["Classic Flip"],
        request_key=uuid4(),
        now=timezone.now(),
        by=house.by,
        **given,
    )


def test_a_party_goes_along_or_is_refused(house):
    def merge():
        merge_into(house, house.banerjee)

    def booking():
        book(house)

    results = at_once(house, merge, booking)

    assert results["merge"] == "done"
    assert results["booking"] in ("done", "FamilyMerged")
    assert left_behind(house) == [0, 0, 0]


def erase(house):
    erase_family(Family.objects.get(pk=house.twin.pk), now=timezone.now(), by=house.by)


def parties_of_the_erased(house):
    with tenant(house.account.pk), transaction.atomic():
        return Party.objects.exclude(family__erased_at=None).count()


def test_a_family_is_erased_or_has_a_party(house):
    def erasing():
        erase(house)

    def booking():
        book(house, charge=False)

    assert at_once(house, erasing, booking) in (
        {"erasing": "done", "booking": "FamilyErased"},
        {"erasing": "CannotErase", "booking": "done"},
    )
    assert parties_of_the_erased(house) == 0


def test_without_the_lock_an_erased_family_has_a_party(house, monkeypatch):
    """The negative control: a party is booked after erasing has looked for one."""
    looked = threading.Event()
    look = erasing_module.in_the_way

    def and_say_so(*arguments, **named):
        reasons = look(*arguments, **named)
        looked.set()
        return reasons

    monkeypatch.setattr(erasing_module, "in_the_way", and_say_so)
    monkeypatch.setattr(booking_module, "lock_family", lambda family: None)

    def erasing():
        erase(house)

    def booking():
        looked.wait(20)
        book(house, charge=False)

    assert at_once(house, erasing, booking) == {"erasing": "done", "booking": "done"}
    assert parties_of_the_erased(house) == 1


@pytest.fixture
def no_walls(house, monkeypatch):
    """Without the lock, the question and the rule of the database, money is left behind."""
    from cartwheel.domain.ledger.operations import common

    monkeypatch.setattr(common, "require_whole", lambda name, merged_into: None)
    with connection.cursor() as cursor:
        cursor.execute("select pg_get_functiondef('upkeep_family_whole'::regproc)")
        [(definition,)] = cursor.fetchall()
        cursor.execute(definition.replace("whole is false", "false"))
    yield
    with connection.cursor() as cursor:
        cursor.execute(definition)


def test_without_the_walls_a_payment_is_left_behind(house, no_walls, monkeypatch):
    """The negative control: the payment waits for the merge and then writes all the same."""
    moved = threading.Event()
    move_all = merging_module._move_all

    def then_wait(*arguments):
        counts = move_all(*arguments)
        moved.set()
        return counts

    monkeypatch.setattr(merging_module, "_move_all", then_wait)

    def merge():
        merge_into(house, house.banerjee)

    def payment():
        moved.wait(20)
        pay(house)

    results = at_once(house, merge, payment)

    assert results == {"merge": "done", "payment": "done"}
    assert left_behind(house) == [1, 1, 0]
