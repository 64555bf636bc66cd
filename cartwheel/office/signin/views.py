"""The front door: where a person goes who has named no business, and where a form comes back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware import csrf
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cartwheel.domain.identity.models import User
from cartwheel.domain.identity.operations import choose_theme
from cartwheel.kernel.refusals import Refused
from cartwheel.office import access
from cartwheel.office.signin.adapter import workplaces_of
from cartwheel.ui.errors import error_page

FOREIGN = (csrf.REASON_NO_REFERER, csrf.REASON_MALFORMED_REFERER, csrf.REASON_INSECURE_REFERER)


def home(request: HttpRequest) -> HttpResponse:
    """To the business where she works; a choice when there are several."""
    if not access.is_signed_in(request) or not isinstance(request.user, User):
        return redirect("account_login")
    places = workplaces_of(request.user)
    if len(places) == 1:
        return redirect("office:dashboard", places[0].account.slug)
    context = {"places": places, "theme": request.user.theme}
    return render(request, "office/workplaces.html", context)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark or as the device says; then back to where the choice was made."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    if isinstance(request.user, User):
        try:
            choose_theme(request.user, theme=request.POST.get("theme", ""))
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect(back)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Bring the person back to her form, with everything typed and a fresh token.

    It happens when she signed in again in another window. What comes from another site is not
    hers, and is not kept.
    """
    if not _is_own_form(request, reason):
        return error_page(
            request,
            403,
            _("This did not come from Cartwheel"),
            _("Nothing was done. Go to the page in Cartwheel and try again there."),
        )
    page = access.page_of(request)
    if not page.startswith(reverse("account_login")):  # there a form may be waiting already
        access.keep_interrupted(request, page)
    messages.warning(
        request, _("Nothing was saved: this page was open since before you signed in. Try again.")
    )
    return access.go(request, page)


def _is_own_form(request: HttpRequest, reason: str) -> bool:
    """Whether a page of this very site has sent it, as browsers say by Origin or Referer.

    What a script sends by itself (a draft while somebody types) is no form to come back to.
    """
    by_hand = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    if not by_hand and "HX-Request" not in request.headers:
        return False
    if reason in FOREIGN or reason.startswith(("Origin checking", "Referer checking")):
        return False
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(sender) and url_has_allowed_host_and_scheme(sender, {request.get_host()})
