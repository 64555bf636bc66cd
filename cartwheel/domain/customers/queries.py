"""Conditions over families: who is active, who has booked, who owes and since when.

Each is a condition on ``Family`` rows. What holds for many of them is asked of one family at a time
(``found``), by an index that begins with the account and the family, so that a page of a list stops
when it is full. What holds for few is left to PostgreSQL, which then begins at the few.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.customers.loyalty import (
    KINDS,
    Loyalty,
    has_ordered,
    is_lost,
    loyalty_of,
    with_loyalty,
)
from cartwheel.domain.customers.visits import (
    FAMILY,
    any_of,
    booked_by,
    booked_for,
    earliest,
    latest,
    visits_by,
)
from cartwheel.domain.ledger.models import Charge, Payment
from cartwheel.domain.people.models import Family

__all__ = [
    "AGES",
    "KINDS",
    "STAYS_ACTIVE",
    "Loyalty",
    "has_ordered",
    "has_paid_by",
    "has_past",
    "has_upcoming",
    "is_active",
    "is_lost",
    "is_overdue",
    "loyalty_of",
    "visits_of",
    "with_loyalty",
]

STAYS_ACTIVE = timedelta(days=365)
MINE = {"account": OuterRef("account"), "family": OuterRef("pk")}

AGES = (
    # key, label, days overdue from, to
    ("1-30", _("1 to 30 days overdue"), 1, 30),
    ("31-60", _("31 to 60 days overdue"), 31, 60),
    ("61-90", _("61 to 90 days overdue"), 61, 90),
    ("90", _("over 90 days overdue"), 91, None),
)


def is_active(*, now: datetime) -> Q:
    """Something booked is not over, or a visit or a charge is at most a year old."""
    since = now - STAYS_ACTIVE
    booked = [rows.filter(ends__gt=since) for rows in booked_by(*FAMILY, now=now)]
    charged = Charge.objects.filter(**MINE, charged_on__gte=timezone.localdate(since)).standing()
    return found(*booked, charged)


def found(*sources: QuerySet[Any]) -> Q:
    """Whether one of these has a row for the family, looked up in turn, family by family.

    Of two ``Exists``, PostgreSQL would read all parties and all charges before the first family.
    """
    rows = [Subquery(source.order_by().values(yes=Value(True))[:1]) for source in sources]
    return Q(Coalesce(*rows, Value(False), output_field=BooleanField()))


def student_is_active(*, now: datetime) -> Q:
    """Of students: something booked for her is not over, or was at most a year ago."""
    since = now - STAYS_ACTIVE
    booked = booked_for(OuterRef("pk"), OuterRef("account"), now=now)
    return any_of(rows.filter(ends__gt=since) for rows in booked)


def has_upcoming(*, now: datetime) -> Q:
    """Something booked is not over."""
    return any_of(rows.filter(ends__gt=now) for rows in booked_by(*FAMILY, now=now))


def has_past(*, now: datetime) -> Q:
    """Something that was booked has taken place."""
    return any_of(rows.filter(ends__lte=now) for rows in booked_by(*FAMILY, now=now))


def has_paid_by(kinds: Collection[str]) -> Q:
    """At least one payment of these kinds, reversed ones not counted."""
    paid = Payment.objects.filter(**MINE, kind__in=kinds).standing()
    return Q(Exists(paid.order_by()))


def is_overdue(age: str, *, today: date) -> Q:
    """A charge that is not fully paid was due so many days ago: a key of ``AGES``."""
    first, last = next((first, last) for key, _label, first, last in AGES if key == age)
    late = Charge.objects.filter(**MINE, due_on__lte=today - timedelta(days=first))
    if last is not None:
        late = late.filter(due_on__gte=today - timedelta(days=last))
    return Q(Exists(late.open().order_by()))


def visits_of(
    account: Account, families: Iterable[int], *, now: datetime
) -> dict[int, tuple[datetime | None, datetime | None]]:
    """The last visit and the next one of each of these families, in one query.

    A family that was never here and has nothing booked is left out.
    """
    came = visits_by(*FAMILY, now=now)
    coming = [rows.filter(ends__gt=now) for rows in booked_by(*FAMILY, now=now)]
    rows = Family.objects.filter(account=account, pk__in=list(families)).order_by()
    seen = rows.annotate(last=latest(came), coming=earliest(coming))
    return {
        key: (last, coming)
        for key, last, coming in seen.values_list("pk", "last", "coming")
        if last or coming
    }
