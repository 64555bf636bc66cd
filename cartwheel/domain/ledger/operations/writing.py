"""Writing charges, payments and what they pay: each table in one statement.

The callers have locked the family and checked everything; nothing here refuses.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import next_numbers, one_number_each
from cartwheel.domain.activity.operations import record
from cartwheel.domain.ledger.models import Charge, ChargeLine, JournalEntry, Line, Payment, Priced
from cartwheel.domain.ledger.operations import journal
from cartwheel.domain.ledger.operations.allocations import Laid, entry_for, moves_of, write
from cartwheel.domain.people.models import Family


@dataclass(frozen=True)
class Bill:
    """A charge and its lines, not saved yet."""

    charge: Charge
    lines: Sequence[tuple[Line, Priced]]


@dataclass
class Sheet:
    """What is written at once: a charge with its lines, a payment, and what the payment pays."""

    family: Family
    bill: Bill | None = None
    payment: Payment | None = None
    parts: Sequence[tuple[Charge, int]] = ()
    entries: list[JournalEntry] = field(default_factory=list)
    moves: list[tuple[JournalEntry, journal.Moves]] = field(default_factory=list)

    def write(self, *, by: Actor) -> None:
        """Save it all, with the numbers as late as can be, and its history."""
        if self.bill:
            self._enter_bill(self.bill)
        if self.payment:
            self._enter_payment(self.payment)
        laid = [Laid(self.payment, charge, part) for charge, part in self.parts if self.payment]
        allocation = self._enter_parts(laid) if laid else None
        JournalEntry.objects.bulk_create(self.entries)
        self._number(by)
        if self.bill:
            self.bill.charge.save(force_insert=True)
            ChargeLine.objects.bulk_create(rows_of(self.bill.charge, self.bill.lines))
        if self.payment:
            self.payment.save(force_insert=True)
        if allocation:
            write(allocation, laid)
        journal.post(*self.moves)
        self._tell(by)

    def _enter_bill(self, bill: Bill) -> None:
        charge = bill.charge
        entry = journal.entry(
            JournalEntry.Kind.CHARGE,
            family=self.family,
            location_id=charge.location_id,
            booked_on=charge.charged_on,
        )
        charge.entry = entry
        self._enter(entry, journal.of_charge(charge.location, bill.lines))

    def _enter_payment(self, payment: Payment) -> None:
        entry = journal.entry(
            JournalEntry.Kind.PAYMENT,
            family=self.family,
            location_id=payment.location_id,
            booked_on=payment.paid_on,
        )
        payment.entry = entry
        moves = journal.of_payment(payment.kind, payment.amount, payment.location_id)
        self._enter(entry, moves)

    def _enter_parts(self, laid: Sequence[Laid]) -> JournalEntry:
        days = [laid[0].payment.paid_on, *(each.charge.charged_on for each in laid)]
        entry = entry_for(self.family, laid, max(days))
        self._enter(entry, moves_of(laid))
        return entry

    def _enter(self, entry: JournalEntry, moves: journal.Moves) -> None:
        self.entries.append(entry)
        self.moves.append((entry, moves))

    def _number(self, by: Actor) -> None:
        rows = {"charge": self.bill and self.bill.charge, "payment": self.payment}
        wanted = {kind: row for kind, row in rows.items() if row}
        for kind, number in one_number_each(by.account, wanted).items():
            wanted[kind].number = number

    def _tell(self, by: Actor) -> None:
        if self.bill:
            charge = self.bill.charge
            record("charge.posted", charge, self.family, by=by, **told_of_charge(charge))
        if self.payment:
            paid = [charge for charge, part in self.parts]
            told = told_of_payment(self.payment)
            record("payment.taken", self.payment, self.family, *paid, by=by, **told)


def write_bills(bills: Sequence[Bill], *, by: Actor) -> list[Charge]:
    """Save the charges of many families, each table in one statement; the history is the caller's.

    The numbers follow the order of ``bills``.
    """
    charges = [bill.charge for bill in bills]
    for charge in charges:
        charge.entry = journal.entry(
            JournalEntry.Kind.CHARGE,
            family=charge.family,
            location_id=charge.location_id,
            booked_on=charge.charged_on,
        )
    JournalEntry.objects.bulk_create(charge.entry for charge in charges)
    for charge, number in zip(charges, next_numbers(by.account, "charge", len(bills)), strict=True):
        charge.number = number
    Charge.objects.bulk_create(charges)
    ChargeLine.objects.bulk_create(
        row for bill in bills for row in rows_of(bill.charge, bill.lines)
    )
    journal.post(*((b.charge.entry, journal.of_charge(b.charge.location, b.lines)) for b in bills))
    return charges


def told_of_charge(charge: Charge) -> dict[str, str | int]:
    """What the history says of a charge."""
    return {"number": charge.number, "title": charge.title, "total": charge.total}


def told_of_payment(payment: Payment) -> dict[str, str | int]:
    """What the history says of a payment."""
    return {"number": payment.number, "kind": str(payment.kind), "amount": payment.amount}


def rows_of(charge: Charge, priced: Sequence[tuple[Line, Priced]]) -> list[ChargeLine]:
    return [
        ChargeLine(
            account_id=charge.account_id,
            charge=charge,
            position=position,
            title=line.title[:200],
            program=line.program,
            category=line.category,
            quantity=line.quantity,
            amount=price.amount,
            discount=price.discount,
            tax_rate=line.tax_rate,
            tax_percent=line.tax_percent,
            tax=price.tax,
            tax_odd=line.tax_odd,
            total=price.total,
            trace=[asdict(step) for step in line.trace],
        )
        for position, (line, price) in enumerate(priced, start=1)
    ]
