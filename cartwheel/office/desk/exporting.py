"""Taking a list away as a file."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cartwheel.domain.background.operations import start
from cartwheel.kernel.permissions import EVERYBODY
from cartwheel.office.exports import LISTS, WRITERS
from cartwheel.office.tasks import export_list
from cartwheel.office.views import OfficeView


class Export(OfficeView):
    """Start writing the list ``name`` as it is shown by ``query``; needs the list's own right."""

    permission = EVERYBODY

    def post(self, request: Any, name: str, format: str) -> HttpResponse:
        wanted = LISTS.get(name)
        if wanted is None or format not in WRITERS:
            raise self.no_such()
        if not request.actor.can(wanted.permission):
            return self._turned_away(wanted.permission)
        query = request.POST.get("query", "")
        page = wanted.make(request.actor, request.location, query)
        title = _("%(list)s as %(format)s") % {"list": page.title, "format": format.upper()}
        start(
            title,
            export_list,
            list_name=name,
            query=page.query,  # as it was understood: what was sent may be anything
            format=format,
            staff_id=request.staff.pk,
            location_id=request.location.pk,
            by=request.actor,
        )
        messages.info(request, _("The file is being written. It will be here in a moment."))
        return self.go("background-tasks")
