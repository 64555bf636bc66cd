"""Replacing the grants of a group or a person by others."""

from typing import Any

from django.db.models import QuerySet

from cartwheel.domain.staff.guards import Rights
from cartwheel.domain.staff.models import Grant, StaffMember, UserGroup
from cartwheel.kernel.permissions import Level


def replace_grants(
    grants: QuerySet[Grant],
    rights: Rights,
    *,
    group: UserGroup | None = None,
    staff: StaffMember | None = None,
) -> dict[str, Level]:
    """Make ``grants``, those of the group or of the person, grant exactly ``rights``.

    Gives back what changed: each right with the higher of its two levels.
    """
    owner: Any = group or staff
    wanted = {key: Level(level) for key, level in rights.items() if level > Level.NONE}
    held = {grant.right: grant for grant in grants}
    grants.exclude(right__in=wanted).delete()
    for key, grant in held.items():
        if key in wanted and grant.level != wanted[key]:
            Grant.objects.filter(pk=grant.pk).update(level=wanted[key])
    Grant.objects.bulk_create(
        Grant(account_id=owner.account_id, group=group, staff=staff, right=key, level=level)
        for key, level in wanted.items()
        if key not in held
    )
    before = {key: Level(grant.level) for key, grant in held.items()}
    return {
        key: max(before.get(key, Level.NONE), wanted.get(key, Level.NONE))
        for key in {*before, *wanted}
        if before.get(key) != wanted.get(key)
    }
