"""Made-up families of a business: guardians, siblings, addresses, numbers, words to be found by."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bench.copying import Copier, reserve_keys, without_capture
from bench.names import Names
from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import (
    Address,
    Family,
    FamilyKeyword,
    Guardian,
    GuardianEmail,
    GuardianPhone,
    Keyword,
    ReferralSource,
    SearchTerm,
    Student,
    StudentTerm,
)
from cartwheel.domain.people.search import email_terms, name_terms, phone_terms
from cartwheel.kernel.text import folded

START = datetime(2019, 1, 1, tzinfo=UTC)
DAYS = 2800
DOMAINS = ("gmail.example", "outlook.example", "yahoo.example", "icloud.example", "proton.example")
AREAS = ("512", "737", "210", "303", "720", "415", "212", "646", "773", "206")
CITIES = ("Austin", "Round Rock", "Cedar Park", "Pflugerville")
SOURCES = ("A friend", "Search", "School", "Drove by")
KEYWORDS = ("Team", "VIP", "Newsletter", "Camp 2025")
GENDERS = ("female", "male", "female", "male", "female", "male", "female", "nonbinary", "")
ALLERGIES = ("Peanuts", "Bee stings", "Milk")
AT_ONCE = 10_000


@dataclass
class Adult:
    key: int
    first: str
    last: str
    email: str
    phone: str


@dataclass
class Child:
    key: int
    first: str
    born_on: date
    gender: str
    allergies: str


@dataclass
class Household:
    key: int
    name: str
    created_at: datetime
    archived_at: datetime | None
    adults: list[Adult] = field(default_factory=list)
    children: list["Child"] = field(default_factory=list)

    @property
    def terms(self) -> set[str]:
        names = [
            self.name,
            *(name for adult in self.adults for name in (adult.first, adult.last)),
            *(child.first for child in self.children),
        ]
        return set().union(
            *map(name_terms, names),
            *(email_terms(adult.email) for adult in self.adults),
            *(phone_terms(adult.phone) for adult in self.adults),
        )

    @property
    def shared_terms(self) -> set[str]:
        """What finds each of the children: the names of the household and of its adults."""
        names = [self.name, *(n for adult in self.adults for n in (adult.first, adult.last))]
        return set().union(*map(name_terms, names))


CAPTURED = (Address, Family, FamilyKeyword, Guardian, GuardianEmail, GuardianPhone, Student)


def make_families(account: Account, count: int, *, seed: int) -> None:
    """Add ``count`` families to the account, open as the tenant; the same ones for one seed."""
    chance = random.Random(seed)
    sources = [ReferralSource.objects.create(account=account, name=name).pk for name in SOURCES]
    words = [Keyword.objects.create(account=account, name=name).pk for name in KEYWORDS]
    with without_capture(*CAPTURED):
        keys = reserve_keys(Family, count), reserve_keys(Guardian, 2 * count)
        households = imagine(count, chance, *keys, reserve_keys(Student, 3 * count))
        tables = _tables()
        for number, household in enumerate(households, start=1):
            _add(tables, account.pk, household)
            _label(tables, account.pk, household, sources, words)
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
            gender = chance.choice(GENDERS)
            ill = chance.choice(ALLERGIES) if chance.random() < 0.06 else ""
            home.children.append(Child(next(student_keys), names.first(), born, gender, ill))
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
            Family,
            "id account_id name sort_name archived_at created_at flag_alert suspended_at is_member"
            " in_service referral_source_id",
        ),
        "guardians": Copier(
            Guardian, "id account_id family_id first_name last_name relationship is_primary"
        ),
        "emails": Copier(GuardianEmail, "account_id guardian_id address is_primary gets_mailings"),
        "phones": Copier(GuardianPhone, "account_id guardian_id number is_primary gets_texts"),
        "students": Copier(
            Student,
            "id account_id family_id first_name last_name born_on gender allergies created_at",
        ),
        "addresses": Copier(
            Address, "account_id family_id line1 city region postal_code country is_mailing"
        ),
        "keywords": Copier(FamilyKeyword, "account_id family_id keyword_id"),
        "terms": Copier(SearchTerm, "account_id family_id term"),
        "student_terms": Copier(StudentTerm, "account_id student_id term"),
    }


def _add(tables: dict[str, Copier], account: int, home: Household) -> None:
    for adult in home.adults:
        primary = adult is home.adults[0]
        tables["guardians"].add(adult.key, account, home.key, adult.first, adult.last, "", primary)
        tables["emails"].add(account, adult.key, adult.email, True, adult.key % 5 != 0)
        tables["phones"].add(account, adult.key, adult.phone, True, adult.key % 3 == 0)
    for child in home.children:
        tables["students"].add(
            child.key,
            account,
            home.key,
            child.first,
            home.name,
            child.born_on,
            child.gender,
            child.allergies,
            home.created_at,
        )
        for term in home.shared_terms | name_terms(child.first):
            tables["student_terms"].add(account, child.key, term)
    for term in home.terms:
        tables["terms"].add(account, home.key, term)


def _label(
    tables: dict[str, Copier], account: int, home: Household, sources: list[int], words: list[int]
) -> None:
    """The family itself, and what filters ask for; all of it follows from its key."""
    key = home.key
    tables["families"].add(
        key,
        account,
        home.name,
        folded(home.name),
        home.archived_at,
        home.created_at,
        "Ask for the manager" if key % 200 == 0 else "",
        home.created_at if key % 700 == 0 else None,
        key % 9 == 0,
        key % 40 == 0,
        sources[key % len(sources)] if key % 5 else None,
    )
    if key % 10 < 7:
        line, city = f"{key % 9000 + 100} Oak Street", CITIES[key % len(CITIES)]
        code = f"78{key % 1000:03d}"
        tables["addresses"].add(account, key, line, city, "TX", code, "US", True)
    if key % 6 == 0:
        tables["keywords"].add(account, key, words[key // 6 % len(words)])
