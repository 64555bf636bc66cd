"""What is still to be paid, and with what."""

from collections.abc import Iterable

from cartwheel.domain.ledger.models import Charge, ChargeQuerySet, PaymentQuerySet
from cartwheel.domain.people.models import Family


def open_charges(family: Family) -> ChargeQuerySet:
    """Charges with something left to pay, as ``due``; the one due first at the head."""
    charges: ChargeQuerySet = family.charges.filter(account_id=family.account_id)
    return charges.open()


def unapplied_payments(family: Family) -> PaymentQuerySet:
    """Payments with account credit left, as ``left``; the oldest first."""
    payments: PaymentQuerySet = family.payments.filter(account_id=family.account_id)
    return payments.unapplied()


def spread(charges: Iterable[Charge], amount: int) -> list[tuple[Charge, int]]:
    """``amount`` laid against charges that come with ``due``, in their order, while it lasts."""
    parts = []
    for charge in charges:
        part = min(amount, charge.due)
        if part > 0:
            parts.append((charge, part))
            amount -= part
    return parts
