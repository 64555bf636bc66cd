"""What people keep on their desks: half-typed forms, and lists with their filters."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cartwheel.domain.staff.models import SavedView, StaffMember
from cartwheel.domain.staff.operations import (
    discard_draft,
    discard_view,
    save_draft,
    save_view,
)
from cartwheel.kernel import prepared
from cartwheel.kernel.permissions import EVERYBODY
from cartwheel.kernel.refusals import Refused
from cartwheel.office import access
from cartwheel.office.views import OfficeView

LONGEST_ADDRESS = 200
LONGEST_PAGE = 40  # the name of a list


def saved_views(staff: StaffMember, page: str) -> list[tuple[str, str]]:
    """The name and the query string of each view she has saved of this list."""
    return [(name, query) for name, query in prepared.ask(SAVED, [staff.pk, page])]


SAVED = """
select name, query from staff_savedview where staff_id = %s and page = %s order by name, id
"""


def form_address(request: HttpRequest) -> str | None:
    """Which form the draft is of: the path of a page of this business, or None."""
    form = request.POST.get("form", "")
    home = f"/a/{request.account.slug}/"  # type: ignore[attr-defined]
    plain = form.isprintable() and len(form) <= LONGEST_ADDRESS
    return form if plain and form.startswith(home) else None


class Drafts(OfficeView):
    """Takes the fields of a form as they are, and ``form``, the address of its page."""

    permission = EVERYBODY

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # A script asks, not a person: it needs a plain no, and the page must stay as it is.
        if not access.is_signed_in(request):
            return HttpResponse(status=401)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: Any) -> HttpResponse:
        form = form_address(request)
        if form is None:
            return HttpResponse(status=400)
        body = access.typed(request.POST)
        body.pop("form", None)
        try:
            save_draft(request.staff, form=form, body=body.urlencode())
        except Refused as refusal:
            return HttpResponse(str(refusal), status=413)
        return HttpResponse(status=204)


class DiscardedDraft(OfficeView):
    """Forgets a draft, and shows the form empty."""

    permission = EVERYBODY

    def post(self, request: Any) -> HttpResponse:
        form = form_address(request)
        if form is None:
            return HttpResponse(status=400)
        discard_draft(request.staff, form=form)
        return access.go(request, form)


class SaveView(OfficeView):
    permission = EVERYBODY

    def post(self, request: Any, page: str) -> HttpResponse:
        if len(page) > LONGEST_PAGE:
            raise self.no_such()
        query = QueryDict(request.POST.get("query", "")).urlencode()  # whatever was sent, escaped
        try:
            save_view(request.staff, page=page, name=request.POST.get("name", ""), query=query)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return back_to_list(request, query)


class ForgetView(OfficeView):
    permission = EVERYBODY

    def post(self, request: Any, page: str) -> HttpResponse:
        own = SavedView.objects.filter(staff=request.staff, page=page)
        found = own.filter(name=request.POST.get("forget", "")).first()
        if found is not None:
            discard_view(found)
            messages.success(request, _("The view “%s” is gone.") % found.name)
        return back_to_list(request, "")


def back_to_list(request: HttpRequest, query: str) -> HttpResponse:
    """To the list that is open in the browser, else to the dashboard."""
    home = f"/a/{request.account.slug}/"  # type: ignore[attr-defined]
    page = urlsplit(access.page_of(request)).path
    if page == request.path or not url_has_allowed_host_and_scheme(page, None):
        page = home
    return access.go(request, f"{page}?{query}" if query else page)
