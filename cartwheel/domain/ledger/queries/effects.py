"""What an act would do, in numbers; the operations do exactly this."""

from django.db.models import QuerySet, Sum

from cartwheel.domain.ledger.models import Allocation, Charge, Payment


def live_allocations(
    *, charge: Charge | None = None, payment: Payment | None = None
) -> QuerySet[Allocation]:
    """What pays ``charge``, or what ``payment`` pays, now; in the order it was laid."""
    rows = Allocation.objects.filter(undoes=None, undone_by=None)
    if charge is not None:
        rows = rows.filter(charge=charge)
    if payment is not None:
        rows = rows.filter(payment=payment)
    return rows.select_related("payment", "charge").order_by("pk")


def applied_of(payment: Payment) -> int:
    """How much of ``payment`` is laid against charges."""
    return payment.allocations.aggregate(sum=Sum("amount", default=0))["sum"]


def refunded_of(payment: Payment) -> int:
    """How much of ``payment`` was given back."""
    return payment.refunds.aggregate(sum=Sum("amount", default=0))["sum"]


def refundable_of(payment: Payment) -> int:
    """The most that can be refunded of a standing payment of money."""
    return payment.amount - refunded_of(payment) if payment.is_money else 0


def freed_by_refund(payment: Payment, amount: int) -> list[tuple[Allocation, int]]:
    """Which allocations must go, newest first, and how much of each, to free ``amount``.

    What is left of the payment as account credit goes first.
    """
    needed = amount - (payment.amount - applied_of(payment) - refunded_of(payment))
    freed = []
    for allocation in live_allocations(payment=payment).reverse():
        if needed <= 0:
            break
        taken = min(allocation.amount, needed)
        freed.append((allocation, taken))
        needed -= taken
    return freed
