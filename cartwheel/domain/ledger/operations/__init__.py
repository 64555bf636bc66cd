"""Writing to the ledger.

Every operation locks the family's row first, so that the money of one family moves one step at a
time; what it checked is then still true when it writes. Reference numbers are taken last.
"""

from cartwheel.domain.ledger.models import Line, Step
from cartwheel.domain.ledger.operations.allocations import allocate, apply_credit, unapply
from cartwheel.domain.ledger.operations.charges import (
    Due,
    post_charge,
    post_charges,
    reverse_charge,
)
from cartwheel.domain.ledger.operations.common import lock_families
from cartwheel.domain.ledger.operations.handovers import allow_handover
from cartwheel.domain.ledger.operations.opening import post_opening_balances
from cartwheel.domain.ledger.operations.payments import reverse_payment, take_payment
from cartwheel.domain.ledger.operations.receipts import email_receipt
from cartwheel.domain.ledger.operations.refunds import refund_payment, reverse_refund
from cartwheel.domain.ledger.operations.sales import sell
from cartwheel.domain.ledger.operations.splits import Share, post_split_charge, reverse_split
from cartwheel.domain.ledger.refusals import (
    AlreadyReversed,
    ChargeWithoutLines,
    NotRefundable,
    PaymentAboveBalance,
    TooMuch,
)

__all__ = [
    "AlreadyReversed",
    "ChargeWithoutLines",
    "Due",
    "Line",
    "NotRefundable",
    "PaymentAboveBalance",
    "Share",
    "Step",
    "TooMuch",
    "allocate",
    "allow_handover",
    "apply_credit",
    "email_receipt",
    "lock_families",
    "post_charge",
    "post_charges",
    "post_opening_balances",
    "post_split_charge",
    "refund_payment",
    "reverse_charge",
    "reverse_payment",
    "reverse_refund",
    "reverse_split",
    "sell",
    "take_payment",
    "unapply",
]
