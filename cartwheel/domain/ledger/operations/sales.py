"""Charging for something that is paid, at least in part, in the same moment."""

from collections.abc import Sequence
from datetime import date

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.ledger.models import Charge, Line, Payment, PaymentKind
from cartwheel.domain.ledger.operations.charges import bill_of, check_charge
from cartwheel.domain.ledger.operations.common import lock_family, signed
from cartwheel.domain.ledger.operations.payments import check_payment, refuse_rest
from cartwheel.domain.ledger.operations.writing import Sheet
from cartwheel.domain.ledger.queries import open_charges, spread
from cartwheel.domain.people.models import Family
from cartwheel.kernel.whole import whole


@whole
def sell(
    family: Family,
    *,
    location: Location,
    lines: Sequence[Line],
    due_on: date,
    title: str = "",
    kind: str,
    amount: int,
    reference: str = "",
    keep_rest: bool = False,
    on: date,
    by: Actor,
) -> tuple[Charge, Payment]:
    """``post_charge`` and ``take_payment`` at once, in half the statements.

    The payment pays the new charge first, and then what else the family owes, the charge due first
    at the head. Raises what those two raise.
    """
    check_charge(family, location, lines, on, due_on)
    check_payment(family, location, kind, amount, by)
    lock_family(family.pk)
    bill = bill_of(
        family, location=location, lines=lines, charged_on=on, due_on=due_on, title=title, by=by
    )
    parts = _parts(family, bill.charge, amount)
    total = bill.charge.total
    refuse_rest(family, amount, parts, asked=True, keep_rest=keep_rest, charging=total, by=by)
    payment = Payment(
        account=by.account,
        location=location,
        family=family,
        kind=PaymentKind(kind),
        amount=amount,
        paid_on=on,
        reference=reference[:100],
        **signed(by),
    )
    Sheet(family, bill, payment, parts).write(by=by)
    return bill.charge, payment


def _parts(family: Family, charge: Charge, amount: int) -> list[tuple[Charge, int]]:
    first = min(amount, charge.total)
    others = spread(open_charges(family), amount - first) if amount > first else []
    return [(charge, first), *others] if first else others
