"""Writing history."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.models import Event, Subject
from cartwheel.kernel.tenancy import current_batch
from cartwheel.kernel.whole import at_the_end

Told = tuple[Event, list[Subject]]


def record(verb: str, *subjects: Model, by: Actor, **details: Any) -> Event:
    """Write that ``by`` did ``verb`` to ``subjects``, in the caller's transaction.

    ``verb`` is ``noun.past-participle`` (``party.booked``) and has its sentence in the office's
    words of history. ``details`` are plain JSON values that the sentence needs. The parts of an
    operation are written together when it ends, in the order in which they were recorded.
    """
    told = _told(verb, subjects, details, by)
    at_the_end(_write, told)
    return told[0]


def record_many(
    verb: str, told: Sequence[tuple[Sequence[Model], dict[str, Any]]], *, by: Actor
) -> None:
    """Write the same verb about many: each with its own subjects and details, in two statements."""
    at_the_end(_write, *(_told(verb, subjects, details, by) for subjects, details in told))


def _told(verb: str, subjects: Sequence[Model], details: dict[str, Any], by: Actor) -> Told:
    event = Event(
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
    about = [
        Subject(
            account=by.account,
            kind=subject._meta.label_lower,
            record_id=subject.pk,
            name=str(subject)[:200],
        )
        for subject in subjects
    ]
    return event, about


def _write(told: list[Told]) -> None:
    Event.objects.bulk_create(event for event, about in told)
    for event, about in told:
        for subject in about:
            subject.event = event
    Subject.objects.bulk_create(subject for event, about in told for subject in about)
