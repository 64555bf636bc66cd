"""What a staff member may do, and where each right comes from."""

import json
from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.background.queries import KEPT
from cartwheel.domain.staff.models import Grant, StaffMember, UserGroup
from cartwheel.kernel import prepared
from cartwheel.kernel.permissions import Level, Permission
from cartwheel.kernel.refusals import NotAllowed
from cartwheel.kernel.tenancy import own_rows


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


def places_of(staff: StaffMember) -> frozenset[int] | None:
    """The keys of the locations she may work in; None for all of them."""
    return frozenset(staff.locations.values_list("location_id", flat=True)) or None


def still_allowed(task: BackgroundTask, account: Account, needed: Permission) -> Actor:
    """Whoever asked for the task, with the rights of this moment; ``NotAllowed`` without ``needed``
    or at nobody's desk any more.
    """
    if task.actor_kind != "staff":
        return Actor(account, task.actor_kind, task.actor_name, id=task.actor_id, everything=True)
    staff = StaffMember.objects.select_related("account").get(pk=task.actor_id or 0)
    actor = actor_for(staff, surface="office", address=None, location_ids=places_of(staff))
    if staff.archived_at or not actor.can(needed):
        raise NotAllowed(_("You may not do this any more, so it was not done."))
    return actor


def actor_for(
    staff: StaffMember,
    *,
    surface: str,
    address: str | None,
    location_ids: frozenset[int] | None = None,
    rights: dict[str, Level] | None = None,
) -> Actor:
    """The staff member as an actor, with her rights as they are now, unless they were just read."""
    if rights is None:
        rights = {} if staff.is_admin else rights_of(staff)
    return Actor(
        account=staff.account,
        kind="staff",
        name=str(staff),
        id=staff.pk,
        surface=surface,
        address=address,
        rights=rights,
        everything=staff.is_admin,
        location_ids=location_ids,
    )


class SignIn(Enum):
    """How far a staff member has come with signing in."""

    NONE = "none"
    INVITED = "invited"
    OPEN = "open"
    OFF = "off"


def sign_in_of(staff: StaffMember) -> SignIn:
    """Invited until she has chosen a password; off when the sign-in itself was switched off."""
    if staff.user is None:
        return SignIn.NONE
    if not staff.user.is_active:
        return SignIn.OFF
    return SignIn.OPEN if staff.user.has_usable_password() else SignIn.INVITED


def groups_of(staff: StaffMember) -> QuerySet[UserGroup]:
    """Her groups that are in use, by name."""
    return UserGroup.objects.filter(
        account_id=staff.account_id, memberships__staff=staff, archived_at=None
    )


def members_of(group: UserGroup) -> QuerySet[StaffMember]:
    """Who is in the group and works here."""
    return StaffMember.objects.filter(
        account_id=group.account_id, memberships__group=group, archived_at=None
    )


def levels_of(owner: StaffMember | UserGroup) -> dict[str, Level]:
    """What was granted to the group, or to the person herself, and nothing else."""
    grants = owner.grants.values_list("right", "level")
    return {right: Level(level) for right, level in grants}


def groups_with_counts(account: Account) -> QuerySet[UserGroup]:
    """The groups of the business; each with ``people``, how many of its members work here."""
    return UserGroup.objects.filter(account=account).annotate(
        people=Count("memberships", filter=Q(memberships__staff__archived_at=None))
    )


@dataclass(frozen=True)
class Seat:
    """A staff member as she sits down at a desk: who she is, what she may do, and where.

    ``places`` are the keys of the locations she may work in; None for all of them. ``locations``:
    those of the business that are open, in their order. ``tasks``: of her background tasks of the
    last days that go on or that she has not seen, whether each goes on.
    """

    staff: StaffMember
    rights: dict[str, Level]
    places: frozenset[int] | None
    locations: tuple[Location, ...]
    tasks: tuple[bool, ...] = ()


def seat_of(account: Account, user_id: int) -> Seat | None:
    """The seat of this user in this account, in one statement; None without one, or archived."""
    rows = prepared.ask(SEAT, [timezone.now() - KEPT, account.pk, user_id])
    if not rows:
        return None
    *values, held, places, locations, tasks = rows[0]
    staff = prepared.made(StaffMember, values)
    staff.account = account
    return Seat(
        staff,
        {right: Level(level) for right, level in json.loads(held).items()},
        frozenset(json.loads(places)) or None,
        tuple(_location(row, account) for row in json.loads(locations)),
        tuple(json.loads(tasks)),
    )


def _location(row: dict[str, Any], account: Account) -> Location:
    found = prepared.made(Location, [row[f.attname] for f in Location._meta.concrete_fields])
    found.account = account
    return found


SEAT = f"""
select {prepared.columns(StaffMember, "staff")},
    (select coalesce(jsonb_object_agg(held.name, held.level), '{{}}') from (
        select "right" as name, max(level) as level from staff_grant
        where account_id = staff.account_id and (staff_id = staff.id or group_id in (
            select member.group_id from staff_membership member
            join staff_usergroup team on team.id = member.group_id
            where member.staff_id = staff.id and team.archived_at is null))
        group by 1) held)::text,
    (select coalesce(jsonb_agg(location_id), '[]') from staff_stafflocation
        where staff_id = staff.id)::text,
    (select coalesce(jsonb_agg(to_jsonb(place) order by position, id), '[]')
        from accounts_location place
        where account_id = staff.account_id and archived_at is null)::text,
    (select coalesce(jsonb_agg(finished_at is null), '[]') from background_backgroundtask
        where account_id = staff.account_id and actor_kind = 'staff' and actor_id = staff.id
        and created_at >= %s and (finished_at is null or seen_at is null))::text
from staff_staffmember staff
where staff.account_id = %s and staff.user_id = %s and staff.archived_at is null
"""  # noqa: S608  its own columns


def works_anywhere(user_id: int) -> bool:
    """Whether this user is somebody's staff, in whatever account."""
    with own_rows(user_id):
        return StaffMember.objects.filter(user_id=user_id).exists()


def workplaces(user_id: int) -> list[StaffMember]:
    """The user's staff rows in every account, by the account's name; open ``own_rows`` first."""
    return list(
        StaffMember.objects.filter(user_id=user_id, archived_at=None)
        .select_related("account")
        .order_by("account__name")
    )


def introduced(account: Account) -> QuerySet[StaffMember]:
    """Those whom families read about in the Customer Portal."""
    return StaffMember.objects.filter(account=account, archived_at=None).exclude(bio="")
