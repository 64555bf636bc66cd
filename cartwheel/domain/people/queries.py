"""Finding families: by whatever is typed, by what they share, and one with all its people."""

from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Concat, JSONObject, Trim

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.finding import (
    Finding,
    find,
    find_families,
    matching,
    narrowed,
    search_families,
)
from cartwheel.domain.people.grades import Grades, grades_from
from cartwheel.domain.people.models import (
    Family,
    Guardian,
    GuardianEmail,
    GuardianPhone,
    HouseholdShare,
    PeopleSettings,
    Student,
)

__all__ = [
    "Finding",
    "duplicates_of",
    "family_card",
    "find",
    "find_families",
    "grades_of",
    "households_of",
    "matching",
    "narrowed",
    "search_families",
    "shares_of",
    "students_of",
    "with_people",
    "with_summary",
]

FULL_NAME = Trim(Concat("first_name", Value(" "), "last_name"))


def duplicates_of(account: Account, emails: Iterable[str], phones: Iterable[str]) -> list[Family]:
    """Families, archived ones too, that have one of these addresses or numbers (E.164)."""
    addresses = [address.lower() for address in emails if address]
    numbers = [number for number in phones if number]
    guardians = Guardian.objects.filter(account=account)
    keys: set[int] = set()
    if addresses:
        found = guardians.filter(emails__address__in=addresses, emails__account=account)
        keys |= set(found.values_list("family_id", flat=True))
    if numbers:
        found = guardians.filter(phones__number__in=numbers, phones__account=account)
        keys |= set(found.values_list("family_id", flat=True))
    return list(with_people(Family.objects.filter(account=account, pk__in=keys))) if keys else []


def with_people(families: QuerySet[Family]) -> QuerySet[Family]:
    """With guardians, their emails and phones, and students, but for the archived ones."""
    guardians = Guardian.objects.filter(archived_at=None).prefetch_related("emails", "phones")
    students = Student.objects.filter(archived_at=None)
    return families.prefetch_related(
        Prefetch("guardians", guardians), Prefetch("students", students)
    )


def with_summary(families: QuerySet[Family]) -> QuerySet[Family]:
    """With ``adults`` and ``children`` as plain values, in the same statement: for long lists.

    Each adult has name, relationship, emails and phones (the primary ones first); each child has
    name and born_on (text, or None). Archived ones are left out.
    """
    mine = {"account": OuterRef("account"), "family": OuterRef("pk"), "archived_at": None}
    adults = Guardian.objects.filter(**mine).values(
        each=JSONObject(
            name=FULL_NAME,
            relationship="relationship",
            emails=_of_guardian(GuardianEmail, "address"),
            phones=_of_guardian(GuardianPhone, "number"),
        )
    )
    children = Student.objects.filter(**mine).values(
        each=JSONObject(name="first_name", last_name="last_name", born_on="born_on")
    )
    return families.annotate(adults=ArraySubquery(adults), children=ArraySubquery(children))


def _of_guardian(model: type[GuardianEmail] | type[GuardianPhone], column: str) -> ArraySubquery:
    rows = model._default_manager.filter(account=OuterRef("account"), guardian=OuterRef("pk"))
    return ArraySubquery(rows.values(column))


def students_of(family: Family) -> QuerySet[Student]:
    """Who belongs to this household: those at home here and those it shares with another."""
    shared = HouseholdShare.objects.filter(account=family.account_id, family=family)
    here = Q(family=family) | Q(pk__in=shared.values("student"))
    return Student.objects.filter(here, account=family.account_id)


def households_of(student: Student) -> list[Family]:
    """The households that the student belongs to, home first."""
    shares = HouseholdShare.objects.filter(account=student.account_id, student=student)
    return [student.family, *(share.family for share in shares.select_related("family"))]


def shares_of(student: Student) -> QuerySet[HouseholdShare]:
    """The other households of the student with what each bears, the oldest first."""
    shares = HouseholdShare.objects.filter(account=student.account_id, student=student)
    return shares.select_related("family").order_by("pk")


def grades_of(account: Account) -> Grades:
    """The grades of the account's students as they are set up."""
    return grades_from(PeopleSettings.objects.filter(account=account).first())


def family_card(account: Account, key: int) -> Family | None:
    """The family with all its people, archived ones included; None when there is no such one."""
    guardians = Guardian.objects.select_related("portal_login").prefetch_related("emails", "phones")
    families = Family.objects.filter(account=account, pk=key)
    return families.prefetch_related(Prefetch("guardians", guardians), "students").first()
