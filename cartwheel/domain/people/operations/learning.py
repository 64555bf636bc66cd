"""What becomes known of a student by the way."""

from datetime import date

from django.db import transaction

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.models import Student
from cartwheel.domain.people.operations.locking import lock_member, save_next
from cartwheel.domain.people.operations.reading import read_birth_date


@transaction.atomic
def learn_birth_date(student: Student, *, born_on: date, by: Actor) -> Student:
    """Keep the birth date of a student of whom none was known; a known one stays."""
    student = lock_member(student)
    if student.born_on is None:
        student.born_on = read_birth_date(born_on)
        save_next(student)
        record("student.changed", student, student.family, by=by)
    return student
