"""What is still to be paid, and with what."""

from cartwheel.domain.ledger.models import ChargeQuerySet, PaymentQuerySet
from cartwheel.domain.people.models import Family


def open_charges(family: Family) -> ChargeQuerySet:
    """Charges with something left to pay, as ``due``; the one due first at the head."""
    charges: ChargeQuerySet = family.charges.filter(account_id=family.account_id)
    return charges.open()


def unapplied_payments(family: Family) -> PaymentQuerySet:
    """Payments with account credit left, as ``left``; the oldest first."""
    payments: PaymentQuerySet = family.payments.filter(account_id=family.account_id)
    return payments.unapplied()
