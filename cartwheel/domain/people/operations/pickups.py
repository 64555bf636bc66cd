"""Who may fetch a student, and who must not."""

from django.db import transaction

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.models import Pickup, Student
from cartwheel.domain.people.operations.locking import lock_member
from cartwheel.domain.people.operations.reading import read_name, read_phone, short_line


@transaction.atomic
def add_pickup(
    student: Student,
    *,
    name: str,
    relationship: str = "",
    phone: str = "",
    allowed: bool = True,
    note: str = "",
    by: Actor,
) -> Pickup:
    """Somebody who may fetch the student (``allowed``), or must not."""
    student = lock_member(student)
    pickup = Pickup(account_id=student.account_id, student=student)
    _fill(pickup, name, relationship, phone, allowed, note, by)
    pickup.save()
    record("pickup.added", student, student.family, by=by, **_told(pickup))
    return pickup


@transaction.atomic
def change_pickup(
    pickup: Pickup,
    *,
    name: str,
    relationship: str = "",
    phone: str = "",
    allowed: bool = True,
    note: str = "",
    by: Actor,
) -> Pickup:
    """What is known of this person now."""
    require_same_account(pickup)
    student = lock_member(pickup.student)
    _fill(pickup, name, relationship, phone, allowed, note, by)
    pickup.save()
    record("pickup.changed", student, student.family, by=by, **_told(pickup))
    return pickup


@transaction.atomic
def remove_pickup(pickup: Pickup, *, by: Actor) -> Student:
    """Neither named as allowed nor as forbidden any more; the history keeps that it was."""
    require_same_account(pickup)
    student = lock_member(pickup.student)
    told = _told(pickup)
    if Pickup.objects.filter(pk=pickup.pk).delete()[0]:
        record("pickup.removed", student, student.family, by=by, **told)
    return student


def _fill(
    pickup: Pickup, name: str, relationship: str, phone: str, allowed: bool, note: str, by: Actor
) -> None:
    pickup.name = read_name(name, "name", longest=120)
    pickup.relationship = short_line(relationship, "relationship", longest=40)
    pickup.phone = read_phone(phone, by.account.country, "phone")
    pickup.allowed = allowed
    pickup.note = short_line(note, "note", longest=250)


def _told(pickup: Pickup) -> dict[str, str]:
    return {"who": pickup.name, "which": "allowed" if pickup.allowed else "forbidden"}
