"""Charging for a party, taking payments, and setting the charge right after a change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.ledger.models import Charge, Line, Payment
from cartwheel.domain.ledger.operations import (
    Share,
    allocate,
    lock_families,
    post_charge,
    post_split_charge,
    refund_payment,
    reverse_charge,
    sell,
    take_payment,
)
from cartwheel.domain.ledger.queries import live_allocations, split_parts
from cartwheel.domain.parties.models import Party, PartyCharge
from cartwheel.domain.parties.queries import Price, settings_of, standing_charges
from cartwheel.domain.parties.refusals import NoFinancialSettings


@dataclass(frozen=True)
class Tender:
    """A payment as it is handed over: ``kind`` is one of the ledger's, ``amount`` in minor units.

    ``keep_rest``: what is above the family's balance may stay as account credit.
    """

    kind: str
    amount: int
    reference: str = ""
    keep_rest: bool = False


def today_at(party: Party, now: datetime) -> date:
    """The day on the location's calendar."""
    return now.astimezone(party.location.zone).date()


def settle(
    party: Party,
    price: Price | None,
    tender: Tender | None,
    *,
    due_on: date | None,
    now: datetime,
    by: Actor,
) -> list[Charge | Payment]:
    """Charge the price, take the payment, or both: what was written.

    The payment is for the party's charge first, and for what else the family owes then. Nothing is
    charged for a party that is free.
    """
    if price is None or not price.total:
        return [_pay(party, tender, now, by)] if tender else []
    if tender is None:
        posted = charge(party, price, due_on=due_on, now=now, by=by)
        return [posted] if posted else []
    return [*_sell(party, price, tender, due_on, now, by)]


def _sell(
    party: Party, price: Price, tender: Tender, due_on: date | None, now: datetime, by: Actor
) -> tuple[Charge, Payment]:
    today = today_at(party, now)
    posted, paid = sell(
        party.family,
        location=party.location,
        title=_title(party),
        lines=_lines(party, price),
        due_on=due_on or today,
        kind=tender.kind,
        amount=tender.amount,
        reference=tender.reference,
        keep_rest=tender.keep_rest,
        on=today,
        by=by,
    )
    PartyCharge.objects.create(account=by.account, party=party, charge=posted)
    return posted, paid


def charge(
    party: Party, price: Price, *, due_on: date | None, now: datetime, by: Actor
) -> Charge | None:
    """Post the full price; None when the party is free of charge."""
    if not price.total:
        return None
    today = today_at(party, now)
    posted = post_charge(
        party.family,
        location=party.location,
        title=_title(party),
        lines=_lines(party, price),
        charged_on=today,
        due_on=due_on or today,
        by=by,
    )
    PartyCharge.objects.create(account=by.account, party=party, charge=posted)
    return posted


def _title(party: Party) -> str:
    return _("Party: %s") % party.title


def _lines(party: Party, price: Price) -> list[Line]:
    settings = settings_of(party.location)
    if settings.program is None or settings.category is None:
        raise NoFinancialSettings(
            _("Choose the program and charge category in Settings > Parties > Financial first.")
        )
    return [
        Line(
            title=line.title,
            amount=line.amount,
            program=settings.program,
            category=settings.category,
            quantity=line.quantity,
            tax_rate=line.tax_rate,
            trace=line.trace,
        )
        for line in price.lines
    ]


def _pay(party: Party, tender: Tender, now: datetime, by: Actor) -> Payment:
    return take_payment(
        party.family,
        location=party.location,
        kind=tender.kind,
        amount=tender.amount,
        paid_on=today_at(party, now),
        reference=tender.reference,
        keep_rest=tender.keep_rest,
        by=by,
    )


def charge_again(
    party: Party, price: Price, *, was_free: bool, now: datetime, by: Actor
) -> list[Charge]:
    """Put charges of ``price`` in the place of those that stand, and give them back.

    What had paid them pays the new ones; what is too much stays as account credit. What was split
    is split as before. A party that is not charged stays so, unless it ``was_free``: then there
    was nothing to charge until now.
    """
    standing = list(standing_charges(party).select_related("family"))
    if not standing and not was_free:
        return []
    shares = shares_now(party, standing)

    def post(due_on: date) -> list[Charge]:
        if shares and price.total:
            return charge_parts(party, price, shares, None, due_on=due_on, now=now, by=by)
        posted = charge(party, price, due_on=due_on, now=now, by=by)
        return [posted] if posted else []

    return recharge(party, standing, post, reason=_("The party was changed."), now=now, by=by)


def recharge(
    party: Party,
    standing: Sequence[Charge],
    post: Callable[[date], list[Charge]],
    *,
    reason: str,
    now: datetime,
    by: Actor,
) -> list[Charge]:
    """Reverse what stands, post anew, and lay what had paid the one against the other."""
    today = today_at(party, now)
    freed = reverse(standing, reason=reason, on=today, by=by)
    posted = post(max([today, *(each.due_on for each in standing)]))
    for each in posted:
        _lay_again(each, freed, today, by)
    return posted


def shares_now(party: Party, standing: Sequence[Charge]) -> list[Share]:
    """How the party's charge is split; nothing where it is not, or is no longer as a whole.

    A party that went to a family outside the split is all that family's.
    """
    parts = split_parts(standing[0]) if len(standing) > 1 else []
    whole = {part.charge_id for part in parts} == {charge.pk for charge in standing}
    families = {part.charge.family_id for part in parts}
    if not parts or not whole or party.family_id not in families:
        return []
    if sum(part.percent for part in parts) != 100:
        return []
    return [Share(part.charge.family, part.percent) for part in parts]


def charge_parts(
    party: Party,
    price: Price,
    shares: Sequence[Share],
    by_line: Mapping[int, Sequence[int]] | None,
    *,
    due_on: date,
    now: datetime,
    by: Actor,
) -> list[Charge]:
    """Post the price to several households, each its part."""
    split = post_split_charge(
        shares,
        location=party.location,
        title=_title(party),
        lines=_lines(party, price),
        by_line=by_line,
        charged_on=today_at(party, now),
        due_on=due_on,
        by=by,
    )
    posted = [part.charge for part in split.parts.select_related("charge__family")]
    PartyCharge.objects.bulk_create(
        PartyCharge(account=by.account, party=party, charge=each) for each in posted
    )
    return posted


def reverse(
    charges: Sequence[Charge], *, reason: str, on: date, by: Actor
) -> list[tuple[Payment, int]]:
    """Reverse the charges: the payments that had paid them, each with how much."""
    if len(charges) > 1:
        lock_families({each.family_id for each in charges})
    freed: list[tuple[Payment, int]] = []
    for each in charges:
        freed += [(row.payment, row.amount) for row in live_allocations(charge=each)]
        reverse_charge(each, reason=reason, on=on, by=by)
    return freed


def _lay_again(
    posted: Charge, freed: Sequence[tuple[Payment, int]], today: date, by: Actor
) -> None:
    due = posted.total
    for payment, amount in freed:
        part = min(amount, due)
        if part and payment.family_id == posted.family_id:
            allocate(payment, posted, amount=part, on=today, by=by)
            due -= part


def give_back(freed: Sequence[tuple[Payment, int]], *, kind: str, on: date, by: Actor) -> int:
    """Refund what was freed, as ``kind`` of money: how much it was.

    Credits are no money: they stay as account credit.
    """
    refunded = 0
    for payment, amount in freed:
        if payment.is_money:
            refund_payment(payment, amount=amount, kind=kind, on=on, note=_("Party"), by=by)
            refunded += amount
    return refunded
