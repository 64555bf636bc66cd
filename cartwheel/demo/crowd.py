"""Three hundred families and a year of parties at Otter Bay, past and coming."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from cartwheel.demo.cast import Otters, born
from cartwheel.demo.clock import at
from cartwheel.demo.facts import Facts
from cartwheel.demo.homes import give_homes, set_up_grades
from cartwheel.demo.named import describe_named
from cartwheel.demo.papers import sign_for_the_crowd
from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.ledger.operations import take_payment
from cartwheel.domain.parties.models import AddOn, Package, Party
from cartwheel.domain.parties.operations import (
    Tender,
    book_party,
    delete_party,
    send_confirmation,
)
from cartwheel.domain.parties.queries import OpenSlot, open_slots, party_money, price_party
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations import Contact, add_guardian, add_student, create_family

SEED = 20240229
FAMILIES = 297  # and the three that tests know by name
PAST, COMING = timedelta(days=365), timedelta(days=120)
SHARE_PAST, SHARE_COMING = 13, 8  # of a hundred open slots, how many were booked

FIRST_NAMES = """
Aaliyah Aarav Abena Ada Adunni Ahmed Aiko Aisha Akira Alma Amara Amélie Anders Anouk Ayşe Beatriz
Björn Camila Carlos Chiara Chidi Chloé Clara Daan Dalia Dmitri Eilidh Elena Elif Emeka Emma Enzo
Esther Fatima Femke Finn Freya Gabriel Grace Greta Hamza Hannah Haruto Hugo Ibrahim Inés Ingrid
Isaac Isla Ivan Jamal Jasper Jin Joana José Kai Kavya Keiko Kofi Lars Layla Leilani Lena Liam Lina
Luca Lucía Luna Maja Malik Mateo Maya Mei Milan Mina Nadia Naomi Nia Noah Noor Olga Omar Oscar
Otto Paula Pilar Rafael Rania Ravi Rosa Saanvi Sami Santiago Sara Sienna Sofia Søren Talia Tariq
Thandi Tomás Uma Valentina Vera Victor Wei Xavier Yara Yuki Yusuf Zara Zofia Zoë
""".split()  # noqa: SIM905 - two hundred quoted strings read worse
LAST_NAMES = """
Achterberg Adeyemi Almeida Andersson Bakker Bauer Begum Bianchi Campbell Chen Cohen Costa Dahl
Delacroix Diaz Dubois Eriksen Fernández Fitzgerald Flores Fofana García Garabedian Goldberg Gupta
Haddad Hansen Hernández Hollingsworth Hussein Ibarra Iyer Jankowski Jensen Johnson Kaya Kim
Kowalski Kumar Laurent Lindqvist Lopez Martin Mbeki Mensah Meyer Mitchell Moreau Müller Nakagawa
Ndiaye Nguyen Novák Nowak O’Brien Okafor Okonkwo Oliveira Ortega Osei Özdemir Park Patel Peña
Pereira Petrov Quintero Rahman Ramírez Reyes Rossi Ruiz Saito Sánchez Santos Sato Schmidt Sharma
Silva Singh Smith Sokolov Suzuki Takahashi Tanaka Thompson Torres Tran Vasquez Virtanen Wagner
Walker Wang Williams Wójcik Wright Yamamoto Yilmaz Young Zhang
""".split()  # noqa: SIM905 - two hundred quoted strings read worse
NOTES = ("", "", "", "", "Peanut allergy in the group.", "Grandparents come too; two more chairs.")
STAFF_NOTES = ("", "", "", "", "", "Set the low tables.", "Asked twice about parking.")


@dataclass
class Chance:
    """Decisions that come out the same every time."""

    random: Random

    def one_in(self, n: int) -> bool:
        return self.random.randrange(n) == 0

    def percent(self, n: int) -> bool:
        return self.random.randrange(100) < n


def load_crowd(otters: Otters, now: datetime) -> None:
    """Fill Otter Bay; it takes some twenty seconds."""
    chance = Chance(Random(SEED))
    set_up_grades(now.date(), otters.owner)
    facts = Facts(otters.account, now.date())
    describe_named(otters)
    crowd = _families(otters, now, chance, facts)
    families = [*otters.families.values(), *crowd]
    sign_for_the_crowd(crowd, (otters.bay,), now, otters.desk_now)
    for place in (otters.bay, otters.point):
        _year(otters, place, families, now, chance)
    give_homes(otters, crowd, now)
    facts.leave(otters, crowd)


def _families(otters: Otters, now: datetime, chance: Chance, facts: Facts) -> list[Family]:
    random = chance.random
    made = []
    for number in range(FAMILIES):
        joined = now - timedelta(days=random.randrange(20, 600), minutes=random.randrange(600))
        with at(joined), transaction.atomic():
            made.append(_family(otters, number, now.date(), chance, facts))
    return made


def _family(otters: Otters, number: int, today: date, chance: Chance, facts: Facts) -> Family:
    random, desk = chance.random, otters.desk_now
    first, last = random.choice(FIRST_NAMES), random.choice(LAST_NAMES)
    family = create_family(
        first_name=first,
        last_name=last,
        phone=f"+1512555{1000 + number:04d}",
        email=f"family{number + 1}@example.com",
        relationship=random.choice(("Mother", "Father")),
        duplicates_seen=True,
        by=desk,
        **facts.of_family(number, last),
    )
    facts.mailings(family, desk)
    if chance.percent(55):
        add_guardian(
            family,
            first_name=random.choice(FIRST_NAMES),
            last_name=last if chance.percent(80) else random.choice(LAST_NAMES),
            phones=[Contact(f"+1737555{1000 + number:04d}")],
            by=desk,
        )
    for nth in range(random.choice((1, 1, 1, 2, 2, 3))):
        age = random.randrange(2, 14)
        name, born_on = random.choice(FIRST_NAMES), born(today, age, nth)
        add_student(family, first_name=name, born_on=born_on, by=desk, **facts.of_student(born_on))
    return family


def _year(
    otters: Otters, place: Location, families: list[Family], now: datetime, chance: Chance
) -> None:
    first, last = (now - PAST).date(), (now + COMING).date()
    taken: set[tuple[int, datetime]] = set()
    for slot in open_slots(place, first=first, last=last, now=now - PAST):
        share = SHARE_PAST if slot.starts_at < now else SHARE_COMING
        if chance.percent(share) and (slot.station.pk, slot.starts_at) not in taken:
            taken.add((slot.station.pk, slot.starts_at))
            _party(otters, slot, chance.random.choice(families), now, chance)


def _party(otters: Otters, slot: OpenSlot, family: Family, now: datetime, chance: Chance) -> None:
    random, desk = chance.random, otters.desk_now
    honoree = random.choice(list(family.students.all()))
    package = random.choice(list(slot.station.packages.all()))
    guests = random.randrange(8, min(package.guests_max, slot.station.capacity) + 1)
    booked_at = min(slot.starts_at, now) - timedelta(
        days=random.randrange(4, 50), minutes=random.randrange(500)
    )
    add_ons = _picks(slot, guests, random)
    quote = slot.starts_at > now + timedelta(days=21) and chance.one_in(8)
    with at(booked_at), transaction.atomic():
        party = book_party(
            station=slot.station,
            on=slot.on,
            time_slot=slot.time_slot,
            starts=None,
            ends=None,
            title=f"{honoree.first_name} turns {(honoree.age_on(slot.on) or 5) + 1}",
            guests=guests,
            family=family,
            honoree=honoree,
            **_contact(family),
            customer_notes=random.choice(NOTES),
            staff_notes=random.choice(STAFF_NOTES),
            package=package,
            add_ons=add_ons,
            hosts=[],
            tax_rate=package.tax_rate,
            charge=not quote,
            due_on=slot.on,
            payment=None if quote else _deposit(package, guests, add_ons, chance),
            hold_until=now + timedelta(days=random.randrange(1, 6)) if quote else None,
            request_key=uuid.UUID(int=random.getrandbits(128), version=4),
            now=booked_at,
            by=desk,
        )
        if not quote and chance.percent(85):
            send_confirmation(party, now=booked_at, by=desk)
    if not quote:
        _afterwards(otters, party, place=slot.station.location, now=now, chance=chance)


def _picks(slot: OpenSlot, guests: int, random: Random) -> list[tuple[AddOn, int]]:
    offered = list(slot.station.location.add_ons.all())
    chosen = random.sample(offered, k=random.choice((0, 1, 1, 2, 3)))
    return [(add_on, random.randrange(1, min(add_on.quantity_max, 3) + 1)) for add_on in chosen]


def _contact(family: Family) -> dict[str, str]:
    guardian = family.guardians.get(is_primary=True)
    email, phone = guardian.emails.first(), guardian.phones.first()
    return {
        "contact_name": str(guardian),
        "contact_email": str(email or ""),
        "contact_phone": str(phone or ""),
    }


def _deposit(
    package: Package, guests: int, add_ons: list[tuple[AddOn, int]], chance: Chance
) -> Tender | None:
    if chance.one_in(7):
        return None
    price = price_party(package=package, guests=guests, add_ons=add_ons, tax_rate=package.tax_rate)
    in_full = chance.percent(25)
    kind = chance.random.choice(("cash", "check", "card_device", "card_device", "card_device"))
    reference = str(chance.random.randrange(1000, 9999)) if kind == "check" else ""
    return Tender(kind, price.total if in_full else price.deposit, reference)


def _afterwards(
    otters: Otters, party: Party, *, place: Location, now: datetime, chance: Chance
) -> None:
    """What became of the party: most are paid, a few still owe, some were called off."""
    if chance.one_in(20):
        _call_off(otters.desk_now, party, min(now, party.starts_at) - timedelta(days=2))
        return
    if party.starts_at > now or chance.one_in(14):
        return
    with at(party.starts_at), transaction.atomic():
        owed = party_money(party).owed
        if owed > 0:
            generous = 2000 if chance.one_in(25) else 0
            take_payment(
                party.family,
                location=place,
                kind=chance.random.choice(("cash", "card_device")),
                amount=owed + generous,
                paid_on=party.on,
                keep_rest=True,
                by=otters.desk_now,
            )


def _call_off(desk: Actor, party: Party, moment: datetime) -> None:
    with at(moment), transaction.atomic():
        party.refresh_from_db()
        delete_party(
            party,
            version=party.version,
            reason="The family moved the celebration home.",
            reverse_charge=True,
            refund=None,
            now=moment,
            by=desk,
        )
