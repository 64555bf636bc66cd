"""What is measured: one business of many families, and many small ones around it.

The big one is called ``bench`` and has a desk at which Bea works, with the rights that a front
desk has, not with all of them. A database that holds it in the right size is used as it is.
"""

import time as clock
from dataclasses import dataclass
from datetime import time

from django.db import connection, transaction

from bench.families import make_families
from bench.ledgers import make_ledgers
from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.catalog.operations import add_charge_category, add_location, add_program
from cartwheel.domain.identity.models import User
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.parties.operations import (
    add_package,
    add_station,
    add_time_slot,
    change_party_settings,
)
from cartwheel.domain.people import permissions as people
from cartwheel.domain.staff.models import Grant, Membership, StaffMember, UserGroup
from cartwheel.kernel.tenancy import tenant

BIG, SMALL = "bench", "small"
FAMILIES_OF_SMALL = 20
STATIONS = 10
WHEN = ((9, 11), (11, 13), (13, 15), (15, 17), (17, 19))


@dataclass(frozen=True)
class World:
    account: Account
    user: User


def prepare(families: int, small_accounts: int) -> World:
    """The world as asked for; made in a minute or two unless the database holds it already."""
    started = clock.monotonic()
    account = Account.objects.filter(slug=BIG).first()
    if account is None:
        account = _make(families, small_accounts)
        _tidy()
        print(f"made {families:,} families in {clock.monotonic() - started:.0f} s")
    with tenant(account.pk), transaction.atomic():
        there = account.families.count()
    if there != families:
        raise SystemExit(f"The database holds {there:,} families: ask for these, or for another.")
    return World(account, User.objects.get(email="bea@bench.example"))


@transaction.atomic
def _make(families: int, small_accounts: int) -> Account:
    account = _open(BIG, families, seed=1)
    for number in range(small_accounts):
        _open(f"{SMALL}-{number}", FAMILIES_OF_SMALL, seed=number + 2)
    return account


def _open(slug: str, families: int, *, seed: int) -> Account:
    account = open_account(slug=slug, name=slug.title())
    by = Actor.system(account)
    with tenant(account.pk):
        location = add_location(name="Main Street", timezone="America/Chicago", by=by)
        program = add_program(name="Parties", by=by)
        category = add_charge_category(title="Party", by=by)
        make_families(account, families, seed=seed)
        make_ledgers(account, location, program, category)
        change_party_settings(location, program=program, category=category, by=by)
        if slug == BIG:
            _seat_bea(account)
            _offer_parties(location, by)
    return account


def _seat_bea(account: Account) -> None:
    user = User.objects.create_user("bea@bench.example", name="Bea Busy")
    bea = StaffMember.objects.create(
        account=account, user=user, first_name="Bea", last_name="Busy", email=user.email
    )
    desk = UserGroup.objects.create(account=account, name="Front desk")
    Membership.objects.create(account=account, group=desk, staff=bea)
    needs = dict((people.EDIT & parties.BOOK & ledger.POST).needs)
    Grant.objects.bulk_create(
        Grant(account=account, group=desk, right=right, level=level)
        for right, level in needs.items()
    )


def _offer_parties(location: Location, by: Actor) -> None:
    slots = [
        add_time_slot(
            location=location,
            name=f"From {starts}",
            starts=time(starts),
            ends=time(ends),
            weekdays=range(7),
            by=by,
        )
        for starts, ends in WHEN
    ]
    stations = [
        add_station(location=location, name=f"Room {n}", capacity=40, time_slots=slots, by=by)
        for n in range(1, STATIONS + 1)
    ]
    add_package(
        location=location,
        name="Classic",
        price=29500,
        guests_included=12,
        guests_max=30,
        guest_price=1500,
        stations=stations,
        by=by,
    )


def _tidy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
