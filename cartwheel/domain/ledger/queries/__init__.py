"""Reading the ledger: what a family owes, what its money did, and what an act would do."""

from cartwheel.domain.ledger.queries.balances import (
    account_credit,
    balance_of,
    balances_of,
    owing,
    standing_of,
    with_balance,
)
from cartwheel.domain.ledger.queries.effects import (
    freed_by_refund,
    live_allocations,
    refundable_of,
    refunded_of,
)
from cartwheel.domain.ledger.queries.entries import Entry, Filters, family_ledger
from cartwheel.domain.ledger.queries.open import open_charges, unapplied_payments

__all__ = [
    "Entry",
    "Filters",
    "account_credit",
    "balance_of",
    "balances_of",
    "family_ledger",
    "freed_by_refund",
    "live_allocations",
    "open_charges",
    "owing",
    "refundable_of",
    "refunded_of",
    "standing_of",
    "unapplied_payments",
    "with_balance",
]
