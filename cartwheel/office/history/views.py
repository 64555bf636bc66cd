"""The Audit Log."""

from typing import Any

from django.http import HttpResponse

from cartwheel.domain.activity import permissions
from cartwheel.domain.activity.queries import history
from cartwheel.office.history.lists import EventList
from cartwheel.office.views import OfficeView


class AuditLog(OfficeView):
    permission = permissions.READ

    def get(self, request: Any) -> HttpResponse:
        page = EventList(history(request.account), request.GET, request.actor, path=request.path)
        page.export_urls = {
            "csv": self.to("export", page.name, "csv"),
            "xlsx": self.to("export", page.name, "xlsx"),
        }
        return self.render("office/history/list.html#list", list=page)
