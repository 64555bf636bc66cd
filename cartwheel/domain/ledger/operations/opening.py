"""What families owed, or had to their credit, in the program they come from."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import next_numbers, require_same_account
from cartwheel.domain.catalog.models import ChargeCategory, Program
from cartwheel.domain.ledger.models import (
    Charge,
    JournalEntry,
    Line,
    Payment,
    PaymentKind,
    Priced,
    Step,
)
from cartwheel.domain.ledger.operations import journal
from cartwheel.domain.ledger.operations.common import signed
from cartwheel.domain.ledger.operations.writing import Bill, write_bills
from cartwheel.domain.people.models import Family

Balances = Sequence[tuple[Family, int]]


@transaction.atomic
def post_opening_balances(
    balances: Balances,
    *,
    location: Location,
    program: Program,
    category: ChargeCategory,
    on: date,
    source: str,
    by: Actor,
) -> tuple[list[Charge], list[Payment]]:
    """Charge what is owed (above zero) and keep what is credit (below), for new families.

    The families have no money yet, so nothing is laid against anything and nobody is locked.
    ``source`` says where the amounts come from. A history event each is the caller's to write.
    """
    require_same_account(location, program, category, *(family for family, _amount in balances))
    owed = [(family, amount) for family, amount in balances if amount > 0]
    credit = [(family, -amount) for family, amount in balances if amount < 0]
    trace = (Step(_("Balance in %s") % source),)
    line = Line(_("Opening balance"), 0, program, category, trace=trace)
    return (
        _charges(owed, line, location, on, by) if owed else [],
        _credits(credit, location, on, by) if credit else [],
    )


def _charges(owed: Balances, line: Line, location: Location, on: date, by: Actor) -> list[Charge]:
    return write_bills(
        [
            Bill(
                Charge(
                    account=by.account,
                    location=location,
                    family=family,
                    title=line.title,
                    charged_on=on,
                    due_on=on,
                    total=amount,
                    **signed(by),
                ),
                _priced(line, amount),
            )
            for family, amount in owed
        ],
        by=by,
    )


def _credits(credit: Balances, location: Location, on: date, by: Actor) -> list[Payment]:
    entries = JournalEntry.objects.bulk_create(
        journal.entry(
            JournalEntry.Kind.PAYMENT, family=family, location_id=location.pk, booked_on=on
        )
        for family, _amount in credit
    )
    numbers = next_numbers(by.account, "payment", len(credit))
    payments = Payment.objects.bulk_create(
        Payment(
            account=by.account,
            location=location,
            family=family,
            entry=entry,
            number=number,
            kind=PaymentKind.OTHER,
            amount=amount,
            paid_on=on,
            title=_("Opening balance"),
            **signed(by),
        )
        for (family, amount), entry, number in zip(credit, entries, numbers, strict=True)
    )
    journal.post(
        *(
            (entry, journal.of_payment(PaymentKind.OTHER, payment.amount, location.pk))
            for entry, payment in zip(entries, payments, strict=True)
        )
    )
    return payments


def _priced(line: Line, amount: int) -> list[tuple[Line, Priced]]:
    steps = tuple(replace(step, amount=amount) for step in line.trace)
    return [(replace(line, amount=amount, trace=steps), Priced(amount, 0, 0))]
