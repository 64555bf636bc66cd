"""Coming into the Customer Portal: with a password, with a code by mail, with a second step."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from allauth.mfa.totp.internal.auth import generate_totp_secret, hotp_value
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.mailer.operations import post_message
from cartwheel.domain.people.models import PortalCode, PortalLogin
from cartwheel.domain.people.operations.reading import read_email
from cartwheel.domain.people.operations.standing import require_portal_open
from cartwheel.domain.people.queries import guardians_with, login_with
from cartwheel.kernel.refusals import Refused

CODE_LASTS = timedelta(minutes=20)
MOST_TRIES = 5
STEP_SECONDS = 30  # RFC 6238; one step before and one after are taken too


class WrongPassword(Refused):
    """This address and password do not belong together; which of them is wrong is not said."""


class CodeNeeded(Refused):
    """The password is right; the code of the authenticator app is missing, or wrong."""


def check_portal_password(*, email: str, password: str, by: Actor) -> PortalLogin:
    """The sign-in of the guardian with this address and password; she is not in by that.

    ``by`` is whoever is at the door. Raises ``WrongPassword`` or ``Suspended``.
    """
    login = login_with(by.account, email.strip())
    if login is None:
        make_password(password, hasher="argon2")  # takes as long as a wrong one
    if login is None or not check_password(password, login.password):
        raise WrongPassword(
            _("This email address and password do not belong together."), field="password"
        )
    require_portal_open(login.guardian.family)
    return login


@transaction.atomic
def enter_portal(login: PortalLogin, *, code: str = "", now: datetime, by: Actor) -> PortalLogin:
    """She comes in, after ``check_portal_password`` or a code that was mailed to her.

    Raises ``CodeNeeded`` while ``code`` is not that of her authenticator app, if she has one, and
    ``Suspended``.
    """
    require_same_account(login)
    login = (
        PortalLogin.objects.select_for_update(no_key=True, of=("self",))
        .select_related("guardian__family")
        .get(pk=login.pk)
    )
    require_portal_open(login.guardian.family)
    if login.second_step:
        login.last_step = _step_of(login, code, now)
    login.signed_in_at = now
    login.save(update_fields=["last_step", "signed_in_at"])
    guardian = login.guardian
    record("guardian.signed_in", guardian, guardian.family, by=actor_of(login, by))
    return login


def actor_of(login: PortalLogin, at: Actor) -> Actor:
    """The guardian who signs in, where ``at`` stands."""
    guardian = login.guardian
    return replace(at, kind="guardian", name=str(guardian), id=guardian.pk)


def _step_of(login: PortalLogin, code: str, now: datetime) -> int:
    """The time step of ``code``, which is used up by it."""
    step = _matching(login.second_step, code, now)
    if step is None or step <= login.last_step:
        text = _("This code is not right. A code can be used only once, for a short time.")
        raise CodeNeeded(text if code.strip() else _("Enter the code."), field="code")
    return step


def _matching(secret: str, code: str, now: datetime) -> int | None:
    typed = "".join(code.split())
    current = int(now.timestamp()) // STEP_SECONDS
    for step in (current, current - 1, current + 1):
        if constant_time_compare(f"{hotp_value(secret, step):06d}", typed):
            return step
    return None


def new_second_step() -> str:
    """A secret for an authenticator app. It counts once ``turn_on_second_step`` has seen a code."""
    return generate_totp_secret()


@transaction.atomic
def turn_on_second_step(
    login: PortalLogin, *, secret: str, code: str, now: datetime, by: Actor
) -> PortalLogin:
    """Ask for a code of the app whenever she signs in. Refused while ``code`` is not of it."""
    require_same_account(login)
    step = _matching(secret, code, now)
    if step is None:
        raise Refused(_("This code is not right. Enter the one that the app shows now."))
    login = PortalLogin.objects.select_for_update(no_key=True).get(pk=login.pk)
    login.second_step, login.last_step = secret, step
    login.save(update_fields=["second_step", "last_step"])
    record("guardian.second_step_on", login.guardian, login.guardian.family, by=by)
    return login


@transaction.atomic
def turn_off_second_step(login: PortalLogin, *, current: str, by: Actor) -> PortalLogin:
    """The password alone is enough again, for who knows it."""
    require_same_account(login)
    login = PortalLogin.objects.select_for_update(no_key=True).get(pk=login.pk)
    if not check_password(current, login.password):
        raise Refused(_("This is not your current password."), field="current")
    if login.second_step:
        login.second_step = ""
        login.save(update_fields=["second_step"])
        record("guardian.second_step_off", login.guardian, login.guardian.family, by=by)
    return login


@transaction.atomic
def send_portal_code(*, email: str, now: datetime, by: Actor) -> str:
    """Mail a code to this address, known or not; an earlier one counts no more.

    Gives back the address as it is kept. Who asks learns nothing of who is known here: the mail
    alone says it. Raises ``Refused`` when it is no email address.
    """
    address = read_email(email)
    if not address:
        raise Refused(_("Enter your email address."), field="email")
    code = f"{secrets.randbelow(10**6):06d}"
    PortalCode.objects.filter(account=by.account, expires_at__lt=now - CODE_LASTS).delete()
    PortalCode.objects.update_or_create(
        account=by.account,
        email=address,
        defaults={
            "code_hash": _hash(by, address, code),
            "tries": 0,
            "expires_at": now + CODE_LASTS,
        },
    )
    known = guardians_with(by.account, address)
    words = {
        "business": by.account.name,
        "code": code,
        "minutes": CODE_LASTS.seconds // 60,
        "then": _("With it you choose a new password.")
        if known
        else _("With it you create an account: no family is known at this address yet."),
    }
    post_message(
        to=address,
        title=_("%(code)s is your code for %(business)s") % words,
        text=_(
            "Your code for the Customer Portal of %(business)s is\n\n%(code)s\n\n%(then)s It works "
            "for %(minutes)d minutes.\n\nIf you did not ask for it, nothing has to be done: nobody "
            "gets in without the code.\n\n%(business)s"
        )
        % words,
        kind="portal.code",
        regarding=[guardian.family for guardian in known],
        secret=True,
        by=by,
    )
    return address


@transaction.atomic
def code_is_right(*, email: str, code: str, now: datetime, by: Actor) -> bool:
    """Whether this code was mailed to this address. It is used up by that.

    A wrong one is counted, after ``MOST_TRIES`` of them no code of that mail is right: so False is
    an answer here and no refusal, which would undo the counting.
    """
    rows = PortalCode.objects.select_for_update(no_key=True)
    kept = rows.filter(account=by.account, email=email, expires_at__gt=now).first()
    if kept is None or kept.tries >= MOST_TRIES:
        return False
    if constant_time_compare(kept.code_hash, _hash(by, email, "".join(code.split()))):
        kept.delete()
        return True
    kept.tries += 1
    kept.save(update_fields=["tries"])
    return False


def _hash(by: Actor, email: str, code: str) -> str:
    said = f"{by.account.pk}:{email}:{code}"
    return salted_hmac("portal-code", said, algorithm="sha256").hexdigest()
