"""What nobody may do to the rights of others, whatever her own.

Nobody hands out more than she holds herself: not by a grant, not by a group, not by taking over
the sign-in of somebody who holds more. Nor does she take away from others what she does not hold,
or shut somebody who holds more out of a location. And the last administrator stays, so that a
business cannot lock itself out.
"""

from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.staff.models import Grant, StaffMember, UserGroup
from cartwheel.domain.staff.permissions import EDIT_RIGHTS
from cartwheel.domain.staff.queries import rights_of
from cartwheel.kernel.permissions import Level
from cartwheel.kernel.refusals import NotAllowed, Refused

Rights = Mapping[str, Level]


class LastAdministrator(Refused):
    """Without this person nobody could manage the business any more."""


def require_known(rights: Rights, known: Collection[str]) -> None:
    """A right that nobody declared is a mistake of the program, not of the user."""
    strangers = sorted(set(rights) - set(known))
    if strangers:
        raise ValueError(f"nobody declared these rights: {', '.join(strangers)}")


def require_admin(by: Actor, *, field: str | None = None) -> None:
    """Only administrators decide who is one."""
    if not by.everything:
        raise NotAllowed(_("Only an administrator can decide who is one."), field=field)


def require_to_manage_rights(by: Actor, *, field: str | None = None) -> None:
    """Who may edit records may not yet decide what people may do."""
    if not by.can(EDIT_RIGHTS):
        raise NotAllowed(_("You may not change user groups and rights."), field=field)


def beyond(by: Actor, rights: Rights) -> list[str]:
    """The keys of those ``rights`` that reach further than the actor's own."""
    if by.everything:
        return []
    return [key for key, level in rights.items() if level > by.rights.get(key, Level.NONE)]


def require_to_hold(by: Actor, rights: Rights, *, field: str | None = None) -> None:
    """One can only give, and take, what one has."""
    if beyond(by, rights):
        raise NotAllowed(
            _(
                "This would give or take rights that you do not hold yourself. "
                "Ask an administrator, or somebody who holds them."
            ),
            field=field,
        )


def require_to_place(
    by: Actor, staff: StaffMember, now: Collection[int], wanted: Collection[int]
) -> None:
    """Where somebody works is decided by who holds as much as she does, and works there too."""
    if set(now) != set(wanted):
        require_power_over(by, staff)
    require_to_work_at(by, now, wanted)


def require_to_work_at(by: Actor, now: Collection[int], wanted: Collection[int]) -> None:
    """Who works at some locations only lets nobody, and not herself, work at others.

    ``now`` and ``wanted`` are keys of locations; none of them means everywhere.
    """
    if by.everything or by.location_ids is None or set(now) == set(wanted):
        return
    if not wanted or not set(wanted) - set(now) <= by.location_ids:
        raise NotAllowed(
            _("You can let people work only where you work yourself. Tick one of those."),
            field="locations",
        )


def require_power_over(by: Actor, staff: StaffMember) -> None:
    """Who holds less cannot let in, shut out or take over who holds more."""
    if by.everything or by.id == staff.pk:
        return
    if staff.is_admin or beyond(by, rights_of(staff)):
        raise NotAllowed(
            _("%s holds rights that you do not hold yourself. Ask an administrator.") % staff
        )


def rights_of_groups(groups: Iterable[UserGroup]) -> dict[str, Level]:
    """What the groups grant together."""
    rights: dict[str, Level] = {}
    grants = Grant.objects.filter(group__in=list(groups), group__archived_at=None)
    for right, level in grants.values_list("right", "level"):
        rights[right] = max(rights.get(right, Level.NONE), Level(level))
    return rights


def require_another_administrator(staff: StaffMember) -> None:
    """Refuse when nobody else who is an administrator could sign in.

    Locks every administrator of the business, so that two cannot demote each other at once.
    """
    administrators = (
        StaffMember.objects.select_for_update(of=("self",), no_key=True)
        .filter(account_id=staff.account_id, is_admin=True, archived_at=None)
        .select_related("user")
        .order_by("pk")
    )
    able = {admin.pk for admin in administrators if admin.user and admin.user.is_active}
    if able == {staff.pk}:
        raise LastAdministrator(
            _(
                "%s is the only administrator who can sign in. "
                "Make somebody else an administrator first."
            )
            % staff
        )
