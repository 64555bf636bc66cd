"""Merging two families with a long ledger, and undoing it, beside the bare updates.

The bare side sets the very same columns of the very same rows and defers the same keys; the merge
asks whose word wins, keeps what is needed to undo it, computes the words anew and writes the
history besides.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.catalog.operations import add_charge_category, add_location, add_program
from cartwheel.domain.ledger.operations import Line, allow_handover, post_charge, take_payment
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations import add_student, create_family
from cartwheel.domain.upkeep.models import MovedReference, Transfer
from cartwheel.domain.upkeep.operations import find_duplicates, merge_families, undo_transfer
from cartwheel.domain.upkeep.rows import put_elsewhere
from cartwheel.kernel.tenancy import tenant

CHARGES = 100
ROUNDS = 3
DAY = date(2026, 3, 2)


def merging(charges: int = CHARGES) -> str:
    """A sentence with the time of a merge, of its undoing, and of the bare updates."""
    slug = f"merge-{uuid4().hex[:8]}"
    account = open_account(slug=slug, name=slug)
    with tenant(account.pk), transaction.atomic():
        families = _families(account, charges)
    turns = [_turn(account, families) for _round in range(ROUNDS)]
    merged, bare, undone = (statistics.median(each) for each in zip(*turns, strict=True))
    with tenant(account.pk), transaction.atomic():
        rows = MovedReference.objects.filter(transfer=Transfer.objects.latest("pk")).count()
    return (
        f"Merge of a family with {charges} paid charges ({rows:,} rows): {merged * 1000:.0f} ms; "
        f"the bare updates: {bare * 1000:.0f} ms; ratio {merged / bare:.1f}; "
        f"undone in {undone * 1000:.0f} ms."
    )


def searching(account: Account) -> str:
    """A sentence with the time in which all families of ``account`` are compared."""
    with tenant(account.pk), transaction.atomic():
        count = account.families.count()
        begun = time.perf_counter()
        found = find_duplicates(account, now=timezone.now())
        seconds = time.perf_counter() - begun
        transaction.set_rollback(True)
    return f"Duplicates among {count:,} families: {found:,} groups in {seconds:.1f} s."


def _families(account: Account, charges: int) -> list[Family]:
    by = Actor.system(account)
    place = add_location(name="Main Street", timezone="America/Chicago", by=by)
    found = []
    for number in range(2):
        family = create_family(first_name="A", last_name="B", email=f"{number}@example.com", by=by)
        for name in ("Mia", "Leo"):
            add_student(family, first_name=name, last_name="B", by=by)
        found.append(family)
    _owe(found[1], place, charges, by)
    return found


def _owe(family: Family, place: Location, charges: int, by: Actor) -> None:
    program, category = (
        add_program(name="Classes", by=by),
        add_charge_category(title="Tuition", by=by),
    )
    line = Line(title="Class", amount=5000, program=program, category=category)
    for _each in range(charges):
        post_charge(family, location=place, lines=[line], charged_on=DAY, due_on=DAY, by=by)
        take_payment(family, location=place, kind="cash", amount=5000, paid_on=DAY, by=by)


def _turn(account: Account, families: list[Family]) -> tuple[float, float, float]:
    by, [first, second] = Actor.system(account), families
    with tenant(account.pk):
        transfer, merged = _timed(lambda: merge_families(first, others=[second], by=by))
        _none, undone = _timed(lambda: undo_transfer(transfer, now=timezone.now(), by=by))
        _none, bare = _timed(lambda: _bare(transfer, first, second, by))
        _timed(lambda: _bare(transfer, second, first, by))
    return merged, bare, undone


def _bare(transfer: Transfer, target: Family, source: Family, by: Actor) -> None:
    allow_handover([(source, target)], reason="bench", by=by)
    rows = transfer.references.order_by().values_list("table_name", "column_name", "row_id")
    keys: dict[tuple[str, str], list[int]] = {}
    for table, column, key in rows.exclude(table_name="people_guardian"):  # two primary ones
        keys.setdefault((table, column), []).append(key)
    for (table, column), mine in keys.items():
        put_elsewhere(target.account_id, table, column, mine, target.pk)


def _timed(act: Callable[[], Any]) -> tuple[Any, float]:
    """What came of it, and how long it took with its commit."""
    begun = time.perf_counter()
    with transaction.atomic():
        result = act()
    return result, time.perf_counter() - begun
