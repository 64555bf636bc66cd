"""Giving money back."""

from datetime import date

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import next_number, require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.ledger.models import MONEY_KINDS, JournalEntry, Payment, Refund
from cartwheel.domain.ledger.operations import journal
from cartwheel.domain.ledger.operations.allocations import free_payment
from cartwheel.domain.ledger.operations.common import lock_family, sent_before, signed
from cartwheel.domain.ledger.queries import refundable_of
from cartwheel.domain.ledger.refusals import AlreadyReversed, NotRefundable, TooMuch
from cartwheel.domain.ledger.wording import in_words
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.whole import whole


@whole
def refund_payment(
    payment: Payment,
    *,
    amount: int,
    kind: str,
    on: date,
    reference: str = "",
    note: str = "",
    request_key: str | None = None,
    by: Actor,
) -> Refund:
    """Give ``amount`` of ``payment`` back, as ``kind`` of money.

    What is left as account credit goes first; then the payment is taken off its charges, the
    newest first, and they are due again. Raises ``NotRefundable`` for a credit or a reversed
    payment, and ``TooMuch`` above what was not refunded yet.
    """
    require_same_account(payment)
    lock_family(payment.family_id)
    if earlier := sent_before(by.account.refunds.all(), request_key, payment_id=payment.pk):
        return earlier
    _check(payment, amount, kind, by)
    freed = free_payment(payment, amount, reason=_("Refund"), on=on)
    refund = Refund(
        account=by.account,
        location_id=payment.location_id,
        family_id=payment.family_id,
        payment=payment,
        kind=kind,
        amount=amount,
        refunded_on=max(on, payment.paid_on),
        reference=reference[:100],
        note=note[:250],
        request_key=request_key,
        **signed(by),
    )
    _write(refund, by)
    told = {"number": refund.number, "payment": payment.number, "amount": amount, "kind": kind}
    record(
        "payment.refunded",
        payment,
        refund,
        payment.family,
        by=by,
        **told,
        note=note,
        due_again=freed,
    )
    return refund


def _check(payment: Payment, amount: int, kind: str, by: Actor) -> None:
    if not payment.is_money:
        raise NotRefundable(_("A credit is not money: it can be reversed, not refunded."))
    if payment.is_reversal or Payment.objects.filter(reverses=payment).exists():
        raise NotRefundable(_("%s was reversed, so there is nothing to refund.") % payment)
    if kind not in MONEY_KINDS:
        raise Refused(_("Choose how the money goes back."), field="kind")
    if amount <= 0:
        raise TooMuch(_("Enter an amount above zero."))
    most = refundable_of(payment)
    if amount > most:
        sentence = _("At most %(most)s of %(payment)s can be refunded.")
        raise TooMuch(sentence % {"most": in_words(most, by.account), "payment": payment})


def _write(refund: Refund, by: Actor) -> None:
    """Save ``refund`` with its number and its entry: money goes out as it came in, turned."""
    entry = journal.entry(
        JournalEntry.Kind.REFUND,
        family=refund.payment.family,
        location_id=refund.location_id,
        booked_on=refund.refunded_on,
    )
    entry.save()
    refund.entry = entry
    refund.number = next_number(by.account, "refund")
    refund.save(force_insert=True)
    journal.post((entry, journal.of_payment(refund.kind, -refund.amount, refund.location_id)))


@whole
def reverse_refund(refund: Refund, *, reason: str, on: date, by: Actor) -> Refund:
    """Take back a refund that was recorded in error; the money is account credit again."""
    require_same_account(refund)
    lock_family(refund.family_id)
    if refund.reverses_id or Refund.objects.filter(reverses=refund).exists():
        raise AlreadyReversed(_("%s has been reversed already.") % refund)
    reversal = Refund(
        account=by.account,
        location_id=refund.location_id,
        family_id=refund.family_id,
        payment=refund.payment,
        kind=refund.kind,
        amount=-refund.amount,
        refunded_on=max(on, refund.refunded_on),
        reference=refund.reference,
        note=reason[:250],
        reverses=refund,
        **signed(by),
    )
    _write(reversal, by)
    told = {"number": refund.number, "amount": refund.amount, "reversal": reversal.number}
    payment = refund.payment
    record("refund.reversed", refund, payment, payment.family, by=by, **told, reason=reason)
    return reversal
