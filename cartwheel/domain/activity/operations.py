"""Writing history."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.models import Event, Subject
from cartwheel.kernel.tenancy import current_batch


def record(verb: str, *subjects: Model, by: Actor, **details: Any) -> Event:
    """Write that ``by`` did ``verb`` to ``subjects``, in the caller's transaction.

    ``verb`` is ``noun.past-participle`` (``party.booked``) and has its sentence in the office's
    words of history. ``details`` are plain JSON values that the sentence needs.
    """
    event = Event.objects.create(
        account=by.account,
        verb=verb,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name[:200],
        surface=by.surface,
        address=by.address,
        batch=current_batch(),
        details=details,
    )
    Subject.objects.bulk_create(
        Subject(
            account=by.account,
            event=event,
            kind=subject._meta.label_lower,
            record_id=subject.pk,
            name=str(subject)[:200],
        )
        for subject in subjects
    )
    return event


def record_many(
    verb: str, told: Sequence[tuple[Sequence[Model], dict[str, Any]]], *, by: Actor
) -> None:
    """Write the same verb about many: each with its own subjects and details, in two statements."""
    events = Event.objects.bulk_create(
        Event(
            account=by.account,
            verb=verb,
            actor_kind=by.kind,
            actor_id=by.id,
            actor_name=by.name[:200],
            surface=by.surface,
            address=by.address,
            batch=current_batch(),
            details=details,
        )
        for _subjects, details in told
    )
    Subject.objects.bulk_create(
        Subject(
            account=by.account,
            event=event,
            kind=subject._meta.label_lower,
            record_id=subject.pk,
            name=str(subject)[:200],
        )
        for event, (subjects, _details) in zip(events, told, strict=True)
        for subject in subjects
    )
