"""What the Background Tasks window shows."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.background.models import BackgroundTask

KEPT = timedelta(days=7)


def tasks_of(actor: Actor) -> QuerySet[BackgroundTask]:
    """The actor's own tasks of the last week, newest first."""
    return BackgroundTask.objects.filter(
        account=actor.account,
        actor_kind=actor.kind,
        actor_id=actor.id,
        created_at__gte=timezone.now() - KEPT,
    )


def unfinished_or_unseen(actor: Actor) -> QuerySet[BackgroundTask]:
    """What the counter in the dock counts."""
    return tasks_of(actor).filter(Q(finished_at=None) | Q(seen_at=None))
