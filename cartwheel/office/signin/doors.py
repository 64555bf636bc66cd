"""What surrounds allauth's pages: the hour without a request, and the person's own colors."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from cartwheel.office.access import is_signed_in

View = Callable[..., HttpResponse]


def door(view: View) -> View:
    """The page as somebody sees it whose session may have been idle for too long."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_signed_in(request)
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and response.context_data is not None:
            response.context_data.setdefault("theme", getattr(request.user, "theme", ""))
        response["Cache-Control"] = "no-store"
        return response

    return opened
