"""The first page: what matters today, as far as this person may see it."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.kernel.permissions import EVERYBODY
from cartwheel.office.desk.widgets import shown_to
from cartwheel.office.views import OfficeView


class Dashboard(OfficeView):
    permission = EVERYBODY

    def get(self, request: Any) -> HttpResponse:
        now = timezone.now()
        return self.render(
            "office/desk/dashboard.html",
            greeting=greeting(timezone.localtime(now)) % {"name": request.staff.first_name},
            today=timezone.localdate(now),
            widgets=list(shown_to(request.actor, request.location, now=now)),
        )


def greeting(local: datetime) -> str:
    if local.hour < 12:
        return _("Good morning, %(name)s")
    if local.hour < 18:
        return _("Good afternoon, %(name)s")
    return _("Good evening, %(name)s")
