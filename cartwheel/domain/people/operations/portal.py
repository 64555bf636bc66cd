"""Letting guardians into the Customer Portal."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.models import Guardian, PortalLogin
from cartwheel.domain.people.operations.locking import lock_member
from cartwheel.domain.people.operations.reading import read_email
from cartwheel.domain.people.operations.standing import require_portal_open
from cartwheel.kernel.refusals import Refused, refuse_on

# Milder than for staff: what a family can reach is its own.
VALIDATORS = (MinimumLengthValidator(min_length=8), CommonPasswordValidator())


@transaction.atomic
def open_portal(guardian: Guardian, *, email: str, portal_password: str, by: Actor) -> PortalLogin:
    """Let the guardian sign in to the Customer Portal with this address and password.

    Replaces what she signed in with before. Raises ``Suspended`` while her family is.
    """
    guardian = lock_member(guardian)
    require_portal_open(guardian.family)
    login = keep_login(guardian, email=email, password=portal_password)
    record("guardian.portal_opened", guardian, guardian.family, by=by, email=login.email)
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
