"""Reading history."""

from typing import Any

from django.db.models import Model, Q, QuerySet

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.activity.models import Change, Event, Subject


def history_of(record: Model) -> QuerySet[Event]:
    """Everything that concerned ``record``, or one that was merged into it, newest first."""
    subjects = Subject.objects.filter(
        account_id=record.account_id,  # type: ignore[attr-defined]
        kind=record._meta.label_lower,
    )
    if hasattr(record, "merged_into_id"):
        mine = subjects.filter(record_id__in=_merged_into(record))
        events = Event.objects.filter(pk__in=mine.values("event"))
    else:
        events = Event.objects.filter(
            subjects__kind=record._meta.label_lower, subjects__record_id=record.pk
        )
    events = events.filter(account_id=record.account_id)  # type: ignore[attr-defined]
    return events.order_by("-at", "-pk")


def _merged_into(record: Model) -> QuerySet[Any, Any]:
    """The keys of ``record`` and of those that became part of it."""
    rows = type(record)._default_manager.filter(account_id=record.account_id)  # type: ignore[attr-defined]
    return rows.filter(Q(pk=record.pk) | Q(merged_into=record.pk)).order_by().values("pk")


def history(account: Account) -> QuerySet[Event]:
    """Everything that happened in the business, newest first."""
    return Event.objects.filter(account=account).order_by("-at", "-pk").prefetch_related("subjects")


def changes_of(event: Event) -> QuerySet[Change]:
    """The rows that changed in the transaction of ``event``, in order."""
    if not event.batch:
        return Change.objects.none()
    return Change.objects.filter(account_id=event.account_id, batch=event.batch).order_by("pk")
