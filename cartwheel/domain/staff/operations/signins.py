"""Letting staff members in, and shutting them out."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.identity.models import User
from cartwheel.domain.identity.operations import create_user, password_link, start_over
from cartwheel.domain.identity.queries import has_proven_address, user_with
from cartwheel.domain.mailer.operations import post_message
from cartwheel.domain.staff import guards
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.operations.members import locked
from cartwheel.domain.staff.queries import works_anywhere
from cartwheel.kernel.refusals import Refused, refuse_on


@transaction.atomic
def give_sign_in(
    staff: StaffMember, *, email: str, password: str | None = None, by: Actor
) -> StaffMember:
    """Let her sign in with ``email``.

    Without a password she is written a letter with a link to choose one. Somebody who already
    signs in with this address, because she works for another business too, keeps her password;
    refused as long as that business may know it, or it could come in here in her name.
    """
    require_same_account(staff)
    staff = locked(staff)
    guards.require_power_over(by, staff)
    if staff.user_id is not None:
        raise Refused(_("%s can sign in already.") % staff)
    user, newcomer = _user_for(staff, email, password, by)
    taken = Refused(_("Somebody else here signs in with %s.") % user.email, field="email")
    with refuse_on("staff_user_once", taken):
        _set_user(staff, user)
    if password is None or not newcomer:
        _write(staff, user, by)
    record("staff.sign-in-given", staff, by=by, email=user.email)
    return staff


def _user_for(staff: StaffMember, email: str, password: str | None, by: Actor) -> tuple[User, bool]:
    """The user who signs in with this address, and whether she starts anew."""
    vouched = password is None or by.kind == "system"
    user = user_with(email)
    if user is None:
        name = str(staff)
        return create_user(email=email, name=name, password=password, vouched=vouched), True
    if has_proven_address(user):
        return user, False
    if works_anywhere(user.pk):
        raise Refused(
            _(
                "Another business chose the password for %s. Ask her or him to choose a new one "
                "first, by “Forgotten your password?” on the sign-in page."
            )
            % user.email,
            field="email",
        )
    start_over(user, password=password, vouched=vouched)
    return user, True


@transaction.atomic
def invite_again(staff: StaffMember, *, by: Actor) -> StaffMember:
    """Write her another letter with a link, as long as she has not chosen a password."""
    require_same_account(staff)
    staff = locked(staff)
    if staff.user is None or staff.user.has_usable_password():
        raise Refused(_("%s has no open invitation.") % staff)
    guards.require_power_over(by, staff)
    _write(staff, staff.user, by)
    record("staff.invited-again", staff, by=by, email=staff.user.email)
    return staff


@transaction.atomic
def withdraw_sign_in(staff: StaffMember, *, by: Actor) -> StaffMember:
    """She cannot come in any more, from her next request on; her record stays."""
    require_same_account(staff)
    staff = locked(staff)
    if staff.user is None:
        return staff
    if by.kind == "staff" and by.id == staff.pk:
        raise Refused(_("You cannot take away your own sign-in."))
    guards.require_power_over(by, staff)
    if staff.is_admin:
        guards.require_another_administrator(staff)
    email = staff.user.email
    _set_user(staff, None)
    record("staff.sign-in-withdrawn", staff, by=by, email=email)
    return staff


def _set_user(staff: StaffMember, user: User | None) -> None:
    staff.user = user
    staff.version += 1
    staff.save(update_fields=["user", "version"])


def _write(staff: StaffMember, user: User, by: Actor) -> None:
    business = by.account.name
    text = _known_letter(business, user) if user.has_usable_password() else _letter(business, user)
    post_message(
        to=user.email,
        to_name=str(staff),
        title=_("Your sign-in at %s") % business,
        text=text,
        kind="staff.invitation",
        regarding=[staff],
        secret=True,
        by=by,
    )


def _letter(business: str, user: User) -> str:
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    until = ngettext("The link works once, for %d day.", "The link works once, for %d days.", days)
    return "\n\n".join(
        [
            _("Hello %s,") % user.name,
            _("you can now sign in at %s. Choose your password here:") % business,
            password_link(user),
            until % days,
            _("Afterwards you sign in with %s.") % user.email,
        ]
    )


def _known_letter(business: str, user: User) -> str:
    return "\n\n".join(
        [
            _("Hello %s,") % user.name,
            _("you can now also sign in at %s, with the address and password you use already:")
            % business,
            settings.PUBLIC_URL + "/",
        ]
    )
