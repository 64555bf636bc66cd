"""What every page of the Customer Portal is: of one business, in its colors, for one family."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.people.models import Family, Guardian, PortalLogin, PortalSettings
from cartwheel.domain.people.queries import portal_settings_of
from cartwheel.portal import access
from cartwheel.portal.look import edition_of
from cartwheel.ui.public import PublicRequest, PublicView


class Tab(NamedTuple):
    name: str
    label: Any
    icon: str


TABS = (
    Tab("home", _("Home"), "house"),
    Tab("schedule", _("Schedule"), "calendar-days"),
    Tab("payments", _("Payments"), "receipt"),
    Tab("family", _("Family"), "users"),
)


class PortalRequest(PublicRequest):
    """``login`` is None while nobody has signed in."""

    login: PortalLogin | None
    locations: Sequence[Location]


class PortalView(PublicView):
    """A page for a family that has signed in; ``open_to_all`` says that anybody may see it.

    ``tab`` is the one of the bar below that it belongs to.
    """

    namespace: ClassVar[str] = "portal"
    open_to_all: ClassVar[bool] = False
    tab: ClassVar[str] = ""
    request: PortalRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        account = self.request.account
        if not self.look.is_open:
            return self.render("portal/closed.html", status=503)
        self.request.login = access.login_at(request, account)
        places = list(account.locations.filter(archived_at=None))
        if not places:
            raise Http404
        for place in places:
            place.account = account
        self.request.locations = places
        self.work_at(places[0])
        if self.request.login is None and not self.open_to_all:
            return self.to_sign_in()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def look(self) -> PortalSettings:
        return portal_settings_of(self.request.account)

    @property
    def login(self) -> PortalLogin:
        found = self.request.login
        assert found is not None  # noqa: S101 - a view that needs nobody asks for nobody
        return found

    @property
    def guardian(self) -> Guardian:
        return self.login.guardian

    @property
    def her_family(self) -> Family:
        family = self.guardian.family
        family.account = self.request.account
        return family

    @property
    def actor(self) -> Actor:
        return access.actor_at(self.request, self.request.account, self.login)

    def to_sign_in(self) -> HttpResponse:
        """To the sign-in page, and from there back to where she wanted to go."""
        here = self.request.get_full_path() if self.request.method == "GET" else self.to("home")
        return redirect(f"{self.to('sign-in')}?{urlencode({'next': here})}")

    def next_page(self) -> str:
        """Where somebody wanted to go before she was asked to sign in."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next") or ""
        inside = wanted.startswith(self.to("home"))
        if inside and url_has_allowed_host_and_scheme(wanted, {self.request.get_host()}):
            return wanted
        return self.to("home")

    def render(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        login = getattr(self.request, "login", None)
        shell = {
            "look": self.look,
            "brand_edition": edition_of(self.look),
            "login": login,
            "guardian": login.guardian if login else None,
            "tabs": [(tab, self.to(tab.name), tab.name == self.tab) for tab in TABS],
        }
        return super().render(template, status=status, **shell | context)
