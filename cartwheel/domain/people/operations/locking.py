"""One change of a family at a time, and none on top of a newer one."""

from typing import TypeVar

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.people.models import Family, Guardian, Note, PeopleSettings, Student
from cartwheel.kernel.refusals import ChangedMeanwhile

Member = TypeVar("Member", Guardian, Student)
Versioned = Family | Guardian | Student | PeopleSettings | Note


def lock_family(family: Family) -> Family:
    """The family as it is now; others who change it wait until this transaction ends."""
    require_same_account(family)
    return Family.objects.select_for_update(no_key=True).get(pk=family.pk)


def lock_member(member: Member) -> Member:
    """A guardian or student as it is now, with its family locked."""
    require_same_account(member)
    family = Family.objects.select_for_update(no_key=True).get(pk=member.family_id)
    found = type(member)._default_manager.get(pk=member.pk)
    found.family = family
    return found


def require_version(record: Versioned, version: int | None) -> None:
    """Refuse to save over a newer change; None saves over whatever is there."""
    if version is not None and record.version != version:
        raise ChangedMeanwhile(
            _("Somebody changed this after you opened it. What is there now is shown beside.")
        )


def save_next(record: Versioned) -> None:
    """Save the record as its next version."""
    record.version += 1
    record.save()
