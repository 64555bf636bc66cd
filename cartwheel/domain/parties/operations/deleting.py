"""Deleting a party."""

from datetime import datetime

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.ledger.permissions import REFUND
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.operations.booking import subjects_of, told_of
from cartwheel.domain.parties.operations.changing import locked
from cartwheel.domain.parties.operations.claims import claims_of
from cartwheel.domain.parties.operations.money import give_back, reverse, today_at
from cartwheel.domain.parties.queries import standing_charges
from cartwheel.domain.scheduling.operations import release
from cartwheel.kernel.refusals import NotAllowed, Refused
from cartwheel.kernel.whole import whole


@whole
def delete_party(
    party: Party,
    *,
    version: int,
    reason: str,
    reverse_charge: bool = False,
    refund: str | None = None,
    now: datetime,
    by: Actor,
) -> Party:
    """Cancel the party and free its slot; its row, its charges and its history stay.

    Money stays as it is unless asked: ``reverse_charge`` takes the party's charges back, and what
    had paid them becomes account credit. ``refund`` (a kind of money) gives that credit back; what
    was paid by a credit stays one. Raises ``ChangedMeanwhile`` and ``PartyCanceled``, and
    ``NotAllowed`` for a refund by somebody who may give no money back.
    """
    if refund and not by.can(REFUND):
        raise NotAllowed(_("You may not refund payments."), field="refund")
    if refund and not reverse_charge:
        raise Refused(
            _("Reverse the charge as well, or what is refunded would be owed again."),
            field="refund",
        )
    gone = locked(party, version=version, by=by)
    release(claims_of(gone), now=now)
    gone.canceled_at, gone.canceled_by = now, by.name[:200]
    gone.cancel_reason = reason.strip()[:500]
    gone.version += 1
    gone.save()
    money = _take_back(gone, refund, now, by) if reverse_charge else {}
    details = told_of(gone) | money | {"reason": gone.cancel_reason}
    record("party.canceled", *subjects_of(gone), by=by, **details)
    return gone


def _take_back(party: Party, refund: str | None, now: datetime, by: Actor) -> dict[str, int]:
    today = today_at(party, now)
    charges = list(standing_charges(party))
    freed = reverse(charges, reason=_("The party was deleted."), on=today, by=by)
    refunded = give_back(freed, kind=refund, on=today, by=by) if refund else 0
    return {
        "reversed": sum(each.total for each in charges),
        "refunded": refunded,
        "credit": sum(amount for payment, amount in freed) - refunded,
    }
