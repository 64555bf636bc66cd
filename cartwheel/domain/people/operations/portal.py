"""Letting guardians into the Customer Portal, and how the portal of a business looks."""

import re
from functools import partial
from typing import IO

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.models import Guardian, PortalLogin, PortalSettings
from cartwheel.domain.people.operations.locking import lock_member
from cartwheel.domain.people.operations.reading import read_email
from cartwheel.domain.people.operations.standing import require_portal_open
from cartwheel.kernel.pictures import forget_picture, store_logo
from cartwheel.kernel.refusals import Refused, refuse_on

# Milder than for staff: what a family can reach is its own.
VALIDATORS = (MinimumLengthValidator(min_length=8), CommonPasswordValidator())
COLOR = re.compile(r"#[0-9a-f]{6}")


@transaction.atomic
def open_portal(guardian: Guardian, *, email: str, portal_password: str, by: Actor) -> PortalLogin:
    """Let the guardian sign in to the Customer Portal with this address and password.

    Replaces what she signed in with before; when staff do it, her authenticator app too: that is
    how somebody who lost it comes in again. Raises ``Suspended`` while her family is.
    """
    guardian = lock_member(guardian)
    require_portal_open(guardian.family)
    login = keep_login(guardian, email=email, password=portal_password)
    if by.kind == "guardian":
        record("guardian.password_chosen", guardian, guardian.family, by=by, email=login.email)
        return login
    if login.second_step:
        login.second_step = ""
        login.save(update_fields=["second_step"])
    record("guardian.portal_opened", guardian, guardian.family, by=by, email=login.email)
    return login


@transaction.atomic
def change_portal_password(
    login: PortalLogin, *, current: str, portal_password: str, by: Actor
) -> PortalLogin:
    """Another password, for who knows the one that counts. Every other sign-in of hers ends."""
    require_same_account(login)
    login = PortalLogin.objects.select_for_update(no_key=True).get(pk=login.pk)
    if not check_password(current, login.password):
        raise Refused(_("This is not your current password."), field="current")
    require_good_password(portal_password)
    login.password = make_password(portal_password, hasher="argon2")
    login.save(update_fields=["password"])
    guardian = login.guardian
    record("guardian.password_chosen", guardian, guardian.family, by=by, email=login.email)
    return login


def keep_login(guardian: Guardian, *, email: str, password: str) -> PortalLogin:
    address = read_email(email)
    if not address:
        raise Refused(_("Enter the email address to sign in to the portal with."), field="email")
    require_good_password(password)
    with refuse_on("portal_login_email_once", email_taken(address)):
        login, _new = PortalLogin.objects.update_or_create(
            guardian=guardian,
            defaults={
                "account_id": guardian.account_id,
                "email": address,
                "password": make_password(password, hasher="argon2"),
            },
        )
    return login


def email_taken(address: str) -> Refused:
    return Refused(
        _("Another guardian already signs in to the portal with %s.") % address, field="email"
    )


def require_good_password(password: str) -> None:
    """At least eight characters, and none of the most common passwords."""
    try:
        validate_password(password, password_validators=VALIDATORS)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="portal_password") from None


@transaction.atomic
def change_portal_settings(
    *,
    color: str = "",
    welcome: str = "",
    is_open: bool = True,
    closed_text: str = "",
    takes_new_families: bool = True,
    by: Actor,
) -> PortalSettings:
    """How the portal looks and whom it lets in. ``color`` is ``#rrggbb``, "" for ours."""
    color = color.strip().lower()
    if color and not COLOR.fullmatch(color):
        raise Refused(_("Enter a color such as #0a7a5c."), field="color")
    if color and _lightness(color) > 0.85:
        raise Refused(_("Choose a darker color: on white it could not be seen."), field="color")
    settings, _new = PortalSettings.objects.update_or_create(
        account=by.account,
        defaults={
            "color": color,
            "welcome": welcome.strip(),
            "is_open": is_open,
            "closed_text": closed_text.strip(),
            "takes_new_families": takes_new_families,
        },
    )
    record("portal-settings.changed", settings, by=by)
    return settings


@transaction.atomic
def set_portal_logo(*, photo: IO[bytes], size: int, by: Actor) -> PortalSettings:
    """Keep ``photo`` (``size`` bytes) as the logo of the portal, in place of the one there was.

    Raises ``Refused`` for what is no JPEG, PNG or WebP picture.
    """
    return _put_logo(store_logo(f"accounts/{by.account.pk}/logo", photo, size), by)


@transaction.atomic
def remove_portal_logo(*, by: Actor) -> PortalSettings:
    """The name of the business stands in the portal again; the file is taken away."""
    return _put_logo("", by)


def _put_logo(name: str, by: Actor) -> PortalSettings:
    settings, _new = PortalSettings.objects.select_for_update().get_or_create(account=by.account)
    was, settings.logo = settings.logo, name
    if was != name:
        settings.save(update_fields=["logo"])
        transaction.on_commit(partial(forget_picture, was))
        record("portal-settings.changed", settings, by=by)
    return settings


def _lightness(color: str) -> float:
    """From 0 for black to 1 for white, as WCAG 2.2 defines the relative luminance."""
    shares = []
    for start in (1, 3, 5):
        part = int(color[start : start + 2], 16) / 255
        shares.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    red, green, blue = shares
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
