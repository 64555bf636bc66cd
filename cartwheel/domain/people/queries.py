"""Finding families: by whatever is typed, by what they share, and one with all its people."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import JSONField, OuterRef, Prefetch, Q, QuerySet

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.exemption import Exemption, exemption_of, last_exemption_of
from cartwheel.domain.people.fields import (
    About,
    CustomerField,
    chosen_rules,
    contact_types,
    customer_fields,
    rules_of_form,
)
from cartwheel.domain.people.finding import (
    Finding,
    find,
    find_families,
    matching,
    narrowed,
    nearest_families,
    nearest_organizations,
    plainly_asked,
    search_families,
    some_students,
)
from cartwheel.domain.people.finding_students import students_among
from cartwheel.domain.people.grades import MOST_GRADES, USUAL_GRADES, Grades, grades_from
from cartwheel.domain.people.incomplete import is_incomplete, lacks, required_fields
from cartwheel.domain.people.models import (
    Address,
    Family,
    Guardian,
    HouseholdShare,
    Note,
    PeopleSettings,
    PortalLogin,
    PortalSettings,
    Student,
)
from cartwheel.domain.people.nearness import slips
from cartwheel.domain.people.search import name_terms, phone_terms
from cartwheel.kernel.correlated import Correlated
from cartwheel.kernel.text import folded

__all__ = [
    "MOST_GRADES",
    "USUAL_GRADES",
    "About",
    "CustomerField",
    "Exemption",
    "Finding",
    "Grades",
    "address_of",
    "belongs_to",
    "chosen_rules",
    "contact_types",
    "customer_fields",
    "duplicates_of",
    "exemption_of",
    "family_card",
    "find",
    "find_families",
    "grades_from",
    "grades_of",
    "guardians_with",
    "households_of",
    "is_incomplete",
    "lacks",
    "last_exemption_of",
    "login_with",
    "matching",
    "name_terms",
    "narrowed",
    "nearest_families",
    "nearest_organizations",
    "open_alerts",
    "phone_terms",
    "plainly_asked",
    "portal_settings_of",
    "required_fields",
    "rules_of_form",
    "search_families",
    "shares_of",
    "slips",
    "some_students",
    "students_among",
    "students_of",
    "with_alerts",
    "with_people",
    "with_summary",
]


LAST_LETTER = "\U0010ffff"  # stands after every character
ALIKE = 0.75  # of the letters of two names, so many are the same


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


def guardians_with(account: Account, email: str) -> list[Guardian]:
    """The guardians, in families that are in use, who sign in or are written to at this address."""
    address = email.lower()
    guardians = Guardian.objects.filter(
        account=account, archived_at=None, family__archived_at=None
    ).select_related("family")
    mailed = guardians.filter(emails__account=account, emails__address=address)
    entering = guardians.filter(portal_login__account=account, portal_login__email=address)
    found = {guardian.pk: guardian for guardian in (*mailed, *entering)}
    return [found[key] for key in sorted(found)]


def login_with(account: Account, email: str) -> PortalLogin | None:
    """Who signs in to the portal with this address; None for those who left."""
    rows = PortalLogin.objects.filter(
        account=account,
        email=email.lower(),
        guardian__archived_at=None,
        guardian__family__archived_at=None,
    )
    return rows.select_related("guardian__family").first()


def portal_settings_of(account: Account) -> PortalSettings:
    """How the portal looks; as it comes where nobody has said."""
    found = PortalSettings.objects.filter(account=account).first()
    return found or PortalSettings(account=account)


def alike_at(account: Account, name: str, places: Iterable[tuple[str, str]]) -> list[Family]:
    """Families of a similar name at one of these places, each its first line and postal code.

    12 Main Street is 12 Main St.; Smith is like Smyth, and Rao like Banerjee Rao.
    """
    keys: set[int] = set()
    for line, postal_code in places:
        house, code = _house(line), postal_code.strip()[:5]
        if not house or not code:
            continue
        rows = Address.objects.filter(
            account=account, postal_code__gte=code, postal_code__lt=code + LAST_LETTER
        ).values_list("family", "family__sort_name", "line1")
        keys |= {key for key, other, at in rows if _house(at) == house and alike(name, other)}
    return list(with_people(Family.objects.filter(account=account, pk__in=keys))) if keys else []


def _house(line: str) -> tuple[str, str] | None:
    """The number of a house and how its street begins; None without a number."""
    number, street = re.search(r"\d+", line), re.search(r"[^\W\d_]{2,}", line)
    return (number[0], folded(street[0])[:4]) if number and street else None


def alike(one: str, two: str) -> bool:
    """Whether two names of families may be the same."""
    one, two = folded(one), folded(two)
    if set(one.split()) & set(two.split()):
        return True
    return SequenceMatcher(None, one, two).ratio() >= ALIKE


def with_people(families: QuerySet[Family]) -> QuerySet[Family]:
    """With guardians, their emails and phones, and students, but for the archived ones."""
    guardians = Guardian.objects.filter(archived_at=None).prefetch_related("emails", "phones")
    students = Student.objects.filter(archived_at=None)
    return families.prefetch_related(
        Prefetch("guardians", guardians), Prefetch("students", students)
    )


def with_summary(families: QuerySet[Family]) -> QuerySet[Family]:
    """With ``adults``, ``children`` and ``alerts`` as plain values, in the same statement.

    Each adult has name, relationship, emails and phones (the primary ones first); each child has
    name and born_on (text, or None). Archived ones are left out. Each alert has the text of an
    open critical note; see ``open_alerts``.
    """
    return families.annotate(
        adults=Correlated(ADULTS, "pk", "account_id", output_field=JSONField()),
        children=Correlated(CHILDREN, "pk", "account_id", output_field=JSONField()),
        alerts=Correlated(ALERTS, "pk", "account_id", output_field=JSONField()),
    )


def with_alerts(rows: QuerySet[Any], *, family: str = "pk") -> QuerySet[Any]:
    """With ``alerts`` as plain values: the notes of ``open_alerts``, each found by an index.

    Of rows that are no families, ``family`` names the key of theirs.
    """
    return rows.annotate(alerts=Correlated(ALERTS, family, "account_id", output_field=JSONField()))


ALERTS = """
(coalesce((select jsonb_agg(jsonb_build_object(
        'text', note.text,
        'student', (select first_name from people_student where id = note.student_id)
    ) order by note.id desc)
    from people_note note
    where note.account_id = {1} and note.family_id = {0}
        and note.severity = 'critical' and note.closed_at is null), '[]')
|| coalesce((select jsonb_agg(jsonb_build_object(
        'text', note.text, 'student', child.first_name
    ) order by note.id desc)
    from people_householdshare share
    join people_student child on child.id = share.student_id
    join people_note note on note.student_id = child.id and note.account_id = share.account_id
    where share.account_id = {1} and share.family_id = {0} and note.family_id <> {0}
        and note.severity = 'critical' and note.closed_at is null), '[]'))
"""
ADULTS = """
coalesce((select jsonb_agg(jsonb_build_object(
        'name', btrim(adult.first_name || ' ' || adult.last_name),
        'relationship', adult.relationship,
        'emails', coalesce((select jsonb_agg(address order by is_primary desc, id)
            from people_guardianemail
            where account_id = adult.account_id and guardian_id = adult.id), '[]'),
        'phones', coalesce((select jsonb_agg(number order by is_primary desc, id)
            from people_guardianphone
            where account_id = adult.account_id and guardian_id = adult.id), '[]')
    ) order by adult.is_primary desc, adult.id)
    from people_guardian adult
    where adult.account_id = {1} and adult.family_id = {0} and adult.archived_at is null), '[]')
"""
CHILDREN = """
coalesce((select jsonb_agg(jsonb_build_object(
        'name', child.first_name, 'last_name', child.last_name, 'born_on', child.born_on
    ) order by child.first_name, child.id)
    from people_student child
    where child.account_id = {1} and child.family_id = {0} and child.archived_at is null), '[]')
"""


def students_of(family: Family) -> QuerySet[Student]:
    """Who belongs to this household: those at home here and those it shares with another."""
    shared = HouseholdShare.objects.filter(account=family.account_id, family=family)
    here = Q(family=family) | Q(pk__in=shared.values("student"))
    return Student.objects.filter(here, account=family.account_id)


def belongs_to(student: Student, family: Family) -> bool:
    """Whether the student is at home in ``family`` or shared with it."""
    if student.family_id == family.pk:
        return True
    return HouseholdShare.objects.filter(student=student, family=family).exists()


def households_of(student: Student) -> list[Family]:
    """The households that the student belongs to, home first."""
    shares = HouseholdShare.objects.filter(account=student.account_id, student=student)
    return [student.family, *(share.family for share in shares.select_related("family"))]


def address_of(family: Family, guardian: Guardian | None = None) -> str:
    """The first email of the guardian; else of whichever guardian has one; "" when none has."""
    guardians = family.guardians.filter(archived_at=None).prefetch_related("emails")
    asked = [each for each in guardians if each == guardian]
    return next((e.address for g in (*asked, *guardians) for e in g.emails.all()), "")


def shares_of(student: Student) -> QuerySet[HouseholdShare]:
    """The other households of the student with what each bears, the oldest first."""
    shares = HouseholdShare.objects.filter(account=student.account_id, student=student)
    return shares.select_related("family").order_by("pk")


def grades_of(account: Account) -> Grades:
    """The grades of the account's students as they are set up."""
    return grades_from(PeopleSettings.objects.filter(account=account).first())


def open_alerts(account: Account, families: Iterable[int]) -> dict[int, list[Note]]:
    """The open critical notes by the key of the family where they alert, in one query.

    A note about a student alerts in every household that the student belongs to.
    """
    keys = set(families)
    shares = HouseholdShare.objects.filter(account=account, family__in=keys)
    also = ArraySubquery(shares.filter(student=OuterRef("student")).values("family"))
    notes = Note.objects.filter(
        Q(family__in=keys) | Q(student__in=shares.values("student")),
        account=account,
        severity=Note.Severity.CRITICAL,
        closed_at=None,
    )
    found: dict[int, list[Note]] = {}
    for note in notes.annotate(also=also).select_related("student") if keys else ():
        for key in keys & {note.family_id, *note.also}:
            found.setdefault(key, []).append(note)
    return found


def family_card(account: Account, key: int) -> Family | None:
    """The family with all its people, archived ones included; None when there is no such one."""
    guardians = Guardian.objects.select_related("portal_login").prefetch_related("emails", "phones")
    families = Family.objects.filter(account=account, pk=key)
    return families.prefetch_related(Prefetch("guardians", guardians), "students").first()
