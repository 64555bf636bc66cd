"""Three hundred families at Otter Bay."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from cartwheel.demo.cast import Otters
from cartwheel.demo.clock import at
from cartwheel.demo.facts import Facts
from cartwheel.demo.homes import give_homes, set_up_grades
from cartwheel.demo.named import describe_named
from cartwheel.demo.papers import sign_for_the_crowd
from cartwheel.demo.when import at_the_desk, last_at_the_desk
from cartwheel.demo.year import load_year
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations import Contact, add_guardian, add_student, create_family

SEED = 20240229
FAMILIES = 297  # and the three that tests know by name

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
    with at(otters.account.created_at + timedelta(days=1)):
        set_up_grades(now.date(), otters.owner)
        facts = Facts(otters.account, now.date())
        describe_named(otters)
    crowd = _families(otters, now, chance, facts)
    sign_for_the_crowd(crowd, (otters.bay,), now, otters.desk_now)
    load_year(otters, [*otters.families.values(), *crowd], now)
    lately = last_at_the_desk(now - timedelta(days=1), otters.bay.zone)
    with at(lately):
        give_homes(otters, crowd, now)
        facts.leave(otters, crowd)


def _families(otters: Otters, now: datetime, chance: Chance, facts: Facts) -> list[Family]:
    random, zone = chance.random, otters.bay.zone
    made = []
    for number in range(FAMILIES):
        day = now.astimezone(zone).date() - timedelta(days=random.randrange(20, 600))
        with at(at_the_desk(day, zone, random, now=now)), transaction.atomic():
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
    for _child in range(random.choice((1, 1, 1, 2, 2, 3))):
        name = random.choice(FIRST_NAMES)
        born_on = today - timedelta(days=random.randrange(2 * 365, 14 * 365))
        add_student(family, first_name=name, born_on=born_on, by=desk, **facts.of_student(born_on))
    return family
