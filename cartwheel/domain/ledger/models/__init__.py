"""Money owed and money received, family by family.

A *charge* says what a family owes, a *payment* what it gave, a *refund* what it got back. An
*allocation* lays part of a payment against one charge; what is laid against none is the family's
account credit. A payment whose kind is a credit (house, coupon, gift card, other) is value that is
not money: it pays charges like money, but cannot be refunded.

Rows are never changed or deleted: a mistake is corrected by a row that reverses it, so any past
day's balance can be told again. A balance is always a sum. Each row is also posted to a
double-entry journal, in which debits equal credits; the database holds both, and that they agree.

A *split* ties the charges together that several households got for one thing, each its part.

The ledger does not know why a charge was made (``parties`` does).

Most foreign keys have no index of their own: what they point at is never deleted, and the indexes
that reads use begin with the account, as row-level security needs.
"""

from cartwheel.domain.ledger.models.charges import Charge, ChargeLine, ChargeQuerySet
from cartwheel.domain.ledger.models.handovers import Handover
from cartwheel.domain.ledger.models.journal import JournalEntry, Posting
from cartwheel.domain.ledger.models.payments import Allocation, Payment, PaymentQuerySet, Refund
from cartwheel.domain.ledger.models.receipts import ReceiptEmail
from cartwheel.domain.ledger.models.splits import Split, SplitPart
from cartwheel.domain.ledger.models.values import (
    CREDIT_KINDS,
    MONEY_KINDS,
    Book,
    Line,
    PaymentKind,
    Priced,
    Step,
)

__all__ = [
    "CREDIT_KINDS",
    "MONEY_KINDS",
    "Allocation",
    "Book",
    "Charge",
    "ChargeLine",
    "ChargeQuerySet",
    "Handover",
    "JournalEntry",
    "Line",
    "Payment",
    "PaymentKind",
    "PaymentQuerySet",
    "Posting",
    "Priced",
    "ReceiptEmail",
    "Refund",
    "Split",
    "SplitPart",
    "Step",
]
