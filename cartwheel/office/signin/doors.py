"""What surrounds allauth's pages: the hour without a request, and the person's own colors."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse

from cartwheel.office.access import is_signed_in

View = Callable[..., HttpResponseBase]


def door(view: View) -> View:
    """The page as somebody sees it whose session may have been idle for too long."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_signed_in(request)
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and response.context_data is not None:
            response.context_data.setdefault("theme", getattr(request.user, "theme", ""))
        response["Cache-Control"] = "no-store"
        return response

    return opened
