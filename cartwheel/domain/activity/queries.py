"""Reading history."""

from django.db.models import Model, QuerySet

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.activity.models import Change, Event


def history_of(record: Model) -> QuerySet[Event]:
    """Everything that concerned ``record``, newest first."""
    return Event.objects.filter(
        account_id=record.account_id,  # type: ignore[attr-defined]
        subjects__kind=record._meta.label_lower,
        subjects__record_id=record.pk,
    ).order_by("-at", "-pk")


def history(account: Account) -> QuerySet[Event]:
    """Everything that happened in the business, newest first."""
    return Event.objects.filter(account=account).order_by("-at", "-pk").prefetch_related("subjects")


def changes_of(event: Event) -> QuerySet[Change]:
    """The rows that changed in the transaction of ``event``, in order."""
    if not event.batch:
        return Change.objects.none()
    return Change.objects.filter(account_id=event.account_id, batch=event.batch).order_by("pk")
