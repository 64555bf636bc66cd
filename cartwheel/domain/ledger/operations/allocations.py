"""Laying payments against charges, and taking them off again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.ledger.models import Allocation, Charge, JournalEntry, Payment
from cartwheel.domain.ledger.operations import journal
from cartwheel.domain.ledger.operations.common import lock_family
from cartwheel.domain.ledger.queries import (
    freed_by_refund,
    live_allocations,
    open_charges,
    unapplied_payments,
)
from cartwheel.domain.ledger.refusals import TooMuch
from cartwheel.domain.ledger.wording import in_words
from cartwheel.domain.people.models import Family
from cartwheel.kernel.refusals import ChangedMeanwhile
from cartwheel.kernel.whole import whole


@dataclass(frozen=True)
class Laid:
    """An allocation to be written; a negative amount ``undoes`` another."""

    payment: Payment
    charge: Charge
    amount: int
    undoes: Allocation | None = None


def entry_for(family: Family, laid: Sequence[Laid], booked_on: date) -> JournalEntry:
    return journal.entry(
        JournalEntry.Kind.ALLOCATION,
        family=family,
        location_id=laid[0].payment.location_id,
        booked_on=booked_on,
    )


def moves_of(laid: Iterable[Laid]) -> journal.Moves:
    return journal.of_allocations(
        (each.payment.location_id, each.charge.location_id, each.amount) for each in laid
    )


def write(entry: JournalEntry, laid: Iterable[Laid], reason: str = "") -> list[Allocation]:
    return Allocation.objects.bulk_create(
        Allocation(
            account_id=entry.account_id,
            family_id=entry.family_id,
            entry=entry,
            payment=each.payment,
            charge=each.charge,
            amount=each.amount,
            undoes=each.undoes,
            reason=reason[:250],
        )
        for each in laid
    )


def lay(family: Family, laid: Sequence[Laid], *, on: date, reason: str = "") -> list[Allocation]:
    """Write allocations with their entry. The caller has locked the family and checked them."""
    if not laid:
        return []
    entry = entry_for(family, laid, on)
    entry.save()
    rows = write(entry, laid, reason)
    journal.post((entry, moves_of(laid)))
    return rows


def undo(allocations: Iterable[Allocation]) -> list[Laid]:
    return [Laid(a.payment, a.charge, -a.amount, undoes=a) for a in allocations]


def free_charge(charge: Charge, *, reason: str, on: date) -> int:
    """Take every payment off ``charge``; give back how much that was."""
    live = list(live_allocations(charge=charge))
    lay(charge.family, undo(live), on=on, reason=reason)
    return sum(each.amount for each in live)


def free_payment(payment: Payment, amount: int, *, reason: str, on: date) -> int:
    """Take as much of ``payment`` off its charges, the newest first, that ``amount`` is free.

    What is taken off one of them only in part is laid again for the rest.
    """
    freed = freed_by_refund(payment, amount)
    rest = [Laid(a.payment, a.charge, a.amount - taken) for a, taken in freed if taken < a.amount]
    lay(payment.family, [*undo(a for a, taken in freed), *rest], on=on, reason=reason)
    return sum(taken for a, taken in freed)


def in_order(payments: Iterable[Payment], charges: Iterable[Charge]) -> list[Laid]:
    """The credit left of ``payments`` laid against what is due on ``charges``, both in order.

    They come with ``left`` and ``due``.
    """
    laid: list[Laid] = []
    waiting = [(charge, charge.due) for charge in charges]
    for payment in payments:
        left = payment.left
        while left and waiting:
            charge, due = waiting.pop(0)
            part = min(left, due)
            laid.append(Laid(payment, charge, part))
            left -= part
            if due > part:
                waiting.insert(0, (charge, due - part))
    return laid


@whole
def apply_credit(family: Family, *, on: date, by: Actor) -> list[Allocation]:
    """Lay all account credit against the open charges, the oldest of each first."""
    require_same_account(family)
    lock_family(family.pk)
    laid = in_order(unapplied_payments(family), open_charges(family))
    rows = lay(family, laid, on=on)
    if rows:
        subjects = {each.charge.pk: each.charge for each in laid}.values()
        amount = sum(each.amount for each in laid)
        record("credit.applied", family, *subjects, by=by, amount=amount)
    return rows


@whole
def allocate(
    payment: Payment,
    charge: Charge,
    *,
    amount: int,
    seen_left: int | None = None,
    on: date,
    by: Actor,
) -> Allocation:
    """Lay ``amount`` of ``payment`` against ``charge``. Raises ``TooMuch``.

    ``seen_left`` is what was left of the payment when somebody decided this: a form that is sent
    twice is refused with ``ChangedMeanwhile`` the second time.
    """
    require_same_account(payment, charge)
    lock_family(payment.family_id)
    family = payment.family
    found = unapplied_payments(family).filter(pk=payment.pk).first()
    wanted = open_charges(family).filter(pk=charge.pk).first()
    left = found.left if found else 0
    if seen_left is not None and seen_left != left:
        sentence = _("%(payment)s was used meanwhile: %(left)s of it is left. Nothing was applied.")
        raise ChangedMeanwhile(sentence % {"payment": payment, "left": in_words(left, by.account)})
    require_room(charge, wanted.due if wanted else 0, amount)
    if amount > left:
        sentence = _("%(payment)s has %(left)s left.")
        rest = in_words(left, by.account)
        raise TooMuch(sentence % {"payment": payment, "left": rest})
    [row] = lay(family, [Laid(payment, charge, amount)], on=on)
    numbers = {"payment": payment.number, "charge": charge.number}
    record("payment.applied", payment, charge, family, by=by, amount=amount, **numbers)
    return row


def require_room(charge: Charge, due: int, amount: int) -> None:
    """``amount`` is positive and at most what is due."""
    if amount <= 0:
        raise TooMuch(_("Enter an amount above zero."))
    if amount > due:
        sentence = _("%(charge)s has %(due)s left to pay, so %(amount)s is too much.")
        words = {"due": in_words(due, charge.account), "amount": in_words(amount, charge.account)}
        raise TooMuch(sentence % {"charge": charge, **words})


@whole
def unapply(allocation: Allocation, *, reason: str, on: date, by: Actor) -> Allocation:
    """Take a payment off a charge: the amount becomes account credit, the charge is due again."""
    require_same_account(allocation)
    payment, charge = allocation.payment, allocation.charge
    lock_family(allocation.family_id)
    if not live_allocations(charge=charge).filter(pk=allocation.pk).exists():
        raise TooMuch(_("This payment was taken off the charge already."), field="allocation")
    [row] = lay(payment.family, undo([allocation]), on=on, reason=reason)
    numbers = {"payment": payment.number, "charge": charge.number, "amount": allocation.amount}
    record("payment.unapplied", payment, charge, payment.family, by=by, **numbers, reason=reason)
    return row
