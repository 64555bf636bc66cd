"""The history of a record, as its page shows it."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Model

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.activity.models import Event
from cartwheel.domain.activity.queries import history_of
from cartwheel.office.history.changes import ChangedField, changed_fields
from cartwheel.office.history.telling import from_where, sentence, words_for
from cartwheel.office.history.words import verbs_of

DEFAULT_LIMIT = 20


class Entry(NamedTuple):
    """One thing that happened: what, who, when, from where, and what it changed."""

    pk: int
    at: datetime
    text: str
    who: str
    where: str
    icon: str
    tone: str
    changes: list[ChangedField]


def timeline(
    record: Model, limit: int = DEFAULT_LIMIT, *, without: Collection[str] = ()
) -> list[Entry]:
    """What happened to ``record``, newest first, at most ``limit`` entries.

    ``without`` names groups of verbs (see ``words.GROUPS``) that whoever asks may not read about.

    For ``{% include "office/history/timeline.html" with entries=... %}``. Costs three statements,
    and one more for each kind of record that a changed foreign key names.
    """
    account: Account = record.account  # type: ignore[attr-defined]
    hidden = [verb for group in without for verb in verbs_of(group)]
    events = history_of(record).exclude(verb__in=hidden).prefetch_related("subjects")
    return entries(list(events[:limit]), account)


def entries(events: list[Event], account: Account) -> list[Entry]:
    """The events, whose subjects are prefetched, as a timeline shows them."""
    changes = changed_fields(events, account)
    return [_entry(event, changes.get(event.pk, []), account) for event in events]


def _entry(event: Event, changes: list[ChangedField], account: Account) -> Entry:
    words = words_for(event)
    return Entry(
        pk=event.pk,
        at=event.at,
        text=sentence(event, account),
        who=event.actor_name,
        where=from_where(event),
        icon=words.icon,
        tone=words.tone,
        changes=changes,
    )
