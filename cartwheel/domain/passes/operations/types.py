"""Setting up what is sold."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import (
    locked,
    put_away,
    require_same_account,
    save_next,
)
from cartwheel.domain.activity.operations import record
from cartwheel.domain.catalog.models import ChargeCategory, Program, TaxRate
from cartwheel.domain.passes.models import PassProgram, PassType
from cartwheel.kernel.refusals import Refused, refuse_on
from cartwheel.kernel.text import clean_line
from cartwheel.kernel.whole import whole

MOST = 100_000  # uses, days and passes: what is more is a slip of the hand


@whole
def add_pass_type(
    *,
    location: Location,
    everywhere: bool = False,
    title: str,
    description: str = "",
    holder: str = PassType.Holder.FAMILY,
    price: int,
    uses: int | None = None,
    is_per_use: bool = False,
    max_sold: int | None = None,
    valid_days: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    program: Program,
    category: ChargeCategory,
    tax_rate: TaxRate | None = None,
    programs: Sequence[Program] = (),
    is_for_sale: bool = True,
    by: Actor,
) -> PassType:
    """A new punch pass to sell, good for ``programs`` (none: for all of them).

    Raises ``Refused`` when there is one of that title, and for what contradicts itself.
    """
    require_same_account(location)
    row = PassType(account=by.account, location=location)
    _set(row, everywhere, title, description, holder, is_for_sale)
    _set_price(row, price, uses, is_per_use, max_sold)
    _set_validity(row, valid_days, starts_on, ends_on)
    _set_books(row, program, category, tax_rate)
    with refuse_on("pass_title_once", _taken()):
        row.save(force_insert=True)
    _keep_programs(row, programs)
    record("pass_type.added", row, location, by=by)
    return row


@whole
def change_pass_type(
    type: PassType,
    *,
    everywhere: bool = False,
    title: str,
    description: str = "",
    holder: str,
    price: int,
    uses: int | None = None,
    is_per_use: bool = False,
    max_sold: int | None = None,
    valid_days: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    program: Program,
    category: ChargeCategory,
    tax_rate: TaxRate | None = None,
    programs: Sequence[Program] = (),
    is_for_sale: bool = True,
    version: int | None = None,
    by: Actor,
) -> PassType:
    """Sell it otherwise from now on: those that were sold keep their uses and their days.

    What a pass is good for (where, in which programs) is true of those that were sold, too.
    Raises ``ChangedMeanwhile``, and what ``add_pass_type`` raises.
    """
    row = locked(type, version)
    _set(row, everywhere, title, description, holder, is_for_sale)
    _set_price(row, price, uses, is_per_use, max_sold)
    _set_validity(row, valid_days, starts_on, ends_on)
    _set_books(row, program, category, tax_rate)
    with refuse_on("pass_title_once", _taken()):
        save_next(row)
    _keep_programs(row, programs)
    record("pass_type.changed", row, by=by)
    return row


@whole
def archive_pass_type(type: PassType, *, now: datetime, by: Actor) -> PassType:
    """Sell it no longer; who holds one can use it up."""
    row = put_away(type, now)
    record("pass_type.archived", row, by=by)
    return row


@whole
def restore_pass_type(type: PassType, *, by: Actor) -> PassType:
    row = put_away(type, None)
    record("pass_type.restored", row, by=by)
    return row


def _set(
    row: PassType, everywhere: bool, title: str, description: str, holder: str, is_for_sale: bool
) -> None:
    row.title = clean_line(title)[:80]
    if not row.title:
        raise Refused(_("Enter a title."), field="title")
    if holder not in PassType.Holder.values:
        raise Refused(_("Choose one of the possibilities."), field="holder")
    row.everywhere, row.description, row.holder = everywhere, description.strip(), holder
    row.is_for_sale = is_for_sale


def _set_price(
    row: PassType, price: int, uses: int | None, is_per_use: bool, max_sold: int | None
) -> None:
    if price < 0:
        raise Refused(_("Enter an amount of zero or more."), field="price")
    if is_per_use and uses is None:
        raise Refused(_("Enter how many uses are proposed."), field="uses")
    _check_number(uses, "uses")
    _check_number(max_sold, "max_sold")
    row.price, row.uses, row.is_per_use, row.max_sold = price, uses, is_per_use, max_sold


def _check_number(number: int | None, field: str) -> None:
    if number is not None and not 1 <= number <= MOST:
        raise Refused(_("Enter a number from 1 to %d.") % MOST, field=field)


def _set_validity(
    row: PassType, valid_days: int | None, starts_on: date | None, ends_on: date | None
) -> None:
    _check_number(valid_days, "valid_days")
    if valid_days is not None and (starts_on or ends_on):
        text = _("Enter either a number of days or fixed days, not both.")
        raise Refused(text, field="valid_days")
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused(_("The last day is before the first."), field="ends_on")
    row.valid_days, row.starts_on, row.ends_on = valid_days, starts_on, ends_on


def _set_books(
    row: PassType, program: Program, category: ChargeCategory, tax_rate: TaxRate | None
) -> None:
    require_same_account(program, category, tax_rate)
    if tax_rate is not None and tax_rate.location_id != row.location_id:
        words = {"rate": tax_rate, "location": row.location}
        text = _("The tax rate %(rate)s is not one of %(location)s.")
        raise Refused(text % words, field="tax_rate")
    row.program, row.category, row.tax_rate = program, category, tax_rate


def _keep_programs(row: PassType, programs: Sequence[Program]) -> None:
    require_same_account(*programs)
    wanted = {program.pk: program for program in programs}
    kept = set(row.program_rows.values_list("program_id", flat=True))
    row.program_rows.exclude(program__in=wanted).delete()
    PassProgram.objects.bulk_create(
        PassProgram(account_id=row.account_id, type=row, program=program)
        for key, program in sorted(wanted.items())
        if key not in kept
    )


def _taken() -> Refused:
    return Refused(_("There is a punch pass of that title already."), field="title")
