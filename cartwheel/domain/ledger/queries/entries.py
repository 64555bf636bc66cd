"""A family's ledger: every charge, payment and refund in order of their days, with a balance."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from operator import attrgetter
from typing import TypeVar

from django.db.models import QuerySet

from cartwheel.domain.ledger.models import Charge, Payment, Refund
from cartwheel.domain.people.models import Family

Row = TypeVar("Row", Charge, Payment, Refund)

KINDS = ("charge", "payment", "credit", "refund")


@dataclass(frozen=True)
class Filters:
    """What to show of a ledger. Dates are included on both ends; an empty field filters nothing.

    ``unpaid`` shows the charges that have something left to pay. The running balance is the
    family's at that point, whatever is filtered.
    """

    kind: str = ""
    location_id: int | None = None
    since: date | None = None
    until: date | None = None
    unpaid: bool = False

    def admit(self, entry: "Entry") -> bool:
        return (
            self.kind in ("", entry.kind)
            and self.location_id in (None, entry.record.location_id)
            and (self.since is None or entry.day >= self.since)
            and (self.until is None or entry.day <= self.until)
            and (not self.unpaid or (entry.kind == "charge" and entry.open > 0))
        )


@dataclass(frozen=True)
class Entry:
    """One row of the ledger. ``change`` moves the balance; ``open`` is what is left of it:

    due on a charge, not yet used of a payment. ``reversed`` tells of both halves of a reversal.
    """

    kind: str
    day: date
    record: Charge | Payment | Refund
    change: int
    open: int = 0
    reversed: bool = False
    balance: int = 0

    @property
    def order(self) -> tuple[date, int]:
        return (self.day, self.record.entry_id)


def family_ledger(family: Family, filters: Filters | None = None) -> list[Entry]:
    """The ledger of ``family``, the newest entry first, in three queries."""
    entries = sorted(_all(family), key=attrgetter("order"))
    balances = accumulate(entry.change for entry in entries)
    told = [replace(e, balance=b) for e, b in zip(entries, balances, strict=True)]
    wanted = filters or Filters()
    return [entry for entry in reversed(told) if wanted.admit(entry)]


def _all(family: Family) -> Iterator[Entry]:
    yield from map(_charge, _rows(family.charges.with_paid()))
    yield from map(_payment, _rows(family.payments.with_left()))
    yield from map(_refund, _rows(family.refunds.select_related("payment")))


def _rows(queryset: "QuerySet[Row]") -> "QuerySet[Row]":
    return queryset.order_by("pk").select_related("location", "reversal", "reverses")


def _charge(charge: Charge) -> Entry:
    gone = charge.is_reversal or hasattr(charge, "reversal")
    due = 0 if gone else charge.due
    return Entry("charge", charge.charged_on, charge, charge.total, open=due, reversed=gone)


def _payment(payment: Payment) -> Entry:
    kind = "payment" if payment.is_money else "credit"
    gone = payment.is_reversal or hasattr(payment, "reversal")
    left = 0 if gone else payment.left
    return Entry(kind, payment.paid_on, payment, -payment.amount, open=left, reversed=gone)


def _refund(refund: Refund) -> Entry:
    gone = refund.reverses_id is not None or hasattr(refund, "reversal")
    return Entry("refund", refund.refunded_on, refund, refund.amount, reversed=gone)
