"""A student's picture."""

from functools import partial
from typing import IO

from django.db import transaction

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.models import Student
from cartwheel.domain.people.operations.locking import lock_member, save_next
from cartwheel.kernel.pictures import forget_picture, store_picture


@transaction.atomic
def set_photo(student: Student, *, photo: IO[bytes], size: int, by: Actor) -> Student:
    """Keep ``photo`` (``size`` bytes) as the student's picture, in place of the one there was.

    Raises ``Refused`` for what is no JPEG, PNG or WebP picture.
    """
    student = lock_member(student)
    name = store_picture(f"accounts/{student.account_id}/students", photo, size)
    return _put(student, name, "student.photo_set", by)


@transaction.atomic
def remove_photo(student: Student, *, by: Actor) -> Student:
    """Take the picture away, its files too."""
    student = lock_member(student)
    return _put(student, "", "student.photo_removed", by) if student.photo else student


def _put(student: Student, name: str, verb: str, by: Actor) -> Student:
    was, student.photo = student.photo, name
    save_next(student)
    transaction.on_commit(partial(forget_picture, was))
    record(verb, student, student.family, by=by)
    return student
