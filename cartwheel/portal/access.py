"""Who has come into the portal: from a request to a guardian.

A browser may be signed in to several businesses, each with a sign-in of its own; beside them
somebody of the staff may be signed in to the office. Whoever wants to be remembered on her phone
stays signed in for ``KEPT``, everybody else until two hours without a request. A new password or
second step ends every other sign-in of the guardian.
"""

import time
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils.crypto import constant_time_compare, salted_hmac

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.people.models import PortalLogin
from cartwheel.domain.people.operations import actor_of
from cartwheel.ui.requests import address_of

INSIDE, BY_CODE, HALFWAY = "portal", "portal_by_code", "portal_halfway"
KEPT = timedelta(days=30)
IDLE = timedelta(hours=2)
CODE_COUNTS = timedelta(minutes=20)  # what was proven by a code, to choose a password with
REFRESHED_AFTER_SECONDS = 60


def sign_in(request: HttpRequest, account: Account, login: PortalLogin, *, keep: bool) -> None:
    """From now on this browser is the guardian's."""
    request.session.cycle_key()
    rotate_token(request)
    inside = request.session.get(INSIDE, {})
    now = int(time.time())
    inside[str(account.pk)] = {"login": login.pk, "proof": _proof(login), "keep": keep, "seen": now}
    request.session[INSIDE] = inside
    for passing in (BY_CODE, HALFWAY):
        request.session.pop(passing, None)
    if keep:
        request.session.set_expiry(KEPT)
    elif not any(each["keep"] for each in inside.values()):
        request.session.set_expiry(0)


def stay_in(request: HttpRequest, account: Account, login: PortalLogin) -> None:
    """Her own new password does not end the sign-in with which she chose it."""
    entry = request.session[INSIDE][str(account.pk)]
    sign_in(request, account, login, keep=entry["keep"])


def sign_out(request: HttpRequest, account: Account) -> None:
    inside = request.session.get(INSIDE, {})
    if inside.pop(str(account.pk), None) is not None:
        request.session[INSIDE] = inside
        request.session.cycle_key()


def login_at(request: HttpRequest, account: Account) -> PortalLogin | None:
    """Who is signed in to this business; None when nobody is, or may be no longer."""
    entry = request.session.get(INSIDE, {}).get(str(account.pk))
    if entry is None:
        return None
    now = int(time.time())
    if now - entry["seen"] > (KEPT if entry["keep"] else IDLE).total_seconds():
        sign_out(request, account)
        return None
    rows = PortalLogin.objects.filter(
        account=account,
        pk=entry["login"],
        guardian__archived_at=None,
        guardian__family__archived_at=None,
        guardian__family__suspended_at=None,
    )
    login = rows.select_related("guardian__family").first()
    if login is None or not constant_time_compare(entry["proof"], _proof(login)):
        sign_out(request, account)
        return None
    if now - entry["seen"] > REFRESHED_AFTER_SECONDS:
        entry["seen"] = now
        request.session.modified = True
    return login


def at_the_door(request: HttpRequest, account: Account) -> Actor:
    """Somebody whom nobody knows yet."""
    return Actor(account, "guardian", "", surface="portal", address=address_of(request))


def actor_at(request: HttpRequest, account: Account, login: PortalLogin) -> Actor:
    return actor_of(login, at_the_door(request, account))


def proven_address(request: HttpRequest, account: Account) -> str:
    """The address whose mail this browser has shown to read a while ago; "" for none."""
    entry: dict[str, Any] = request.session.get(BY_CODE) or {}
    if entry.get("account") != account.pk or not entry.get("proven"):
        return ""
    fresh = time.time() - entry["proven"] < CODE_COUNTS.total_seconds()
    return entry["email"] if fresh else ""


def _proof(login: PortalLogin) -> str:
    return salted_hmac("portal-session", login.password + login.second_step).hexdigest()
