"""Setting up the places, and what money is sorted by: programs, charge categories, tax rates.

A tax rate may change at any time: what was charged keeps the percentage it was charged with.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import (
    locked,
    put_away,
    require_same_account,
    save_next,
)
from cartwheel.domain.activity.operations import record
from cartwheel.domain.catalog.blackouts import Days as Days
from cartwheel.domain.catalog.blackouts import add_blackout_schedule as add_blackout_schedule
from cartwheel.domain.catalog.blackouts import (
    archive_blackout_schedule as archive_blackout_schedule,
)
from cartwheel.domain.catalog.blackouts import (
    change_blackout_schedule as change_blackout_schedule,
)
from cartwheel.domain.catalog.blackouts import (
    restore_blackout_schedule as restore_blackout_schedule,
)
from cartwheel.domain.catalog.locations import add_location as add_location
from cartwheel.domain.catalog.locations import change_location as change_location
from cartwheel.domain.catalog.models import ChargeCategory, Program, TaxRate
from cartwheel.kernel.refusals import Refused, refuse_on
from cartwheel.kernel.text import clean_line


@transaction.atomic
def add_program(*, name: str, financial_only: bool = False, by: Actor) -> Program:
    """A new program. Raises ``Refused`` when there is one of that name."""
    program = Program(
        account=by.account, name=_read(name, "name", 80), financial_only=financial_only
    )
    with refuse_on("program_name_once", _taken("name")):
        program.save(force_insert=True)
    record("program.added", program, by=by)
    return program


@transaction.atomic
def change_program(
    program: Program,
    *,
    name: str,
    financial_only: bool = False,
    version: int | None = None,
    by: Actor,
) -> Program:
    """Another name. Raises ``ChangedMeanwhile`` when ``version`` has passed."""
    program = locked(program, version)
    program.name, program.financial_only = _read(name, "name", 80), financial_only
    with refuse_on("program_name_once", _taken("name")):
        save_next(program)
    record("program.changed", program, by=by)
    return program


@transaction.atomic
def archive_program(program: Program, *, now: datetime, by: Actor) -> Program:
    """No longer offered; what was charged under it keeps its name."""
    program = put_away(program, now)
    record("program.archived", program, by=by)
    return program


@transaction.atomic
def restore_program(program: Program, *, by: Actor) -> Program:
    program = put_away(program, None)
    record("program.restored", program, by=by)
    return program


@transaction.atomic
def add_charge_category(*, title: str, expires_on: date | None = None, by: Actor) -> ChargeCategory:
    """A new charge category, offered up to and including ``expires_on``."""
    title = _read(title, "title", 80)
    category = ChargeCategory(account=by.account, title=title, expires_on=expires_on)
    with refuse_on("charge_category_once", _taken("title")):
        category.save(force_insert=True)
    record("charge_category.added", category, by=by)
    return category


@transaction.atomic
def change_charge_category(
    category: ChargeCategory,
    *,
    title: str,
    expires_on: date | None = None,
    version: int | None = None,
    by: Actor,
) -> ChargeCategory:
    """Another title or day of expiry. Raises ``ChangedMeanwhile`` when ``version`` has passed."""
    category = locked(category, version)
    category.title, category.expires_on = _read(title, "title", 80), expires_on
    with refuse_on("charge_category_once", _taken("title")):
        save_next(category)
    record("charge_category.changed", category, by=by)
    return category


@transaction.atomic
def add_tax_rate(*, location: Location, name: str, percent: Decimal, by: Actor) -> TaxRate:
    """A new tax rate of a location; ``Decimal("8.25")`` is 8.25 %."""
    require_same_account(location)
    rate = TaxRate(
        account=by.account,
        location=location,
        name=_read(name, "name", 60),
        percent=_read_percent(percent),
    )
    with refuse_on("tax_rate_name_once", _taken("name")):
        rate.save(force_insert=True)
    record("tax_rate.added", rate, by=by)
    return rate


@transaction.atomic
def change_tax_rate(
    rate: TaxRate, *, name: str, percent: Decimal, version: int | None = None, by: Actor
) -> TaxRate:
    """Another name or percentage, for charges to come."""
    rate = locked(rate, version)
    rate.name, rate.percent = _read(name, "name", 60), _read_percent(percent)
    with refuse_on("tax_rate_name_once", _taken("name")):
        save_next(rate)
    record("tax_rate.changed", rate, by=by)
    return rate


@transaction.atomic
def archive_tax_rate(rate: TaxRate, *, now: datetime, by: Actor) -> TaxRate:
    """No longer offered for new charges."""
    rate = put_away(rate, now)
    record("tax_rate.archived", rate, by=by)
    return rate


@transaction.atomic
def restore_tax_rate(rate: TaxRate, *, by: Actor) -> TaxRate:
    rate = put_away(rate, None)
    record("tax_rate.restored", rate, by=by)
    return rate


def _read(text: str, field: str, longest: int) -> str:
    cleaned = clean_line(text)
    if not cleaned:
        raise Refused(_("This cannot be empty."), field=field)
    if len(cleaned) > longest:
        raise Refused(_("Use at most %d characters.") % longest, field=field)
    return cleaned


def _read_percent(percent: Decimal) -> Decimal:
    if not 0 <= percent < 100:
        raise Refused(_("Enter a percentage from 0 up to, not including, 100."), field="percent")
    return percent


def _taken(field: str) -> Refused:
    return Refused(_("There is already one of that name."), field=field)
