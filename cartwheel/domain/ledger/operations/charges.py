"""Charging a family, and taking a charge back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import next_number, require_same_account
from cartwheel.domain.activity.operations import record, record_many
from cartwheel.domain.ledger.models import (
    Charge,
    ChargeLine,
    JournalEntry,
    Line,
    Posting,
)
from cartwheel.domain.ledger.operations import journal
from cartwheel.domain.ledger.operations.allocations import free_charge
from cartwheel.domain.ledger.operations.common import (
    lock_families,
    lock_family,
    sent_before,
    signed,
)
from cartwheel.domain.ledger.operations.writing import Bill, Sheet, told_of_charge, write_bills
from cartwheel.domain.ledger.refusals import AlreadyReversed, ChargeWithoutLines
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.queries import exemption_of
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.whole import whole


@whole
def post_charge(
    family: Family,
    *,
    location: Location,
    lines: Sequence[Line],
    charged_on: date,
    due_on: date,
    title: str = "",
    request_key: str | None = None,
    by: Actor,
) -> Charge:
    """Charge ``family`` for ``lines``; tax is computed line by line.

    An organization that is exempt on ``charged_on`` is charged none, and the trace says so.

    ``title`` is the first line's unless given. With a ``request_key`` that was used for this family
    before, the earlier charge comes back and nothing is written. Raises ``ChargeWithoutLines``.
    """
    check_charge(family, location, lines, charged_on, due_on)
    lock_family(family.pk)
    if earlier := sent_before(by.account.charges.all(), request_key, family_id=family.pk):
        return earlier
    bill = bill_of(
        family,
        location=location,
        lines=lines,
        charged_on=charged_on,
        due_on=due_on,
        title=title,
        request_key=request_key,
        by=by,
    )
    Sheet(family, bill).write(by=by)
    return bill.charge


@dataclass(frozen=True)
class Due:
    """What a family is to be charged for; ``title`` is the first line's unless given."""

    family: Family
    lines: Sequence[Line]
    title: str = ""


@whole
def post_charges(
    dues: Sequence[Due], *, location: Location, charged_on: date, due_on: date, by: Actor
) -> list[Charge]:
    """Charge many families at once, one charge for each of ``dues`` and in their order.

    As with :func:`post_charge` for each, in a handful of statements for all. Raises
    ``ChargeWithoutLines``.
    """
    for due in dues:
        check_charge(due.family, location, due.lines, charged_on, due_on)
    lock_families({due.family.pk for due in dues})
    bills = [
        bill_of(
            due.family,
            location=location,
            lines=due.lines,
            charged_on=charged_on,
            due_on=due_on,
            title=due.title,
            by=by,
        )
        for due in dues
    ]
    charges = write_bills(bills, by=by)
    told = [((charge, charge.family), told_of_charge(charge)) for charge in charges]
    record_many("charge.posted", told, by=by)
    return charges


def bill_of(
    family: Family,
    *,
    location: Location,
    lines: Sequence[Line],
    charged_on: date,
    due_on: date,
    title: str = "",
    request_key: str | None = None,
    by: Actor,
) -> Bill:
    """The charge with its lines priced, not saved yet; untaxed while the family is exempt."""
    exemption = exemption_of(family, on=charged_on)
    if exemption is not None:
        lines = [line.untaxed(str(exemption)) for line in lines]
    priced = [(line, line.priced()) for line in lines]
    charge = Charge(
        account=by.account,
        location=location,
        family=family,
        title=(title or lines[0].title)[:200],
        charged_on=charged_on,
        due_on=due_on,
        total=sum(price.total for line, price in priced),
        request_key=request_key,
        **signed(by),
    )
    return Bill(charge, priced)


def check_charge(
    family: Family, location: Location, lines: Sequence[Line], charged_on: date, due_on: date
) -> None:
    require_same_account(family, location)
    if not lines:
        raise ChargeWithoutLines(_("Add at least one line to the charge."))
    if due_on < charged_on:
        raise Refused(_("A charge cannot be due before its own date."), field="due_on")
    for line in lines:
        require_same_account(line.program, line.category, line.tax_rate)
        _check_line(line, location)


def _check_line(line: Line, location: Location) -> None:
    if line.amount < 0 or line.discount < 0:
        raise Refused(_("Enter an amount of zero or more."), field="amount")
    if line.discount > line.amount:
        raise Refused(_("A discount cannot be more than the amount itself."), field="discount")
    if line.quantity < 1:
        raise Refused(_("A line is for at least one thing."), field="quantity")
    if line.tax_rate and line.tax_rate.location_id != location.pk:
        sentence = _("The tax rate %(rate)s is not one of %(location)s.")
        raise Refused(sentence % {"rate": line.tax_rate, "location": location}, field="tax_rate")


@whole
def reverse_charge(charge: Charge, *, reason: str, on: date, by: Actor) -> Charge:
    """Take ``charge`` back by a charge of exactly minus the same, and give that back.

    What had paid it becomes account credit. Raises ``AlreadyReversed``.
    """
    require_same_account(charge)
    lock_family(charge.family_id)
    if charge.is_reversal or Charge.objects.filter(reverses=charge).exists():
        raise AlreadyReversed(_("%s has been reversed already.") % charge)
    freed = free_charge(charge, reason=reason, on=on)
    reversal = _minus(charge, reason=reason, on=max(on, charge.charged_on), by=by)
    record(
        "charge.reversed",
        charge,
        reversal,
        charge.family,
        by=by,
        **told_of_charge(charge),
        reason=reason,
        credit=freed,
        reversal=reversal.number,
    )
    return reversal


def _minus(charge: Charge, *, reason: str, on: date, by: Actor) -> Charge:
    entry = journal.entry(
        JournalEntry.Kind.CHARGE,
        family=charge.family,
        location_id=charge.location_id,
        booked_on=on,
    )
    entry.save()
    reversal = Charge.objects.create(
        account=by.account,
        location_id=charge.location_id,
        family_id=charge.family_id,
        entry=entry,
        number=next_number(by.account, "charge"),
        title=charge.title,
        charged_on=on,
        due_on=on,
        total=-charge.total,
        reverses=charge,
        reason=reason[:250],
        **signed(by),
    )
    ChargeLine.objects.bulk_create(_negated(line, reversal) for line in charge.lines.all())
    Posting.objects.bulk_create(_opposite(charge.entry, entry))
    return reversal


def _negated(line: ChargeLine, reversal: Charge) -> ChargeLine:
    return ChargeLine(
        account_id=line.account_id,
        charge=reversal,
        position=line.position,
        title=line.title,
        program_id=line.program_id,
        category_id=line.category_id,
        quantity=line.quantity,
        amount=-line.amount,
        discount=-line.discount,
        tax_rate_id=line.tax_rate_id,
        tax_percent=line.tax_percent,
        tax=-line.tax,
        tax_odd=-line.tax_odd,
        total=-line.total,
        trace=line.trace,
    )


def _opposite(original: JournalEntry, entry: JournalEntry) -> list[Posting]:
    """The postings of ``original`` with their signs turned, for ``entry``."""
    turned = list(original.postings.all())
    for posting in turned:
        posting.pk, posting.entry, posting.amount = None, entry, -posting.amount
    return turned
