"""The children of a family, and grown-ups who take lessons."""

from collections.abc import Collection
from datetime import date
from types import EllipsisType
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.fields import About
from cartwheel.domain.people.models import Family, Gender, Keyword, Student
from cartwheel.domain.people.operations.custom import keep_custom
from cartwheel.domain.people.operations.households import lock_with_households
from cartwheel.domain.people.operations.keywords import keep_keywords
from cartwheel.domain.people.operations.locking import (
    lock_family,
    lock_member,
    require_version,
    save_next,
)
from cartwheel.domain.people.operations.reading import (
    read_birth_date,
    read_name,
    read_phone,
    short_line,
)
from cartwheel.domain.people.operations.terms import refresh_search_terms
from cartwheel.domain.people.queries import grades_of, households_of
from cartwheel.kernel.refusals import Refused

LINES = {
    "nickname": 60,
    "school": 120,
    "doctor_name": 120,
    "insurance_company": 120,
    "insurance_number": 60,
    "shirt_size": 20,
    "roster_alert": 500,
}
TEXTS = ("allergies", "conditions", "medication", "special_needs")
LONGEST_TEXT = 4000
MOST_AT_ONCE = 500


class StudentDetails(TypedDict, total=False):
    """What is kept of a student beside name and birth date; what is not named stays as it is.

    ``grade`` is a step of the account's list today (their number: graduated), or None where it is
    not known.
    """

    nickname: str
    gender: str
    grade: int | None
    school: str
    allergies: str
    conditions: str
    medication: str
    special_needs: str
    doctor_name: str
    doctor_phone: str
    insurance_company: str
    insurance_number: str
    shirt_size: str
    roster_alert: str
    keywords: Collection[Keyword]
    custom: dict[str, Any]


@transaction.atomic
def add_student(
    family: Family,
    *,
    first_name: str,
    last_name: str = "",
    born_on: date | None = None,
    by: Actor,
    **details: Unpack[StudentDetails],
) -> Student:
    """A new student; the last name is the family's where none is given."""
    family = lock_family(family)
    student = Student(
        account_id=family.account_id,
        family=family,
        first_name=read_name(first_name, "first_name"),
        last_name=read_name(last_name if last_name.strip() else family.name[:60], "last_name"),
        born_on=read_birth_date(born_on),
    )
    _fill(student, by.account, **details)
    student.save()
    keep_keywords(student, details.get("keywords", ()))
    refresh_search_terms(family)
    record("student.added", student, family, by=by)
    return student


@transaction.atomic
def change_student(
    student: Student,
    *,
    first_name: str,
    last_name: str,
    born_on: date | EllipsisType | None = ...,
    version: int | None = None,
    by: Actor,
    **details: Unpack[StudentDetails],
) -> Student:
    """What is not given stays. Raises ``ChangedMeanwhile`` when ``version`` has passed."""
    student = lock_with_households(student)
    require_version(student, version)
    student.first_name = read_name(first_name, "first_name")
    student.last_name = read_name(last_name, "last_name")
    if born_on is not ...:
        student.born_on = read_birth_date(born_on)
    _fill(student, by.account, **details)
    save_next(student)
    told = keep_keywords(student, details["keywords"]) if "keywords" in details else {}
    for family in households_of(student):
        refresh_search_terms(family)
    lists = {"lists": told} if told else {}
    record("student.changed", student, student.family, by=by, **lists)
    return student


def _fill(student: Student, account: Account, **details: Unpack[StudentDetails]) -> None:
    given: dict[str, Any] = dict(details)
    for name in LINES.keys() & given.keys():
        setattr(student, name, short_line(given[name], name, longest=LINES[name]))
    for name in set(TEXTS) & given.keys():
        setattr(student, name, read_text(given[name], name))
    if "doctor_phone" in given:
        student.doctor_phone = read_phone(given["doctor_phone"], account.country, "doctor_phone")
    if "gender" in given:
        student.gender = _gender(given["gender"])
    if "grade" in given:
        _put_into_grade(student, account, given["grade"])
    if "custom" in given:
        keep_custom(student, About.STUDENT, given["custom"])


def read_text(text: str, field: str) -> str:
    """Some lines of text, without what is no text; refused above ``LONGEST_TEXT`` characters."""
    kept = text.replace("\0", "").replace("\r\n", "\n").strip()
    if len(kept) > LONGEST_TEXT:
        raise Refused(_("Use at most %d characters.") % LONGEST_TEXT, field=field)
    return kept


def _gender(text: str) -> str:
    if text and text not in Gender.values:
        raise Refused(_("Choose one of the genders that are offered."), field="gender")
    return text


def _put_into_grade(student: Student, account: Account, step: int | None) -> None:
    """From today on, unless that is where she is already: then the year stays that she came in."""
    grades, today = grades_of(account), timezone.localdate()
    if step == grades.step_on(today, student.grade, student.grade_year):
        return
    if step is not None and step not in dict(grades.choices()):
        raise Refused(_("Choose one of the grades that are offered."), field="grade")
    student.grade = step
    student.grade_year = None if step is None else grades.year_of(today)


@transaction.atomic
def archive_student(student: Student, *, by: Actor) -> Student:
    """Out of the lists; nothing is lost."""
    student = lock_member(student)
    if student.archived_at is None:
        student.archived_at = timezone.now()
        save_next(student)
        record("student.archived", student, student.family, by=by)
    return student


@transaction.atomic
def restore_student(student: Student, *, by: Actor) -> Student:
    student = lock_member(student)
    if student.archived_at is not None:
        student.archived_at = None
        save_next(student)
        record("student.restored", student, student.family, by=by)
    return student


@transaction.atomic
def archive_students(students: QuerySet[Student], *, by: Actor) -> list[Student]:
    """Archive those that are not yet: several at once, each with its own history."""
    return [archive_student(student, by=by) for student in _some(students, archived=False)]


@transaction.atomic
def restore_students(students: QuerySet[Student], *, by: Actor) -> list[Student]:
    """Take that back."""
    return [restore_student(student, by=by) for student in _some(students, archived=True)]


def _some(students: QuerySet[Student], *, archived: bool) -> list[Student]:
    """In the order of their families, as everybody locks them. At most ``MOST_AT_ONCE``."""
    rows = students.filter(archived_at__isnull=not archived).order_by("family_id", "pk")
    found = list(rows[: MOST_AT_ONCE + 1])
    if len(found) > MOST_AT_ONCE:
        raise Refused(_("Choose at most %d students at once.") % MOST_AT_ONCE)
    return found
