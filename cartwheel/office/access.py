"""Who is at the desk: from a request to an actor, or to the sign-in page and back.

Signed out after an hour without a request (a poll of the dock does not count). What was typed into
a form at that moment is kept in the new session, and offered when she is back at its address.
"""

import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.queries import signed_in_staff

SEEN = "seen_at"
INTERRUPTED = "interrupted"
LONGEST_KEPT = 200_000  # characters of a form's body
REFRESHED_AFTER_SECONDS = 60


def staff_of(request: HttpRequest, *, counts_as_use: bool) -> StaffMember | None:
    """The staff member who is signed in here; None when nobody is (or not any more).

    Ends the session when it has been idle for too long.
    """
    if not request.user.is_authenticated:
        return None
    now = time.time()
    seen = request.session.get(SEEN, 0)
    if seen and now - seen > settings.SIGNED_OUT_AFTER_SECONDS:
        logout(request)
        return None
    if counts_as_use and now - seen > REFRESHED_AFTER_SECONDS:
        request.session[SEEN] = now
    account = request.account  # type: ignore[attr-defined]
    staff = signed_in_staff(account, request.user.pk)
    if staff is not None:
        staff.account = account
    return staff


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there back to the form with everything typed."""
    page = request.get_full_path()
    if request.headers.get("HX-Request") and request.headers.get("HX-Current-URL"):
        parts = urlsplit(request.headers["HX-Current-URL"])
        page = parts.path + (f"?{parts.query}" if parts.query else "")
    keep_interrupted(request, page)
    address = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': page})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def keep_interrupted(request: HttpRequest, page: str) -> None:
    """Keep the form that was being sent, to be shown again at ``page``."""
    body = request.POST.urlencode() if request.method == "POST" else ""
    if body and len(body) <= LONGEST_KEPT:
        request.session[INTERRUPTED] = {"path": urlsplit(page).path, "body": body}


def take_interrupted(request: HttpRequest) -> QueryDict | None:
    """The form that was interrupted at this address, once."""
    kept = request.session.get(INTERRUPTED)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[INTERRUPTED]
    return QueryDict(kept["body"])
