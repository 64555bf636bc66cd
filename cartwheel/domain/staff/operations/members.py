"""Staff members: who works here, where, in which groups, with which rights of their own."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.staff import guards
from cartwheel.domain.staff.models import (
    Grant,
    Membership,
    StaffLocation,
    StaffMember,
    UserGroup,
)
from cartwheel.domain.staff.operations.grants import replace_grants
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused
from cartwheel.kernel.text import clean_line


@transaction.atomic
def add_staff_member(
    *,
    first_name: str,
    last_name: str,
    role: str = "",
    email: str = "",
    phone: str = "",
    is_admin: bool = False,
    may_host: bool = False,
    hired_on: date | None = None,
    released_on: date | None = None,
    bio: str = "",
    locations: Iterable[Location] = (),
    groups: Iterable[UserGroup] = (),
    by: Actor,
) -> StaffMember:
    """Somebody who works here; she cannot sign in before ``give_sign_in``.

    ``locations`` are those she may work in (none: all of them).
    """
    locations, groups = list(locations), list(groups)
    require_same_account(*locations, *groups)
    if is_admin:
        guards.require_admin(by, field="is_admin")
    if groups:
        guards.require_to_manage_rights(by, field="groups")
    guards.require_to_hold(by, guards.rights_of_groups(groups), field="groups")
    guards.require_to_work_at(by, by.location_ids or (), [place.pk for place in locations])
    staff = StaffMember(account=by.account, is_admin=is_admin, may_host=may_host)
    _describe(staff, first_name, last_name, role, email, phone, hired_on, released_on, bio)
    staff.save()
    _place(staff, locations)
    _join(staff, groups)
    record("staff.added", staff, by=by)
    return staff


@transaction.atomic
def change_staff_member(
    staff: StaffMember,
    *,
    version: int,
    first_name: str,
    last_name: str,
    role: str = "",
    email: str = "",
    phone: str = "",
    is_admin: bool = False,
    may_host: bool = False,
    hired_on: date | None = None,
    released_on: date | None = None,
    bio: str = "",
    locations: Iterable[Location] = (),
    groups: Iterable[UserGroup] = (),
    by: Actor,
) -> StaffMember:
    """Write the whole record anew. ``version`` is the one that the form was opened with."""
    locations, groups = list(locations), list(groups)
    require_same_account(staff, *locations, *groups)
    staff = locked(staff, version=version)
    _change_admin(staff, is_admin, by)
    _require_right_to_regroup(staff, groups, by)
    there = staff.locations.values_list("location_id", flat=True)
    guards.require_to_place(by, staff, there, [place.pk for place in locations])
    staff.may_host = may_host
    _describe(staff, first_name, last_name, role, email, phone, hired_on, released_on, bio)
    staff.version += 1
    staff.save()
    _place(staff, locations)
    _join(staff, groups)
    record("staff.changed", staff, by=by)
    return staff


@transaction.atomic
def archive_staff_member(
    staff: StaffMember, *, now: datetime | None = None, by: Actor
) -> StaffMember:
    """She is out at her next request, and off every list of people who work here."""
    require_same_account(staff)
    staff = locked(staff)
    if staff.archived_at is not None:
        return staff
    if by.kind == "staff" and by.id == staff.pk:
        raise Refused(_("You cannot archive yourself."))
    guards.require_power_over(by, staff)
    if staff.is_admin:
        guards.require_another_administrator(staff)
    _set_archived(staff, now or timezone.now())
    record("staff.archived", staff, by=by)
    return staff


@transaction.atomic
def restore_staff_member(staff: StaffMember, *, by: Actor) -> StaffMember:
    """She works here again, with the rights and the sign-in she had."""
    require_same_account(staff)
    staff = locked(staff)
    if staff.archived_at is None:
        return staff
    guards.require_power_over(by, staff)
    _set_archived(staff, None)
    record("staff.restored", staff, by=by)
    return staff


@transaction.atomic
def grant_rights(
    staff: StaffMember,
    *,
    version: int,
    rights: guards.Rights,
    known_rights: Collection[str],
    by: Actor,
) -> StaffMember:
    """Make ``rights`` her personal grants; they add to her groups' and take nothing away.

    ``version`` is the one that the form was opened with.
    """
    require_same_account(staff)
    guards.require_known(rights, known_rights)
    staff = locked(staff, version=version)
    changed = replace_grants(Grant.objects.filter(staff=staff), rights, staff=staff)
    guards.require_to_hold(by, changed)
    staff.version += 1
    staff.save(update_fields=["version"])
    record("staff.rights-changed", staff, by=by)
    return staff


def locked(staff: StaffMember, *, version: int | None = None) -> StaffMember:
    """The row as it is now, held until the transaction ends."""
    staff = StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    if version is not None and staff.version != version:
        raise ChangedMeanwhile(
            _("Somebody saved this record after you opened it. Nothing of yours was saved yet.")
        )
    return staff


def _set_archived(staff: StaffMember, at: datetime | None) -> None:
    staff.archived_at = at
    staff.version += 1
    staff.save(update_fields=["archived_at", "version"])


def _change_admin(staff: StaffMember, is_admin: bool, by: Actor) -> None:
    if is_admin == staff.is_admin:
        return
    guards.require_admin(by, field="is_admin")
    if staff.is_admin:
        guards.require_another_administrator(staff)
    staff.is_admin = is_admin


def _require_right_to_regroup(staff: StaffMember, groups: list[UserGroup], by: Actor) -> None:
    now = set(staff.memberships.filter(group__archived_at=None).values_list("group_id", flat=True))
    if now == {group.pk for group in groups}:
        return
    guards.require_to_manage_rights(by, field="groups")
    moved = UserGroup.objects.filter(pk__in=now ^ {group.pk for group in groups})
    guards.require_to_hold(by, guards.rights_of_groups(moved), field="groups")


def _describe(
    staff: StaffMember,
    first_name: str,
    last_name: str,
    role: str,
    email: str,
    phone: str,
    hired_on: date | None,
    released_on: date | None,
    bio: str,
) -> None:
    staff.first_name, staff.last_name = clean_line(first_name), clean_line(last_name)
    staff.role, staff.email, staff.phone = clean_line(role), email.strip().lower(), phone
    staff.hired_on, staff.released_on, staff.bio = hired_on, released_on, bio.strip()
    if not staff.first_name and not staff.last_name:
        raise Refused(_("Enter a name."), field="first_name")
    if hired_on and released_on and released_on < hired_on:
        raise Refused(_("The release date comes before the hire date."), field="released_on")


def _group_ids(staff: StaffMember) -> set[int]:
    return set(staff.memberships.values_list("group_id", flat=True))


def _place(staff: StaffMember, locations: list[Location]) -> None:
    wanted = {location.pk for location in locations}
    staff.locations.exclude(location_id__in=wanted).delete()
    there = set(staff.locations.values_list("location_id", flat=True))
    StaffLocation.objects.bulk_create(
        StaffLocation(account_id=staff.account_id, staff=staff, location_id=pk)
        for pk in sorted(wanted - there)
    )


def _join(staff: StaffMember, groups: list[UserGroup]) -> None:
    wanted = {group.pk for group in groups}
    staff.memberships.exclude(group_id__in=wanted).filter(group__archived_at=None).delete()
    Membership.objects.bulk_create(
        Membership(account_id=staff.account_id, staff=staff, group_id=pk)
        for pk in sorted(wanted - _group_ids(staff))
    )
