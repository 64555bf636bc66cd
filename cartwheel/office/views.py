"""What every screen of the office is: a view with a permission, an actor and a shell."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.domain.staff.models import Draft, StaffMember
from cartwheel.domain.staff.queries import Seat, actor_for
from cartwheel.kernel.permissions import EVERYBODY, Permission
from cartwheel.office import access, navigation
from cartwheel.office.rights import labels_of


class OfficeRequest(HttpRequest):
    """A request inside the office: whose business, who at the desk, at which location."""

    account: Account
    actor: Actor
    staff: StaffMember
    location: Location
    locations: Sequence[Location]
    tasks: Sequence[bool]  # see Seat
    htmx: Any


class Elsewhere(Exception):
    """What was asked for is at another address by now."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class OfficeView(View):
    """A screen. ``permission`` opens it; ``change_permission`` is needed to send it anything.

    A view without a permission cannot be defined: the server does not start.
    """

    permission: ClassVar[Permission]
    change_permission: ClassVar[Permission | None] = None
    counts_as_use: ClassVar[bool] = True
    is_part: ClassVar[bool] = False  # it answers with a part of a page, whoever asks
    request: OfficeRequest

    def __init_subclass__(cls, *, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not abstract and not isinstance(getattr(cls, "permission", None), Permission):
            raise TypeError(f"{cls.__name__} names no permission")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        seat = access.seat_at(request, counts_as_use=self.counts_as_use)
        if seat is None:
            if request.user.is_authenticated:
                raise Http404
            if not self.counts_as_use:  # a poll must not take a half-typed form off the screen
                return HttpResponse(status=204)
            return access.to_sign_in(request)
        self._sit_down(seat)
        needed = self.needed(request.method or "GET")
        if not self.request.actor.can(needed):
            return self._turned_away(needed)
        try:
            return super().dispatch(request, *args, **kwargs)
        except Elsewhere as moved:
            return redirect(moved.address)

    @classmethod
    def needed(cls, method: str) -> Permission:
        """What it takes to send this view a request of this method."""
        if method in ("GET", "HEAD", "OPTIONS") or cls.change_permission is None:
            return cls.permission
        return cls.permission & cls.change_permission

    def _sit_down(self, seat: Seat) -> None:
        request = self.request
        request.staff, request.tasks = seat.staff, seat.tasks
        mine = [place for place in seat.locations if place.pk in (seat.places or ())]
        request.actor = actor_for(
            seat.staff,
            surface="office",
            address=access.address_of(request),
            location_ids=frozenset(place.pk for place in mine) or None,
            rights=seat.rights,
        )
        request.locations = mine or seat.locations
        chosen = request.session.get(f"location:{request.account.pk}")
        request.location = next(
            (place for place in request.locations if place.pk == chosen), request.locations[0]
        )
        self.work_at(request.location)

    def work_at(self, location: Location) -> None:
        """Show and read times of day on the clock of ``location`` until the request is done.

        What belongs to a location is opened with this, so whoever may not work there gets no
        further.
        """
        mine = self.request.actor.location_ids
        if mine is not None and location.pk not in mine:
            raise PermissionDenied(_("You do not work at %s.") % location)
        frame: ExitStack = self.request.frame  # type: ignore[attr-defined]
        frame.enter_context(timezone.override(location.zone))

    def _turned_away(self, needed: Permission) -> HttpResponse:
        missing = labels_of(needed.missing_from(self.request.actor.rights))
        if not self.request.actor.can(EVERYBODY):
            return self.render("office/no_rights.html", status=403)
        return self.render("office/forbidden.html", status=403, missing=missing)

    def render(self, template: str, *, status: int = 200, **context: Any) -> TemplateResponse:
        """The page, or only its ``#part`` when htmx asks (without script the page comes whole)."""
        request = self.request
        name, _hash, part = template.partition("#")
        if part and request.htmx:
            name = template
        response = TemplateResponse(request, name, self.shell() | context, status=status)
        response["Vary"] = "HX-Request"
        response["Cache-Control"] = "no-store"
        return response

    def shell(self) -> dict[str, Any]:
        """What the surrounding page needs."""
        request = self.request
        return {
            "account": request.account,
            "actor": request.actor,
            "location": request.location,
            "theme": getattr(request.user, "theme", ""),
        } | ({} if request.htmx or self.is_part else self._frame())

    def _frame(self) -> dict[str, Any]:
        """Toolbar, menus and dock; a part of a page goes without."""
        request = self.request
        if not request.actor.can(EVERYBODY):
            return {"person": navigation.person(request), "sign_out_url": reverse("account_logout")}
        return {
            "home_url": self.to("dashboard"),
            "search_url": self.to("search"),
            "nav_items": navigation.nav_items(request),
            "create_items": navigation.menu_items(request, navigation.CREATE),
            "profile_items": navigation.profile_items(request),
            "person": navigation.person(request),
            "locations": [(p.name, p.pk, p == request.location) for p in request.locations],
            "location_label": request.location.name,
            "set_location_url": self.to("set-location"),
            "theme_url": reverse("theme"),
            "sign_out_url": reverse("account_logout"),
        } | navigation.dock(request)

    def to(self, name: str, *args: Any) -> str:
        """The address of the office page ``name`` in this account."""
        return reverse(f"office:{name}", args=[self.request.account.slug, *args])

    def export_urls(self, name: str) -> dict[str, str]:
        """Where the list of this name is taken away, by the kind of file."""
        return {kind: self.to("export", name, kind) for kind in ("csv", "xlsx")}

    def go(self, name: str, *args: Any, query: str = "") -> HttpResponse:
        address = self.to(name, *args) + (f"?{query}" if query else "")
        if self.request.htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return redirect(address)

    # Forms that outlive their page

    def typed_before(self) -> QueryDict | None:
        """What this person had typed here: before she was signed out, or in a draft she reopens."""
        interrupted = access.take_interrupted(self.request)
        if interrupted is not None:
            return interrupted
        if "draft" in self.request.GET and (draft := self.draft()):
            return QueryDict(draft.body)
        return None

    def draft(self) -> Draft | None:
        """The draft kept for this form, if there is one."""
        return Draft.objects.filter(staff=self.request.staff, form=self.request.path).first()

    def forget_draft(self) -> None:
        Draft.objects.filter(staff=self.request.staff, form=self.request.path).delete()

    def whole(self, record: Any, parameter: str = "family") -> Any:
        """The record; who looks at one that was merged is taken to what it is part of now."""
        if record.merged_into_id is None or self.request.method != "GET":
            return record
        match: Any = self.request.resolver_match
        here = {"account": self.request.account.slug, parameter: record.merged_into_id}
        raise Elsewhere(reverse(match.view_name, kwargs=match.kwargs | here))

    def no_such(self, what: str | None = None) -> Http404:
        return Http404(what or _("There is nothing here"))
