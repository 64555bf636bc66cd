"""Made-up families of a business: guardians, siblings, addresses, numbers, words to be found by."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bench.copying import Copier, reserve_keys, without_capture
from bench.names import Names
from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import (
    Family,
    Guardian,
    GuardianEmail,
    GuardianPhone,
    SearchTerm,
    Student,
)
from cartwheel.domain.people.search import terms_of
from cartwheel.kernel.text import folded

START = datetime(2019, 1, 1, tzinfo=UTC)
DAYS = 2800
DOMAINS = ("gmail.example", "outlook.example", "yahoo.example", "icloud.example", "proton.example")
AREAS = ("512", "737", "210", "303", "720", "415", "212", "646", "773", "206")
AT_ONCE = 10_000


@dataclass
class Adult:
    key: int
    first: str
    last: str
    email: str
    phone: str


@dataclass
class Household:
    key: int
    name: str
    created_at: datetime
    archived_at: datetime | None
    adults: list[Adult] = field(default_factory=list)
    children: list[tuple[int, str, date]] = field(default_factory=list)

    @property
    def terms(self) -> set[str]:
        return terms_of(
            names=[
                self.name,
                *(name for adult in self.adults for name in (adult.first, adult.last)),
                *(first for _key, first, _born in self.children),
            ],
            emails=[adult.email for adult in self.adults],
            phones=[adult.phone for adult in self.adults],
        )


def make_families(account: Account, count: int, *, seed: int) -> None:
    """Add ``count`` families to the account, open as the tenant; the same ones for one seed."""
    chance = random.Random(seed)
    with without_capture(Family, Guardian, GuardianEmail, GuardianPhone, Student):
        keys = reserve_keys(Family, count), reserve_keys(Guardian, 2 * count)
        households = imagine(count, chance, *keys, reserve_keys(Student, 3 * count))
        tables = _tables()
        for number, household in enumerate(households, start=1):
            _add(tables, account.pk, household)
            if number % AT_ONCE == 0 or number == count:
                for table in tables.values():
                    table.write()


def imagine(
    count: int,
    chance: random.Random,
    family_keys: Iterator[int],
    guardian_keys: Iterator[int],
    student_keys: Iterator[int],
) -> Iterator[Household]:
    names = Names(chance)
    for number in range(count):
        last = names.last()
        created = START + timedelta(days=DAYS * number / count, seconds=chance.randrange(80_000))
        archived = created + timedelta(days=400) if chance.random() < 0.04 else None
        home = Household(next(family_keys), last, created, archived)
        for nth in range(1 + (chance.random() < 0.55)):
            name = last if nth == 0 or chance.random() < 0.8 else names.last()
            home.adults.append(_adult(next(guardian_keys), names.first(), name, number, chance))
        for _nth in range(chance.choice((1, 1, 1, 2, 2, 2, 3, 1, 1, 1))):
            born = date(2011, 1, 1) + timedelta(days=chance.randrange(5000))
            home.children.append((next(student_keys), names.first(), born))
        yield home


def _adult(key: int, first: str, last: str, number: int, chance: random.Random) -> Adult:
    ascii_name = folded(f"{first}.{last}").encode("ascii", "ignore").decode()
    local = "".join(c for c in ascii_name if c.isalnum() or c == ".").strip(".") or "family"
    email = f"{local}{number}@{chance.choice(DOMAINS)}"
    phone = f"+1{chance.choice(AREAS)}{chance.randrange(2_000_000, 9_999_999)}"
    return Adult(key, first, last, email, phone)


def _tables() -> dict[str, Copier]:
    return {
        "families": Copier(
            Family, "id account_id name sort_name note archived_at created_at version"
        ),
        "guardians": Copier(
            Guardian,
            "id account_id family_id first_name last_name relationship is_primary version",
        ),
        "emails": Copier(GuardianEmail, "account_id guardian_id address label is_primary"),
        "phones": Copier(GuardianPhone, "account_id guardian_id number label is_primary"),
        "students": Copier(
            Student,
            "id account_id family_id first_name last_name born_on note created_at version",
        ),
        "terms": Copier(SearchTerm, "account_id family_id term"),
    }


def _add(tables: dict[str, Copier], account: int, home: Household) -> None:
    tables["families"].add(
        home.key, account, home.name, folded(home.name), "", home.archived_at, home.created_at, 1
    )
    for adult in home.adults:
        primary = adult is home.adults[0]
        tables["guardians"].add(
            adult.key, account, home.key, adult.first, adult.last, "", primary, 1
        )
        tables["emails"].add(account, adult.key, adult.email, "", True)
        tables["phones"].add(account, adult.key, adult.phone, "", True)
    for key, first, born in home.children:
        tables["students"].add(
            key, account, home.key, first, home.name, born, "", home.created_at, 1
        )
    for term in home.terms:
        tables["terms"].add(account, home.key, term)
