"""The account's own color, as a stylesheet: the page allows no style of its own."""

from hashlib import sha256
from typing import Any

from django.http import HttpResponse

from cartwheel.domain.people.models import PortalSettings
from cartwheel.domain.people.queries import portal_settings_of
from cartwheel.ui.public import PublicView


def edition_of(look: PortalSettings) -> str:
    """Part of the stylesheet's address, so that a browser may keep it for as long as it is so."""
    return sha256(look.color.encode()).hexdigest()[:12]


class Brand(PublicView):
    """``--brand``, from which every shade follows; see the tokens of the style."""

    def get(self, request: Any, edition: str) -> HttpResponse:
        color = portal_settings_of(request.account).color
        body = f":root {{ --brand: {color} }}\n" if color else ""
        response = HttpResponse(body, content_type="text/css; charset=utf-8")
        response["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
