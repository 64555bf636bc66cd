"""The location toggle."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from cartwheel.kernel.permissions import EVERYBODY
from cartwheel.office.views import OfficeView


class SetLocation(OfficeView):
    """Work at another location from now on, in this browser."""

    permission = EVERYBODY

    def post(self, request: Any) -> HttpResponse:
        places = {str(place.pk): place for place in request.locations}
        chosen = places.get(request.POST.get("location", ""))
        if chosen is None:
            raise self.no_such()
        request.session[f"location:{request.account.pk}"] = chosen.pk
        return redirect(self.next_page())

    def next_page(self) -> str:
        page: str = self.request.POST.get("next", "")
        here = {self.request.get_host()}
        secure = self.request.is_secure()
        safe = url_has_allowed_host_and_scheme(page, here, require_https=secure)
        return page if safe else self.to("dashboard")
