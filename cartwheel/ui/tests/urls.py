"""The styleguide alone, whatever the settings say, and a place that remembers drafts."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

DRAFTS: list[dict[str, str]] = []


def remember(request: HttpRequest) -> HttpResponse:
    DRAFTS.append(request.POST.dict())
    return HttpResponse(status=204)


urlpatterns = [
    path("styleguide/draft/", remember),
    path("styleguide/", include("cartwheel.ui.urls")),
]
