"""Keeping the journal: the other half of every row of the ledger."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.ledger.models import Book, JournalEntry, Posting, Priced
from cartwheel.domain.ledger.models.values import Line
from cartwheel.domain.people.models import Family


@dataclass(frozen=True)
class Sorted:
    """What a posting is sorted by, beside its book."""

    location_id: int
    program_id: int | None = None
    category_id: int | None = None
    tax_rate_id: int | None = None


Moves = list[tuple[Book, int, Sorted]]


def entry(
    kind: JournalEntry.Kind, *, family: Family, location_id: int, booked_on: date
) -> JournalEntry:
    """An entry that is not saved yet."""
    return JournalEntry(
        account_id=family.account_id,
        family=family,
        location_id=location_id,
        kind=kind,
        booked_on=booked_on,
    )


def post(*moves: tuple[JournalEntry, Moves]) -> None:
    """Write the postings of saved entries, in one statement."""
    Posting.objects.bulk_create(
        Posting(
            account_id=entry.account_id,
            entry=entry,
            family_id=entry.family_id,
            book=book,
            amount=amount,
            location_id=key.location_id,
            program_id=key.program_id,
            category_id=key.category_id,
            tax_rate_id=key.tax_rate_id,
        )
        for entry, list_of_moves in moves
        for book, amount, key in summed(list_of_moves)
    )


def summed(moves: Moves) -> Moves:
    """One move for each book and key; those that come to nothing fall away."""
    sums: dict[tuple[Book, Sorted], int] = defaultdict(int)
    for book, amount, key in moves:
        sums[book, key] += amount
    return [(book, amount, key) for (book, key), amount in sums.items() if amount]


def of_charge(location: Location, lines: Sequence[tuple[Line, Priced]], sign: int = 1) -> Moves:
    """The family owes the total; income is gross, discounts and tax stand apart."""
    moves: Moves = []
    for line, price in lines:
        key = Sorted(location.pk, line.program.pk, line.category.pk)
        taxed = Sorted(
            location.pk,
            line.program.pk,
            line.category.pk,
            line.tax_rate.pk if line.tax_rate else None,
        )
        moves += [
            (Book.RECEIVABLE, sign * price.total, Sorted(location.pk)),
            (Book.INCOME, -sign * price.amount, key),
            (Book.DISCOUNTS, sign * price.discount, key),
            (Book.TAX_PAYABLE, -sign * price.tax, taxed),
        ]
    return moves


def of_payment(kind: str, amount: int, location_id: int) -> Moves:
    """Value comes in and is the family's credit until it is laid against charges."""
    key = Sorted(location_id)
    return [(Book(kind), amount, key), (Book.UNAPPLIED, -amount, key)]


def of_allocations(laid: Iterable[tuple[int, int, int]]) -> Moves:
    """Credit becomes payment of a charge: (payment's location, charge's location, amount)."""
    moves: Moves = []
    for from_id, to_id, amount in laid:
        moves += [
            (Book.UNAPPLIED, amount, Sorted(from_id)),
            (Book.RECEIVABLE, -amount, Sorted(to_id)),
        ]
    return moves
