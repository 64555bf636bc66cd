"""Who is at the desk: from a request to an actor, or to the sign-in page and back.

Signed out after an hour without a request (a poll of the dock does not count). What was typed into
a form at that moment is kept in the new session, and shown again at the address of the form to
the person who had typed it. Passwords are the exception: they are never kept.
"""

import time
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from cartwheel.domain.identity.models import User
from cartwheel.domain.staff.queries import Seat, seat_of
from cartwheel.ui.requests import address_of

__all__ = [
    "address_of",
    "go",
    "is_signed_in",
    "keep_interrupted",
    "page_of",
    "seat_at",
    "take_interrupted",
    "to_sign_in",
    "typed",
]

SEEN = "seen_at"
INTERRUPTED = "interrupted"
LONGEST_KEPT = 200_000  # characters of a form's body
REFRESHED_AFTER_SECONDS = 60
NEVER_KEPT = ("csrfmiddlewaretoken",)


def is_signed_in(request: HttpRequest, *, counts_as_use: bool = True) -> bool:
    """Whether somebody is signed in here. Ends a session that has been idle for too long."""
    if not request.user.is_authenticated:
        return False
    now = time.time()
    seen = request.session.get(SEEN, 0)
    if seen and now - seen > settings.SIGNED_OUT_AFTER_SECONDS:
        request.idle_user = request.user.pk  # type: ignore[attr-defined]
        logout(request)
        return False
    if counts_as_use and now - seen > REFRESHED_AFTER_SECONDS:
        request.session[SEEN] = now
    return True


def seat_at(request: HttpRequest, *, counts_as_use: bool) -> Seat | None:
    """The seat of whoever is signed in here; None when nobody is (or not any more)."""
    if not is_signed_in(request, counts_as_use=counts_as_use):
        return None
    account = request.account  # type: ignore[attr-defined]
    seat = seat_of(account, int(request.user.pk or 0))
    if seat is not None:
        seat.staff.user = cast(User, request.user)
    return seat


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there back to the form with everything typed."""
    page = page_of(request)
    keep_interrupted(request, page)
    return go(request, f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': page})}")


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Take the whole page to ``address``, whether htmx asks or the browser itself."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def page_of(request: HttpRequest) -> str:
    """The page that is open in the browser: for a form that is sent, the one that shows it."""
    shown = request.headers.get("HX-Current-URL", "")
    if request.method == "POST" and not shown:
        shown = request.headers.get("Referer", "")
    if not shown or not url_has_allowed_host_and_scheme(shown, {request.get_host()}):
        return request.get_full_path()
    parts = urlsplit(shown)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def keep_interrupted(request: HttpRequest, page: str) -> None:
    """Keep the form that was being sent, to be shown again at ``page``."""
    body = typed(request.POST).urlencode() if request.method == "POST" else ""
    if body and len(body) <= LONGEST_KEPT:
        request.session[INTERRUPTED] = {
            "path": urlsplit(page).path,
            "body": body,
            "user": request.user.pk or getattr(request, "idle_user", None),
        }


def typed(posted: QueryDict) -> QueryDict:
    """What a person typed, without what only the machinery needs and without passwords."""
    kept = posted.copy()
    for name in list(kept):
        if name in NEVER_KEPT or "password" in name:
            del kept[name]
    return kept


def take_interrupted(request: HttpRequest) -> QueryDict | None:
    """The form that was interrupted at this address, once, for the person who had typed it."""
    kept: dict[str, Any] | None = request.session.get(INTERRUPTED)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[INTERRUPTED]
    if kept["user"] not in (None, request.user.pk):
        return None
    messages.info(request, _("Here is what you had typed. It is not saved yet."))
    return QueryDict(kept["body"])
