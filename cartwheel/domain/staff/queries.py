"""What a staff member may do, and where each right comes from."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.staff.models import Grant, StaffMember
from cartwheel.kernel.permissions import Level


@dataclass(frozen=True)
class Source:
    """One grant of a right: through the group ``group`` (its name), or personal when None."""

    level: Level
    group: str | None


def grants_of(staff: StaffMember) -> QuerySet[Grant]:
    """Her personal grants and those of her groups that are in use."""
    return Grant.objects.filter(
        Q(staff=staff) | Q(group__memberships__staff=staff, group__archived_at=None),
        account_id=staff.account_id,
    ).select_related("group")


def rights_of(staff: StaffMember) -> dict[str, Level]:
    """Each right she holds with its level; the least restrictive grant wins."""
    rights: dict[str, Level] = {}
    for right, level in grants_of(staff).values_list("right", "level"):
        rights[right] = max(rights.get(right, Level.NONE), Level(level))
    return rights


def sources_of(staff: StaffMember) -> dict[str, list[Source]]:
    """For each right, the grants it comes from, the strongest first."""
    sources: dict[str, list[Source]] = defaultdict(list)
    for grant in grants_of(staff):
        name = grant.group.name if grant.group else None
        sources[grant.right].append(Source(Level(grant.level), name))
    for found in sources.values():
        found.sort(key=lambda s: (-s.level, s.group or ""))
    return dict(sources)


def actor_for(
    staff: StaffMember,
    *,
    surface: str,
    address: str | None,
    location_ids: frozenset[int] | None = None,
) -> Actor:
    """The staff member as an actor, with her rights as they are now."""
    return Actor(
        account=staff.account,
        kind="staff",
        name=str(staff),
        id=staff.pk,
        surface=surface,
        address=address,
        rights={} if staff.is_admin else rights_of(staff),
        everything=staff.is_admin,
        location_ids=location_ids,
    )


def signed_in_staff(account: Account, user_id: int) -> StaffMember | None:
    """The staff member this user is in this account, unless archived."""
    return (
        StaffMember.objects.filter(account=account, user_id=user_id, archived_at=None)
        .select_related("account", "user")
        .first()
    )


def workplaces(user_id: int) -> list[StaffMember]:
    """The user's staff rows in every account, by the account's name; open ``own_rows`` first."""
    return list(
        StaffMember.objects.filter(user_id=user_id, archived_at=None)
        .select_related("account")
        .order_by("account__name")
    )
