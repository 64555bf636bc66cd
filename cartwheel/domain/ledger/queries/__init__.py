"""Reading the ledger: what a family owes, what its money did, and what an act would do."""

from cartwheel.domain.ledger.queries.balances import (
    account_credit,
    balance_of,
    balances_of,
    owing,
    standing_of,
    with_balance,
)
from cartwheel.domain.ledger.queries.bundles import Bundle, bundles_of, rows_of_bundles
from cartwheel.domain.ledger.queries.effects import (
    applied_of,
    freed_by_refund,
    live_allocations,
    refundable_of,
    refunded_of,
)
from cartwheel.domain.ledger.queries.entries import Entry, Filters, family_ledger
from cartwheel.domain.ledger.queries.open import open_charges, spread, unapplied_payments
from cartwheel.domain.ledger.queries.receipts import receipt_address, receipt_data, receipt_pdf
from cartwheel.domain.ledger.queries.splits import split_parts
from cartwheel.domain.ledger.splitting import divided

__all__ = [
    "Bundle",
    "Entry",
    "Filters",
    "account_credit",
    "applied_of",
    "balance_of",
    "balances_of",
    "bundles_of",
    "divided",
    "family_ledger",
    "freed_by_refund",
    "live_allocations",
    "open_charges",
    "owing",
    "receipt_address",
    "receipt_data",
    "receipt_pdf",
    "refundable_of",
    "refunded_of",
    "rows_of_bundles",
    "split_parts",
    "spread",
    "standing_of",
    "unapplied_payments",
    "with_balance",
]
