"""What an event changed: before and after, field by field, in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import BigIntegerField, DateField, DateTimeField, Field, ForeignKey, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.activity.models import Change, Event
from cartwheel.office.history.telling import shown
from cartwheel.ui import formats

MUTE = {
    "custom",
    "id",
    "account_id",
    "version",
    "created_at",
    "changed_at",
    "updated_at",
    "search",
    "sort_name",
    "photo",
}
SECRET = ("password", "secret", "token", "hash", "digest")
LONGEST = 200  # characters of a text
LISTS = {
    "addresses": gettext_lazy("Addresses"),
    "emails": gettext_lazy("Emails"),
    "emergency_contacts": gettext_lazy("Emergency contacts"),
    "keywords": gettext_lazy("Keywords"),
    "phones": gettext_lazy("Phones"),
    "special_dates": gettext_lazy("Special dates"),
}


class ChangedField(NamedTuple):
    """One field of a record, as it was and as it became."""

    label: str
    before: str
    after: str


Row = tuple[str, int]


def changed_fields(events: list[Event], account: Account) -> dict[int, list[ChangedField]]:
    """For each event (by its key) what it changed in its own subjects.

    Costs one statement for the changes, and one for each kind of record that a changed foreign
    key names, however many events there are.
    """
    changes = _changes(events, account)
    names = _names(change for found in changes.values() for change in found)
    return {
        event.pk: [
            *(field for c in changes.get(event.pk, ()) for field in _fields(c, names, account)),
            *_lists(event),
        ]
        for event in events
    }


def _lists(event: Event) -> Iterator[ChangedField]:
    """Lists that belong to the record, and the account's own fields: told with the event."""
    for name, (before, after) in event.details.get("lists", {}).items():
        label = str(LISTS.get(name, name))
        yield ChangedField(label, _short(before) or _("nothing"), _short(after) or _("nothing"))


def _changes(events: list[Event], account: Account) -> dict[int, list[Change]]:
    """The updates of each event's subjects that were made in its piece of work."""
    wanted: dict[tuple[str, Row], list[int]] = defaultdict(list)
    for event in events:
        for subject in event.subjects.all():
            if event.batch and (table := _table(subject.kind)):
                wanted[event.batch, (table, subject.record_id)].append(event.pk)
    found = Change.objects.filter(
        account=account,
        operation="update",
        batch__in={batch for batch, _row in wanted},
        row_id__in={row[1] for _batch, row in wanted},
    ).order_by("pk")
    by_event: dict[int, list[Change]] = defaultdict(list)
    for change in found:
        for pk in wanted.get((change.batch, (change.table_name, change.row_id)), []):
            by_event[pk].append(change)
    return by_event


def _table(kind: str) -> str:
    try:
        return apps.get_model(kind)._meta.db_table
    except LookupError:
        return ""


@cache
def _columns(table: str) -> dict[str, Field]:
    """The fields of the model behind a table, by column."""
    for model in apps.get_models():
        if model._meta.db_table == table:
            return {str(field.column): field for field in model._meta.concrete_fields}
    return {}


Names = dict[tuple[type[Model], int], str]


def _names(changes: Iterable[Change]) -> Names:
    """The names of the records that changed foreign keys pointed or point at."""
    keys: dict[type[Model], set[int]] = defaultdict(set)
    for change in changes:
        for column, field, before, after in _told(change):
            del column
            if isinstance(field, ForeignKey):
                keys[field.related_model] |= {key for key in (before, after) if key is not None}
    return {
        (model, row.pk): str(row)
        for model, wanted in keys.items()
        for row in model._default_manager.filter(pk__in=wanted)
    }


def _told(change: Change) -> Iterator[tuple[str, Field | None, Any, Any]]:
    """The columns that may be shown."""
    fields, was, became = _columns(change.table_name), change.before or {}, change.after or {}
    for column in sorted(was.keys() | became.keys()):
        if column in MUTE or any(word in column for word in SECRET):
            continue
        yield column, fields.get(column), was.get(column), became.get(column)


def _fields(change: Change, names: Names, account: Account) -> Iterator[ChangedField]:
    for column, field, before, after in _told(change):
        label = capfirst(str(field.verbose_name)) if field else column.replace("_", " ")
        yield ChangedField(
            label, _shown(field, before, names, account), _shown(field, after, names, account)
        )


def _shown(field: Field | None, value: Any, names: Names, account: Account) -> str:
    if value is None or value == "":
        return _("nothing")
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value), _("a record that is gone"))
    if isinstance(field, BigIntegerField) and field.name != "number":
        return formats.money(value, account.currency, account.locale)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, DateField | DateTimeField):
        return shown("", value, account)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
