"""Background Tasks: what runs for me, how far it is, and what came of it."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from cartwheel.domain.background import permissions
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.background.operations import mark_seen
from cartwheel.domain.background.queries import tasks_of
from cartwheel.office import navigation
from cartwheel.office.views import OfficeView

MOST = 50


class BackgroundTasks(OfficeView):
    """A window over the page where there is script, a page where there is none."""

    permission = permissions.OWN

    def get(self, request: Any) -> HttpResponse:
        response = self.window("office/desk/tasks.html#window")
        response["HX-Trigger"] = '{"open-dialog": "dock-window"}'
        return response

    def window(self, template: str) -> HttpResponse:
        tasks = list(tasks_of(self.request.actor)[:MOST])
        running = [task for task in tasks if task.finished_at is None]
        mark_seen(by=self.request.actor)
        self.request.tasks = [True] * len(running)
        return self.render(template, tasks=tasks, running=running)


class TasksProgress(BackgroundTasks):
    """The same, asked for again by itself while something runs."""

    counts_as_use = False

    def get(self, request: Any) -> HttpResponse:
        response = self.window("office/desk/tasks.html#tasks")
        response["HX-Trigger"] = "dock:refresh"
        return response


class Dock(OfficeView):
    """Fresh counters for the dock."""

    permission = permissions.OWN
    counts_as_use = False

    def get(self, request: Any) -> HttpResponse:
        return self.render("ui/dock_items.html", **navigation.dock(request))


class TaskFile(OfficeView):
    """What a task made. Only who asked for it gets it."""

    permission = permissions.OWN

    def get(self, request: Any, task: int) -> HttpResponseBase:
        found = self.finished().filter(pk=task).first()
        if found is None or not found.file.storage.exists(str(found.file.name)):
            raise self.no_such()
        response = FileResponse(found.file.open("rb"), as_attachment=True, filename=found.file_name)
        response["Cache-Control"] = "private, no-store"
        return response

    def finished(self) -> QuerySet[BackgroundTask]:
        return tasks_of(self.request.actor).filter(state="done").exclude(file="")
