"""Starting, advancing and finishing background tasks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.tasks import Task

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.background.aside import at_once
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.background.queries import KEPT, abandoned
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.tenancy import tenant

log = structlog.get_logger()


@transaction.atomic
def start(title: str, job: Task, *, by: Actor, **arguments: Any) -> BackgroundTask:
    """Put ``job`` into the queue, in the caller's transaction, with a row that people can watch.

    ``job`` is a task of the queue that takes ``account_id`` and ``task_id`` besides ``arguments``,
    which are plain JSON values.
    """
    task = BackgroundTask.objects.create(
        account=by.account,
        title=title[:200],
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name,
    )
    job.defer(account_id=by.account.pk, task_id=task.pk, **arguments)
    return task


class Progress:
    """What a running task tells the watchers. They see each call at once, also while the task's
    own transaction is still open.
    """

    def __init__(self, task: BackgroundTask) -> None:
        self.task = task

    def of(self, total: int) -> None:
        """How many steps there are."""
        _set(self.task, total=total)

    def at(self, done: int) -> None:
        """How many of them are done."""
        _set(self.task, done=done)

    def attach(self, name: str, content: File) -> None:
        """Keep a file for download under ``name``; a second try replaces that of the first."""
        if self.task.file:
            self.task.file.delete(save=False)
        self.task.file.save(f"{self.task.pk}-{name}", content, save=False)
        _set(self.task, file=self.task.file.name, file_name=name)


@contextmanager
def running(account_id: int, task_id: int) -> Iterator[tuple[BackgroundTask, Progress]]:
    """The frame of a task's work, in the tenant of its account.

    A ``Refused`` is shown in its own words; any other error as a plain sentence, is logged and
    raised again. Set ``task.result`` to a sentence to say what came of it. The frame opens no
    transaction: work that reads or writes opens its own inside, without which it sees no rows.
    """
    with tenant(account_id):
        with transaction.atomic():
            task = BackgroundTask.objects.select_related("account").get(pk=task_id)
        _set(task, state="running", started_at=timezone.now(), finished_at=None, problem="")
        try:
            yield task, Progress(task)
        except Refused as refusal:
            _finish(task, "failed", problem=str(refusal))
        except Exception:
            log.exception("background_task_failed", task_id=task_id)
            _finish(task, "failed", problem=something_went_wrong())
            raise
        else:
            _finish(task, "done", result=task.result)


def something_went_wrong() -> str:
    return _("Something went wrong. Nothing was changed; try again.")


def _finish(task: BackgroundTask, state: str, **values: Any) -> None:
    _set(task, state=state, finished_at=timezone.now(), **values)


def _set(task: BackgroundTask, **values: Any) -> None:
    for name, value in values.items():
        if name != "file":
            setattr(task, name, value)
    at_once(lambda: BackgroundTask.objects.filter(pk=task.pk).update(**values))


@transaction.atomic
def mark_seen(*, by: Actor) -> None:
    """The actor has looked at her finished tasks."""
    BackgroundTask.objects.filter(
        account=by.account,
        actor_kind=by.kind,
        actor_id=by.id,
        seen_at=None,
        finished_at__isnull=False,
    ).update(seen_at=timezone.now())


@transaction.atomic
def give_up_on_interrupted(account: Account, *, now: datetime) -> int:
    """Say so on tasks that no job will finish any more; how many there were."""
    return abandoned(account, before=now - timedelta(minutes=10)).update(
        state=BackgroundTask.State.FAILED,
        finished_at=now,
        problem=_("It was interrupted and could not be taken up again. Start it anew."),
    )


@transaction.atomic
def forget_old_tasks(account: Account, *, now: datetime) -> int:
    """Delete the tasks of more than a week ago with their files; how many there were."""
    old = BackgroundTask.objects.filter(
        account=account, created_at__lt=now - KEPT, finished_at__isnull=False
    )
    names = list(old.exclude(file="").values_list("file", flat=True))
    count, _per_model = old.delete()
    transaction.on_commit(partial(_delete_files, names))
    return count


def _delete_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
