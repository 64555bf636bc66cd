"""Background Tasks: my own, with what came of them."""

import time

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from cartwheel.domain.background.models import BackgroundTask
from cartwheel.office.access import SEEN


@pytest.fixture
def task_of(otters, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def make(actor, **values):
        task = BackgroundTask(
            account=otters.account,
            title="Families as CSV",
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_name=actor.name,
            **values,
        )
        if values.get("state") == "done":
            task.finished_at = timezone.now()
            task.file_name = "families.csv"
            task.file.save("families.csv", ContentFile(b"Name\r\nBanerjee\r\n"), save=False)
        task.save()
        return task

    return make


def test_only_who_asked_gets_the_file(otters, olive, dana, task_of):
    task = task_of(otters.owner, state="done")
    address = f"/a/otters/background-tasks/{task.pk}/file/"

    mine = olive.get(address)

    assert b"".join(mine.streaming_content) == b"Name\r\nBanerjee\r\n"
    assert mine["Content-Disposition"] == 'attachment; filename="families.csv"'
    assert dana.get(address).status_code == 404


def test_the_window_asks_again_only_while_something_runs(otters, olive, task_of):
    task = task_of(otters.owner, state="running", started_at=timezone.now(), done=30, total=100)
    polling = 'hx-trigger="every 2s"'

    page = olive.get("/a/otters/background-tasks/").content.decode()
    assert polling in page
    assert 'max="100" value="30"' in page

    BackgroundTask.objects.filter(pk=task.pk).update(
        state="failed", finished_at=timezone.now(), problem="The list is gone."
    )
    page = olive.get("/a/otters/background-tasks/").content.decode()
    assert polling not in page
    assert "The list is gone." in page


def test_the_counter_counts_what_runs_and_what_was_not_seen(otters, olive, task_of):
    def counter():
        return olive.get("/a/otters/dock/").context["dock_items"][0].count

    task_of(otters.owner, state="done")
    assert counter() == 1

    olive.get("/a/otters/background-tasks/")
    assert counter() == 0


def test_with_script_it_is_a_window(olive):
    answer = olive.get("/a/otters/background-tasks/", headers={"HX-Request": "true"})

    assert answer["HX-Trigger"] == '{"open-dialog": "dock-window"}'
    assert "<main" not in answer.content.decode()


def test_asking_again_by_itself_does_not_keep_anybody_signed_in(olive):
    olive.get("/a/otters/")
    session = olive.session
    session[SEEN] = seen = time.time() - 120
    session.save()

    for page in ("background-tasks/progress/", "dock/"):
        olive.get(f"/a/otters/{page}", headers={"HX-Request": "true"})

    assert olive.session[SEEN] == seen
