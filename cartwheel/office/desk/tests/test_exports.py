"""Taking a list away as a file: what is shown, by whom, with her rights as they are then."""

import csv
import io
from itertools import product

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from cartwheel.domain.activity.models import Event
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.mailer.operations import post_message
from cartwheel.kernel.tenancy import tenant
from cartwheel.office.exports import LISTS, WRITERS
from cartwheel.office.tasks import export_list
from conftest import StrangerClient


@pytest.fixture
def desk(transactional_db, otters, settings, tmp_path):
    """The cast, committed, because a job sees nothing else; and browsers to ask with."""
    settings.MEDIA_ROOT = tmp_path
    yield otters
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs cascade")


def browser_of(otters, first_name):
    browser = StrangerClient()
    browser.force_login(otters.staff[first_name].user)
    return browser


def run_export(otters, query="", name="messages", kind="csv"):
    """Olive presses the button, and the worker does its work."""
    answer = browser_of(otters, "Olive").post(f"/a/otters/exports/{name}/{kind}/", {"query": query})
    assert answer.status_code == 302
    with tenant(None):
        job = ProcrastinateJob.objects.filter(task_name="office.export_list").latest("pk")
        export_list(**job.args)
    with transaction.atomic():
        return BackgroundTask.objects.get(pk=job.args["task_id"])


def write(otters, title):
    with transaction.atomic():
        post_message(
            to="a@b.example", title=title, text="x", kind="t", regarding=[], by=otters.owner
        )


def rows_of(task):
    with default_storage.open(task.file.name) as file:
        return list(csv.reader(io.TextIOWrapper(file, "utf-8-sig", newline="")))


def test_the_file_holds_what_was_shown(desk):
    write(desk, "=HYPERLINK(1)")
    write(desk, "Anika’s party")

    task = run_export(desk, query="q=Anika&cols=title&cols=state")
    assert (task.state, task.result, task.done, task.total) == ("done", "1 row.", 1, 1)
    assert rows_of(task) == [["Title", "State"], ["Anika’s party", "Not sent"]]

    task = run_export(desk, query="q=HYPER&cols=title")
    assert rows_of(task)[1:] == [["'=HYPERLINK(1)"]]

    with transaction.atomic():
        assert Event.objects.filter(verb="list.exported").count() == 2


def test_every_list_can_be_taken_away(desk):
    write(desk, "Anika’s party")
    for name, kind in product(LISTS, WRITERS):
        task = run_export(desk, name=name, kind=kind)

        assert (name, kind, task.state, task.problem) == (name, kind, "done", "")
        assert task.file_name.endswith(f".{kind}")


def test_who_lost_the_right_meanwhile_gets_no_file(desk):
    answer = browser_of(desk, "Dana").post("/a/otters/exports/messages/csv/", {"query": ""})
    assert answer.status_code == 302
    with transaction.atomic():
        desk.staff["Dana"].memberships.all().delete()

    job = ProcrastinateJob.objects.filter(task_name="office.export_list").latest("pk")
    export_list(**job.args)

    with transaction.atomic():
        task = BackgroundTask.objects.get(pk=job.args["task_id"])
    assert (task.state, task.file.name) == ("failed", "")
    assert task.problem == "You may not see this list any more, so it was not written."


def test_a_list_takes_its_own_right(desk_of):
    assert desk_of("Marcus").post("/a/otters/exports/messages/csv/").status_code == 403


@pytest.mark.parametrize("address", ["messages/pdf", "nothing/csv"])
def test_there_is_nothing_else_to_export(olive, address):
    assert olive.post(f"/a/otters/exports/{address}/").status_code == 404
