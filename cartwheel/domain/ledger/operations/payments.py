"""Taking payments, and taking back those made in error."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import next_number, require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.ledger.models import (
    CREDIT_KINDS,
    Charge,
    JournalEntry,
    Payment,
    PaymentKind,
)
from cartwheel.domain.ledger.operations import journal
from cartwheel.domain.ledger.operations.allocations import free_payment, require_room
from cartwheel.domain.ledger.operations.common import lock_family, sent_before, signed
from cartwheel.domain.ledger.operations.writing import Sheet, told_of_payment
from cartwheel.domain.ledger.permissions import REFUND
from cartwheel.domain.ledger.queries import balance_of, open_charges, refunded_of, spread
from cartwheel.domain.ledger.refusals import AlreadyReversed, NotRefundable, PaymentAboveBalance
from cartwheel.domain.people.models import Family
from cartwheel.kernel.refusals import NotAllowed, Refused
from cartwheel.kernel.whole import whole

Parts = Sequence[tuple[Charge, int]]


@whole
def take_payment(
    family: Family,
    *,
    location: Location,
    kind: str,
    amount: int,
    paid_on: date,
    reference: str = "",
    title: str = "",
    apply_to: Parts | None = None,
    keep_rest: bool = False,
    request_key: str | None = None,
    by: Actor,
) -> Payment:
    """Take ``amount`` from ``family`` and lay it against charges.

    ``apply_to`` says which and how much of each; None means the open charges, the one due first at
    the head. What is laid against none stays as account credit. Raises ``PaymentAboveBalance``
    when that is more than the family owes, unless ``keep_rest`` says that it may. With a
    ``request_key`` that was used for this family before, the earlier payment comes back and
    nothing is written. Raises ``NotAllowed`` for a credit from somebody who may grant none.
    """
    check_payment(family, location, kind, amount, by)
    lock_family(family.pk)
    if earlier := sent_before(by.account.payments.all(), request_key, family_id=family.pk):
        return earlier
    parts = spread(open_charges(family), amount) if apply_to is None else _checked(family, apply_to)
    refuse_rest(family, amount, parts, asked=apply_to is not None, keep_rest=keep_rest, by=by)
    payment = Payment(
        account=by.account,
        location=location,
        family=family,
        kind=PaymentKind(kind),
        amount=amount,
        paid_on=paid_on,
        title=title[:200],
        reference=reference[:100],
        request_key=request_key,
        **signed(by),
    )
    Sheet(family, payment=payment, parts=parts).write(by=by)
    return payment


def check_payment(family: Family, location: Location, kind: str, amount: int, by: Actor) -> None:
    require_same_account(family, location)
    if kind in CREDIT_KINDS and not by.can(REFUND):
        raise NotAllowed(_("You may not grant credits."), field="kind")
    if amount <= 0:
        raise Refused(_("Enter an amount above zero."), field="amount")


def _checked(family: Family, parts: Parts) -> list[tuple[Charge, int]]:
    """The same parts, once each charge is known to be this family's and to have room."""
    if not parts:
        return []
    wanted = [charge.pk for charge, part in parts]
    if len(set(wanted)) < len(wanted):
        raise Refused(_("Name each charge once."), field="apply_to")
    due = {charge.pk: charge.due for charge in open_charges(family).filter(pk__in=wanted)}
    for charge, part in parts:
        require_room(charge, due.get(charge.pk, 0), part)
    return list(parts)


def refuse_rest(
    family: Family,
    amount: int,
    parts: Parts,
    *,
    asked: bool,
    keep_rest: bool,
    charging: int = 0,
    by: Actor,
) -> None:
    """Refuse what is above the balance, unless all of it was laid against charges by hand.

    ``charging`` is what the family is just being charged, and not yet in its balance.
    """
    applied = sum(part for charge, part in parts)
    if amount < applied:
        raise Refused(_("More is applied to charges than is paid."), field="amount")
    if keep_rest or (asked and applied == amount):
        return
    balance = balance_of(family) + charging
    rest = amount - max(balance, 0, applied if asked else 0)
    if rest > 0:
        raise PaymentAboveBalance(by.account, amount=amount, balance=balance, rest=rest)


@whole
def reverse_payment(payment: Payment, *, reason: str, on: date, by: Actor) -> Payment:
    """Take back a payment made in error; what it had paid is due again.

    Raises ``AlreadyReversed``, and ``NotRefundable`` when part of it was refunded.
    """
    require_same_account(payment)
    lock_family(payment.family_id)
    if payment.is_reversal or Payment.objects.filter(reverses=payment).exists():
        raise AlreadyReversed(_("%s has been reversed already.") % payment)
    if refunded_of(payment):
        raise NotRefundable(_("Part of %s was refunded; reverse the refund first.") % payment)
    freed = free_payment(payment, payment.amount, reason=reason, on=on)
    reversal = _minus(payment, reason=reason, on=max(on, payment.paid_on), by=by)
    record(
        "payment.reversed",
        payment,
        reversal,
        payment.family,
        by=by,
        **told_of_payment(payment),
        reason=reason,
        due_again=freed,
        reversal=reversal.number,
    )
    return reversal


def _minus(payment: Payment, *, reason: str, on: date, by: Actor) -> Payment:
    location_id = payment.location_id
    entry = journal.entry(
        JournalEntry.Kind.PAYMENT, family=payment.family, location_id=location_id, booked_on=on
    )
    entry.save()
    reversal = Payment.objects.create(
        account=by.account,
        location_id=location_id,
        family_id=payment.family_id,
        entry=entry,
        number=next_number(by.account, "payment"),
        kind=payment.kind,
        amount=-payment.amount,
        paid_on=on,
        title=payment.title,
        reference=payment.reference,
        reverses=payment,
        reason=reason[:250],
        **signed(by),
    )
    journal.post((entry, journal.of_payment(payment.kind, -payment.amount, location_id)))
    return reversal
