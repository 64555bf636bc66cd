"""User groups: rights that several people share."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.staff import guards
from cartwheel.domain.staff.models import Grant, Membership, StaffMember, UserGroup
from cartwheel.domain.staff.operations.grants import replace_grants
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused, refuse_on
from cartwheel.kernel.text import clean_line


@transaction.atomic
def create_group(
    *,
    name: str,
    description: str = "",
    rights: guards.Rights,
    members: Iterable[StaffMember] = (),
    known_rights: Collection[str],
    by: Actor,
) -> UserGroup:
    """A group that grants ``rights`` (key and level) to its members."""
    members = list(members)
    require_same_account(*members)
    guards.require_known(rights, known_rights)
    guards.require_to_hold(by, rights)
    group = UserGroup(account=by.account)
    _describe(group, name, description)
    replace_grants(Grant.objects.none(), rights, group=group)
    _enroll(group, members)
    record("group.added", group, by=by)
    return group


@transaction.atomic
def change_group(
    group: UserGroup,
    *,
    version: int,
    name: str,
    description: str = "",
    rights: guards.Rights,
    members: Iterable[StaffMember] = (),
    known_rights: Collection[str],
    by: Actor,
) -> UserGroup:
    """Write the whole group anew: what it grants and who is in it.

    Rights that were taken out of the program meanwhile disappear from it, too.
    """
    members = list(members)
    require_same_account(group, *members)
    guards.require_known(rights, known_rights)
    group = locked(group, version=version)
    group.version += 1
    _describe(group, name, description)
    held = guards.rights_of_groups([group])
    changed = replace_grants(Grant.objects.filter(group=group), rights, group=group)
    guards.require_to_hold(by, changed)
    if _enroll(group, members):
        guards.require_to_hold(by, {**held, **rights}, field="members")
    record("group.changed", group, by=by)
    return group


@transaction.atomic
def add_members(group: UserGroup, *, members: Iterable[StaffMember], by: Actor) -> UserGroup:
    """Let ``members`` join those who are in the group already."""
    members = list(members)
    require_same_account(group, *members)
    group = locked(group)
    guards.require_to_hold(by, guards.rights_of_groups([group]), field="members")
    there = list(StaffMember.objects.filter(memberships__group=group))
    _enroll(group, [*there, *members])
    record("group.changed", group, by=by)
    return group


@transaction.atomic
def archive_group(group: UserGroup, *, now: datetime | None = None, by: Actor) -> UserGroup:
    """The group grants nothing any more; its members stay in it, in case it comes back."""
    require_same_account(group)
    group = locked(group)
    if group.archived_at is None:
        guards.require_to_hold(by, guards.rights_of_groups([group]))
        _set_archived(group, now or timezone.now())
        record("group.archived", group, by=by)
    return group


@transaction.atomic
def restore_group(group: UserGroup, *, by: Actor) -> UserGroup:
    """The group grants its rights to its members again."""
    require_same_account(group)
    group = locked(group)
    if group.archived_at is not None:
        _set_archived(group, None)
        guards.require_to_hold(by, guards.rights_of_groups([group]))
        record("group.restored", group, by=by)
    return group


def locked(group: UserGroup, *, version: int | None = None) -> UserGroup:
    """The row as it is now, held until the transaction ends."""
    group = UserGroup.objects.select_for_update(no_key=True).get(pk=group.pk)
    if version is not None and group.version != version:
        raise ChangedMeanwhile(
            _("Somebody saved this group after you opened it. Nothing of yours was saved yet.")
        )
    return group


def _set_archived(group: UserGroup, at: datetime | None) -> None:
    group.archived_at = at
    group.version += 1
    group.save(update_fields=["archived_at", "version"])


def _describe(group: UserGroup, name: str, description: str) -> None:
    group.name, group.description = clean_line(name), clean_line(description)
    if not group.name:
        raise Refused(_("Enter a name."), field="name")
    taken = Refused(_("There is already a group called “%s”.") % group.name, field="name")
    with refuse_on("user_group_name_once", taken):
        group.save()


def _enroll(group: UserGroup, members: list[StaffMember]) -> bool:
    """Make ``members`` the members; tell whether anybody came or left.

    Who is archived stays in, in case she comes back.
    """
    wanted = {member.pk for member in members}
    leaving = group.memberships.filter(staff__archived_at=None).exclude(staff_id__in=wanted)
    left, _each = leaving.delete()
    there = set(group.memberships.values_list("staff_id", flat=True))
    Membership.objects.bulk_create(
        Membership(account_id=group.account_id, group=group, staff_id=pk)
        for pk in sorted(wanted - there)
    )
    return bool(left or wanted - there)
