"""From an event to a sentence: names, amounts and times filled in."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.activity.models import Event, Subject
from cartwheel.office.history.words import SURFACES, UNKNOWN, WORDS, Words
from cartwheel.ui import formats

AMOUNTS = {
    "amount",
    "balance",
    "credit",
    "deposit",
    "difference",
    "due",
    "due_again",
    "paid",
    "price",
    "tax",
    "total",
}


class _Details(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return ""


def words_for(event: Event) -> Words:
    return WORDS.get(event.verb, UNKNOWN)


def sentence(event: Event, account: Account) -> str:
    """What happened, in one line. Expects the subjects prefetched."""
    subjects = list(event.subjects.all())
    details = _Details((name, shown(name, value, account)) for name, value in event.details.items())
    details["verb"] = event.verb
    details["name"] = subjects[0].name if subjects else ""
    details["others"] = _listed(subjects[1:])
    return str(words_for(event).text % details).strip(" :·")


def _listed(subjects: Iterable[Subject]) -> str:
    return ", ".join(subject.name for subject in subjects)


def shown(name: str, value: Any, account: Account) -> str:
    """A detail as people read it, by its name: amounts, days and instants are told apart."""
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(shown(name, each, account) for each in value)
    if isinstance(value, int) and name.removeprefix("old_").removeprefix("new_") in AMOUNTS:
        return formats.money(value, account.currency, account.locale)
    if isinstance(value, str) and (found := _time(value)) is not None:
        if isinstance(found, datetime):
            return formats.moment(found, account.locale)
        return formats.day(found, account.locale)
    return str(value)


def _time(value: str) -> datetime | date | None:
    """The day or instant that a text in ISO form is; None for any other text."""
    if len(value) < 10 or value[4:5] != "-" or value[7:8] != "-":
        return None
    try:
        return parse_datetime(value) if len(value) > 10 else parse_date(value)
    except ValueError:
        return None


def from_where(event: Event) -> str:
    """Through which interface, and from which address."""
    surface = str(SURFACES.get(event.surface, event.surface))
    return " · ".join(part for part in (surface, event.address) if part)
