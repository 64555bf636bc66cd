"""Starting, advancing and finishing background tasks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import structlog
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.tenancy import tenant

log = structlog.get_logger()


class Deferrable(Protocol):
    """A procrastinate task taking ``account_id`` and ``task_id`` and plain JSON values."""

    def defer(self, **arguments: Any) -> int: ...


@transaction.atomic
def start(title: str, job: Deferrable, *, by: Actor, **arguments: Any) -> BackgroundTask:
    """Put ``job`` into the queue, in the caller's transaction, with a row that people can watch."""
    task = BackgroundTask.objects.create(
        account=by.account,
        title=title,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name,
    )
    job.defer(account_id=by.account.pk, task_id=task.pk, **arguments)
    return task


class Progress:
    """What a running task tells the watchers. Each call commits by itself."""

    def __init__(self, task: BackgroundTask) -> None:
        self.task = task

    def of(self, total: int) -> None:
        self._update(total=total)

    def at(self, done: int) -> None:
        self._update(done=done)

    def attach(self, name: str, content: File) -> None:  # type: ignore[type-arg]
        """Keep a file for download under ``name``."""
        self.task.file_name = name
        self.task.file.save(f"{self.task.pk}-{name}", content, save=False)
        self._update(file=self.task.file.name, file_name=name)

    def _update(self, **values: Any) -> None:
        BackgroundTask.objects.filter(pk=self.task.pk).update(**values)


@contextmanager
def running(account_id: int, task_id: int) -> Iterator[tuple[BackgroundTask, Progress]]:
    """The frame of a task's work, in the tenant of its account.

    A ``Refused`` is shown in its own words; any other error as a plain sentence, is logged and
    raised again. Work that must be atomic opens its own transaction inside.
    """
    with tenant(account_id):
        task = BackgroundTask.objects.select_related("account").get(pk=task_id)
        _set(task, state="running", started_at=timezone.now())
        try:
            yield task, Progress(task)
        except Refused as refusal:
            _finish(task, "failed", problem=str(refusal))
        except Exception:
            log.exception("background_task_failed", task_id=task_id)
            _finish(task, "failed", problem=_("Something went wrong. Nothing was changed; try again."))
            raise
        else:
            _finish(task, "done", result=task.result)


def _finish(task: BackgroundTask, state: str, **values: Any) -> None:
    _set(task, state=state, finished_at=timezone.now(), **values)


def _set(task: BackgroundTask, **values: Any) -> None:
    for name, value in values.items():
        setattr(task, name, value)
    BackgroundTask.objects.filter(pk=task.pk).update(**values)


def mark_seen(*, by: Actor) -> None:
    """The actor has looked at her finished tasks."""
    BackgroundTask.objects.filter(
        account=by.account, actor_id=by.id, seen_at=None, finished_at__isnull=False
    ).update(seen_at=timezone.now())


