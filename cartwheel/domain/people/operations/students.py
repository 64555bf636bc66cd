"""The children of a family, and grown-ups who take lessons."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.operations.families import read_note
from cartwheel.domain.people.operations.locking import (
    lock_family,
    lock_member,
    require_version,
    save_next,
)
from cartwheel.domain.people.operations.reading import read_birth_date, read_name
from cartwheel.domain.people.operations.terms import refresh_search_terms


@transaction.atomic
def add_student(
    family: Family,
    *,
    first_name: str,
    last_name: str = "",
    born_on: date | None = None,
    note: str = "",
    by: Actor,
) -> Student:
    """A new student; the last name is the family's where none is given."""
    family = lock_family(family)
    student = Student.objects.create(
        account_id=family.account_id,
        family=family,
        first_name=read_name(first_name, "first_name"),
        last_name=read_name(last_name if last_name.strip() else family.name[:60], "last_name"),
        born_on=read_birth_date(born_on),
        note=read_note(note),
    )
    refresh_search_terms(family)
    record("student.added", student, family, by=by)
    return student


@transaction.atomic
def change_student(
    student: Student,
    *,
    first_name: str,
    last_name: str,
    born_on: date | None = None,
    note: str = "",
    version: int | None = None,
    by: Actor,
) -> Student:
    """Raises ``ChangedMeanwhile`` when ``version`` has passed."""
    student = lock_member(student)
    require_version(student, version)
    student.first_name = read_name(first_name, "first_name")
    student.last_name = read_name(last_name, "last_name")
    student.born_on = read_birth_date(born_on)
    student.note = read_note(note)
    save_next(student)
    refresh_search_terms(student.family)
    record("student.changed", student, student.family, by=by)
    return student


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
