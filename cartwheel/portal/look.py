"""The account's own color, as a stylesheet (the page allows no style of its own), and its logo."""

from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from cartwheel.domain.people.models import PortalSettings
from cartwheel.domain.people.queries import portal_settings_of
from cartwheel.ui.pictures import picture_response
from cartwheel.ui.public import PublicView

FOR_GOOD = "public, max-age=31536000, immutable"


def edition_of(look: PortalSettings) -> str:
    """Part of the addresses of stylesheet and logo, so that a browser may keep them for good."""
    return sha256(f"{look.color} {look.logo}".encode()).hexdigest()[:12]


class Brand(PublicView):
    """``--brand``, from which every shade follows; see the tokens of the style."""

    def get(self, request: Any, edition: str) -> HttpResponse:
        color = portal_settings_of(request.account).color
        body = f":root {{ --brand: {color} }}\n" if color else ""
        response = HttpResponse(body, content_type="text/css; charset=utf-8")
        response["Cache-Control"] = FOR_GOOD
        return response


class Logo(PublicView):
    def get(self, request: Any, edition: str) -> HttpResponseBase:
        response = picture_response(portal_settings_of(request.account).logo, large=True)
        response["Cache-Control"] = FOR_GOOD
        return response
