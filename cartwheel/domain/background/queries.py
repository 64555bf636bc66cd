"""What the Background Tasks window shows."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.background.models import BackgroundTask

KEPT = timedelta(days=7)


def tasks_of(actor: Actor) -> QuerySet[BackgroundTask]:
    """The actor's own tasks of the last week, newest first."""
    return BackgroundTask.objects.filter(
        account=actor.account,
        actor_kind=actor.kind,
        actor_id=actor.id,
        created_at__gte=timezone.now() - KEPT,
    ).order_by("-pk")


def abandoned(account: Account, *, before: datetime) -> QuerySet[BackgroundTask]:
    """Unfinished tasks, asked for before then, that no job in the queue is about."""
    jobs = ProcrastinateJob.objects.alias(
        about=KeyTextTransform("task_id", "args"), whose=KeyTextTransform("account_id", "args")
    ).filter(
        status__in=("todo", "doing"),
        about=Cast(OuterRef("pk"), TextField()),
        whose=str(account.pk),
    )
    return BackgroundTask.objects.filter(
        ~Exists(jobs), account=account, finished_at=None, created_at__lt=before
    )
