"""What the office knows of the crowd: where they live, how they came, what to watch out for.

Decided by chances of its own, so that nothing else of the demo changes with it.
"""

from datetime import date
from random import Random
from typing import Any

from cartwheel.demo.cast import Otters
from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.people.models import Family, Keyword, ReferralSource
from cartwheel.domain.people.operations import (
    Contact,
    EmergencyPerson,
    Place,
    archive_family,
    change_guardian,
    suspend_family,
)
from cartwheel.domain.people.queries import grades_of

SEED = 20280229
SOURCES = ("A friend", "Web search", "School flyer", "Drove by", "Social media")
KEYWORDS = ("Team family", "Swim", "Volunteer", "Scholarship", "Summer camp")
STREETS = ("Bayside Drive", "Oak Street", "Pecan Lane", "Barton Road", "Lamar Court", "Elm Street")
CITIES = (
    ("Austin", "78741"),
    ("Austin", "78704"),
    ("Round Rock", "78664"),
    ("Cedar Park", "78613"),
)
ALERTS = (
    "Ask Olive before booking: two late cancellations.",
    "Two households: check who picks up.",
    "Pays by check only.",
)
ALLERGIES = ("Peanuts", "Tree nuts", "Bee stings, carries an EpiPen", "Milk", "Latex")
CONDITIONS = ("Asthma", "Type 1 diabetes", "Ear tubes: earplugs in the pool")
SCHOOLS = ("Bayview Elementary", "Oak Hill School", "St. Brigid's", "Lakeside Middle School")
SIZES = ("Youth XS", "Youth S", "Youth M", "Youth L")
GENDERS = ("female",) * 10 + ("male",) * 9 + ("nonbinary", "")
SUSPENDED, ARCHIVED = 3, 8  # families


class Facts:
    """The same ones every time."""

    def __init__(self, account: Account, today: date) -> None:
        self.random, self.today = Random(SEED), today
        self.grades = grades_of(account)
        self.sources = [
            ReferralSource.objects.get_or_create(account=account, name=name)[0] for name in SOURCES
        ]
        self.keywords = [
            Keyword.objects.get_or_create(account=account, name=name)[0] for name in KEYWORDS
        ]

    def percent(self, n: int) -> bool:
        return self.random.randrange(100) < n

    def of_family(self, number: int, last: str) -> dict[str, Any]:
        """Arguments of ``create_family``."""
        found: dict[str, Any] = {
            "is_member": self.percent(12),
            "in_service": self.percent(4),
            "do_not_solicit": self.percent(3),
        }
        if self.percent(72):
            found["referral_source"] = self.random.choice(self.sources)
        if self.percent(30):
            found["keywords"] = self.random.sample(self.keywords, k=self.random.choice((1, 1, 2)))
        if self.percent(85):
            found["addresses"] = [self._address()]
        if self.percent(60):
            called = f"{self.random.choice(('Rosa', 'Sam', 'Ines', 'Theo'))} {last}"
            contact = EmergencyPerson(called, f"+1210555{1000 + number:04d}", "Grandparent")
            found["emergency_contacts"] = [contact]
        if self.percent(3):
            found["flag_alert"] = self.random.choice(ALERTS)
        return found

    def _address(self) -> Place:
        city, code = self.random.choice(CITIES)
        line = f"{self.random.randrange(100, 9900)} {self.random.choice(STREETS)}"
        return Place(line, city=city, region="TX", postal_code=code, is_mailing=True)

    def of_student(self, born_on: date) -> dict[str, Any]:
        """Arguments of ``add_student``."""
        found: dict[str, Any] = {"gender": self.random.choice(GENDERS)}
        grade = self.grades.suggested(born_on, self.today)
        if grade is not None and self.percent(80):
            found |= {"grade": grade, "school": self.random.choice(SCHOOLS)}
        if self.percent(50):
            found["shirt_size"] = self.random.choice(SIZES)
        if self.percent(8):
            found["allergies"] = self.random.choice(ALLERGIES)
        if self.percent(4):
            found["conditions"] = self.random.choice(CONDITIONS)
        return found

    def mailings(self, family: Family, by: Actor) -> None:
        """One in seven wants no news."""
        if not self.percent(14):
            return
        guardian = family.guardians.get(is_primary=True)
        emails = [Contact(email.address, agreed=False) for email in guardian.emails.all()]
        first, last = guardian.first_name, guardian.last_name
        change_guardian(guardian, first_name=first, last_name=last, emails=emails, by=by)

    def leave(self, otters: Otters, crowd: list[Family]) -> None:
        """A few are suspended, and some of those who never booked are gone."""
        for family in self.random.sample(crowd, k=SUSPENDED):
            suspend_family(family, reason="Two payments came back.", by=otters.owner)
        never = [family for family in crowd if not family.parties.exists()]
        for family in self.random.sample(never, k=min(ARCHIVED, len(never))):
            archive_family(family, by=otters.desk_now)
