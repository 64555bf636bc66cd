"""Harbor Street Dance next door: a few families, and their birthdays on Saturdays."""

import uuid
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from cartwheel.demo.cast import HARBOR
from cartwheel.demo.clock import at
from cartwheel.demo.when import at_the_desk, is_holiday
from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.ledger.operations import take_payment
from cartwheel.domain.parties.models import Package, Party, Station
from cartwheel.domain.parties.operations import Tender, book_party, send_confirmation
from cartwheel.domain.parties.queries import party_money
from cartwheel.domain.people.models import Student
from cartwheel.domain.people.operations import add_student, create_family
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.queries import actor_for
from cartwheel.kernel.tenancy import tenant

SEED = 20240304
FAMILIES = (
    # guardian, phone, child, age
    (("Jun", "Takeda"), "+12125550131", "Emi", 6),
    (("Carla", "Rinaldi"), "+12125550132", "Nino", 8),
    (("Wanda", "Osborne"), "+12125550133", "Pearl", 5),
)
# week from today's, child, guests, whether the deposit was paid, whether the rest was
PARTIES = (
    (-21, "Emi", 10, True, True),
    (-9, "Nino", 12, True, True),
    (-3, "Pearl", 9, False, False),
    (0, "Noor", 12, True, False),
    (1, "Emi", 8, False, False),
    (4, "Nino", 14, True, False),
)
SATURDAY = 5


def load_neighbor(now: datetime) -> None:
    """Parties past and to come: one family owes for hers, the others have paid."""
    account = Account.objects.get(slug=HARBOR)
    with tenant(account.pk):
        random, zone = Random(SEED), account.locations.get().zone
        owner = StaffMember.objects.select_related("account", "user").get(account=account)
        by = actor_for(owner, surface="office", address="127.0.0.1")
        today = now.astimezone(zone).date()
        with at(at_the_desk(today - timedelta(days=300), zone, random, now=now)):
            _families(today, by)
        for week, child, guests, deposit, rest in PARTIES:
            on = saturday(today, week)
            day = min(on - timedelta(days=random.randrange(5, 30)), today - timedelta(days=2))
            booked_at = at_the_desk(day, zone, random, now=now)
            with at(booked_at), transaction.atomic():
                party = _book(child, on, guests, deposit, booked_at, random, by)
            paid_at = party.ends_at - timedelta(minutes=15)
            if rest and paid_at < now:
                with at(paid_at), transaction.atomic():
                    _pay(party, by)


def saturday(today: date, week: int) -> date:
    """The Saturday of that week from today on; the one after it where that is a holiday."""
    on = today + timedelta(days=(SATURDAY - today.weekday()) % 7, weeks=week)
    return on + timedelta(weeks=2) if is_holiday(on) else on


def _families(today: date, by: Actor) -> None:
    for (first, last), phone, child, age in FAMILIES:
        family = create_family(
            first_name=first,
            last_name=last,
            phone=phone,
            email=f"{first.lower()}.{last.lower()}@example.com",
            by=by,
        )
        born_on = today - timedelta(days=age * 365 + 200)
        add_student(family, first_name=child, born_on=born_on, by=by)


def _book(
    child: str, on: date, guests: int, deposit: bool, now: datetime, random: Random, by: Actor
) -> Party:
    honoree = Student.objects.select_related("family").get(account=by.account, first_name=child)
    guardian = honoree.family.guardians.get(is_primary=True)
    station = Station.objects.select_related("location").get(account=by.account)
    package = Package.objects.select_related("tax_rate").get(account=by.account)
    party = book_party(
        station=station,
        on=on,
        time_slot=station.time_slots.get(),
        title=f"{child} turns {(honoree.age_on(on) or 5) + 1}",
        guests=guests,
        family=honoree.family,
        honoree=honoree,
        contact_name=str(guardian),
        contact_email=str(guardian.emails.first() or ""),
        contact_phone=str(guardian.phones.first() or ""),
        package=package,
        tax_rate=package.tax_rate,
        due_on=on,
        payment=Tender("card_device", 8000) if deposit else None,
        request_key=uuid.UUID(int=random.getrandbits(128), version=4),
        now=now,
        by=by,
    )
    if deposit:
        send_confirmation(party, now=now, by=by)
    return party


def _pay(party: Party, by: Actor) -> None:
    take_payment(
        party.family,
        location=party.location,
        kind="card_device",
        amount=party_money(party).owed,
        paid_on=party.on,
        by=by,
    )
