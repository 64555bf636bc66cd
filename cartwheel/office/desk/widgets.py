"""What the dashboard shows: each widget for those who have the right, in one or two statements."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum
from django.utils import timezone

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.activity import permissions as activity
from cartwheel.domain.activity.queries import history
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.ledger.models import Book, Posting
from cartwheel.domain.mailer import permissions as mailer
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.mailer.queries import unsent
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.parties.queries import party_list
from cartwheel.kernel.periods import instant
from cartwheel.kernel.permissions import Permission
from cartwheel.office.desk.messages import with_states
from cartwheel.office.history.timeline import entries

COMING = timedelta(days=7)
SOON = timedelta(days=3)
MOST_PARTIES = 20
MOST = 8

MONEY_BOOKS = (Book.CASH, Book.CHECKS, Book.CARD_DEVICE)


class Widget(NamedTuple):
    """``template`` draws what ``read`` finds; ``width`` is in columns of twelve."""

    name: str
    permission: Permission
    read: Callable[[Actor, Location, datetime], Any]
    width: int


class Shown(NamedTuple):
    name: str
    width: int
    data: Any

    @property
    def template(self) -> str:
        return f"office/desk/widgets/{self.name}.html"


def shown_to(actor: Actor, location: Location, *, now: datetime) -> Iterator[Shown]:
    """The widgets that this person may see, with their content."""
    for widget in WIDGETS:
        if actor.can(widget.permission):
            yield Shown(widget.name, widget.width, widget.read(actor, location, now))


def coming_parties(actor: Actor, location: Location, now: datetime) -> Any:
    """The parties of today and the next days, day by day, the next one first."""
    today = timezone.localdate(now, location.zone)
    since = instant(today, time(0), location.zone)
    until = instant(today + COMING, time(0), location.zone)
    rows = (
        party_list(location)
        .standing(now=now)  # type: ignore[attr-defined]
        .filter(starts_at__gte=since, starts_at__lt=until)
        .order_by("starts_at", "pk")
    )
    found = list(rows[: MOST_PARTIES + 1])
    kept = found[:MOST_PARTIES]
    by_day = groupby(kept, key=lambda party: timezone.localdate(party.starts_at, location.zone))
    return {
        "days": [(day, day == today, list(those)) for day, those in by_day],
        "more": len(found) > MOST_PARTIES,
    }


def ending_quotes(actor: Actor, location: Location, now: datetime) -> Any:
    """The quotes that run out within three days, the next one first."""
    quotes = party_list(location).filter(
        canceled_at=None,
        quote_expired_at=None,
        held_until__gt=now,
        held_until__lte=now + SOON,
    )
    return list(quotes.order_by("held_until", "pk")[:MOST])


def money_today(actor: Actor, location: Location, now: datetime) -> Any:
    """What came in today by kind, less what was given back or reversed."""
    postings = Posting.objects.filter(
        account=actor.account,
        entry__account=actor.account,
        entry__booked_on=timezone.localdate(now, location.zone),
        entry__location=location,
        book__in=MONEY_BOOKS,
    )
    sums = dict(postings.order_by().values_list("book").annotate(sum=Sum("amount")))
    rows = [(book.label, sums.get(book, 0)) for book in MONEY_BOOKS]
    return {"total": sum(amount for _label, amount in rows), "kinds": rows}


def newest_history(actor: Actor, location: Location, now: datetime) -> Any:
    return entries(list(history(actor.account)[:MOST]), actor.account)


def unsent_messages(actor: Actor, location: Location, now: datetime) -> Any:
    """How many messages have not left, and the newest of them."""
    state = Message.State
    waiting = unsent(actor.account)
    counts = waiting.order_by().aggregate(
        failed=Count("pk", filter=Q(state=state.FAILED)),
        kept=Count("pk", filter=Q(state=state.KEPT)),
        queued=Count("pk", filter=Q(state=state.QUEUED)),
    )
    rows = list(waiting.defer("text", "html")[:5]) if any(counts.values()) else []
    return counts | {"rows": with_states(rows, actor.account)}


WIDGETS = (
    Widget("parties", parties.VIEW, coming_parties, 8),
    Widget("money", ledger.VIEW, money_today, 4),
    Widget("quotes", parties.VIEW, ending_quotes, 4),
    Widget("messages", mailer.READ, unsent_messages, 4),
    Widget("history", activity.READ, newest_history, 4),
)
