"""What is owed and paid for one party."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from cartwheel.domain.ledger.models import Allocation, Charge, ChargeQuerySet, Payment
from cartwheel.domain.parties.models import Party


@dataclass(frozen=True)
class MoneyEntry:
    """A charge of the party, or a payment with what it pays of them (then ``amount`` is minus).

    ``family`` names the household where it is not the party's own: the charge was split.
    """

    record: Charge | Payment
    title: str
    number: int
    on: date
    amount: int
    family: str = ""

    @property
    def is_payment(self) -> bool:
        return isinstance(self.record, Payment)


@dataclass(frozen=True)
class PartyMoney:
    """What the standing charges of a party come to, and what is paid of that."""

    charged: int
    paid: int
    entries: list[MoneyEntry]

    @property
    def owed(self) -> int:
        return self.charged - self.paid

    @property
    def state(self) -> str:
        """Uncharged, owing (nothing is paid), deposit (part of it is) or paid."""
        if not self.entries:
            return "uncharged"
        if self.paid >= self.charged:
            return "paid"
        return "deposit" if self.paid > 0 else "owing"


def standing_charges(party: Party) -> ChargeQuerySet:
    """The charges of the party that were not reversed, the oldest first."""
    rows: ChargeQuerySet = Charge.objects.filter(party_charge__party=party)
    return rows.standing().order_by("pk")


def party_money(party: Party) -> PartyMoney:
    """The party's standing charges and what was paid on them, in two SQL statements."""
    charges = list(standing_charges(party).select_related("family"))
    paid = _paid_on(charges)
    others = {c.family_id: str(c.family) for c in charges if c.family_id != party.family_id}
    entries = [
        *(
            MoneyEntry(c, c.title, c.number, c.charged_on, c.total, others.get(c.family_id, ""))
            for c in charges
        ),
        *(
            MoneyEntry(p, _titled(p), p.number, p.paid_on, -part, others.get(p.family_id, ""))
            for p, part in paid
        ),
    ]
    return PartyMoney(
        charged=sum(charge.total for charge in charges),
        paid=sum(part for payment, part in paid),
        entries=sorted(entries, key=lambda entry: entry.on),
    )


def _paid_on(charges: list[Charge]) -> list[tuple[Payment, int]]:
    parts: dict[int, int] = defaultdict(int)
    payments: dict[int, Payment] = {}
    rows = Allocation.objects.filter(charge__in=charges).select_related("payment").order_by("pk")
    for row in rows:
        payments[row.payment_id] = row.payment
        parts[row.payment_id] += row.amount
    return [(payments[key], part) for key, part in parts.items() if part]


def _titled(payment: Payment) -> str:
    return payment.title or str(payment.get_kind_display())
