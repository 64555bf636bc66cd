"""One change of a family at a time, and none on top of a newer one."""

from typing import TypeVar

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.people.models import (
    CustomField,
    Family,
    Guardian,
    Keyword,
    Note,
    Organization,
    PeopleSettings,
    ReferralSource,
    Student,
)
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused

Member = TypeVar("Member", Guardian, Student)
Word = ReferralSource | Keyword | CustomField
Versioned = Family | Guardian | Student | PeopleSettings | Note | Organization | Word


class FamilyMerged(Refused):
    """The family has become part of another one, which has all that was its."""


class FamilyErased(Refused):
    """The family was erased: nothing about it is written any more, but for its money."""


def require_whole(name: str, merged_into: int | None) -> None:
    """Refuse to write to a family that was merged into another one."""
    if merged_into is not None:
        raise FamilyMerged(
            _("The family %s was merged into another one meanwhile. Open it anew to go there.")
            % name
        )


def lock_family(family: Family) -> Family:
    """The family as it is now; others who change it wait until this transaction ends.

    Whoever books or sells something new for a family begins so too, after rooms and timeslots are
    locked and before the ledger locks the family for its money, which an erased one may still owe.
    Raises ``FamilyMerged`` and ``FamilyErased``.
    """
    require_same_account(family)
    locked = Family.objects.select_for_update(no_key=True).get(pk=family.pk)
    require_whole(locked.name, locked.merged_into_id)
    if locked.erased_at is not None:
        raise FamilyErased(_("This family was erased: nothing can be added to it or changed."))
    return locked


def lock_member(member: Member) -> Member:
    """A guardian or student as it is now, with its family locked.

    Raises ``FamilyMerged`` or ``ChangedMeanwhile`` when it went to another family meanwhile.
    """
    require_same_account(member)
    family = lock_family(Family(pk=member.family_id, account_id=member.account_id))
    found = type(member)._default_manager.get(pk=member.pk)
    if found.family_id != family.pk:
        raise ChangedMeanwhile(_("%s belongs to another family now.") % found)
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
