"""What every page outside the office is: about one business, and nothing of it kept by the browser.

A kiosk, a link from a letter and the Customer Portal are made of it.
"""

from contextlib import ExitStack
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from cartwheel.domain.accounts.models import Account, Location
from cartwheel.ui.errors import error_page
from cartwheel.ui.requests import address_of
from cartwheel.ui.throttle import allowed


class PublicRequest(HttpRequest):
    """A request from somebody whom nobody knows, about one business."""

    account: Account


class PublicView(View):
    """``namespace`` is the interface whose pages ``to`` and ``go`` name."""

    namespace: ClassVar[str]
    request: PublicRequest

    def render(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        response = TemplateResponse(
            self.request, template, {"account": self.request.account} | context, status=status
        )
        return unkept(response)

    def to(self, name: str, *args: Any) -> str:
        return reverse(f"{self.namespace}:{name}", args=[self.request.account.slug, *args])

    def go(self, name: str, *args: Any) -> HttpResponse:
        return unkept(redirect(self.to(name, *args)))

    def work_at(self, location: Location) -> None:
        """Read and show days on the clock of ``location``."""
        location.account = self.request.account
        frame: ExitStack = self.request.frame  # type: ignore[attr-defined]
        frame.enter_context(timezone.override(location.zone))

    def may_guess(self, what: str) -> bool:
        """Count one try to find a secret address of this kind; False after too many of them."""
        return allowed(what, address_of(self.request) or "nowhere", most=20, seconds=600)

    def slow_down(self) -> HttpResponse:
        return error_page(
            self.request,
            429,
            _("Too many tries"),
            _("Please wait some minutes, or ask at the desk."),
        )


def unkept(response: HttpResponse) -> HttpResponse:
    """Going back must show nothing of the person before."""
    response["Cache-Control"] = "no-store"
    return response
