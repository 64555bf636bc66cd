"""Setting up what a party can have and what it costs."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.catalog.models import ChargeCategory, Program, TaxRate
from cartwheel.domain.parties.models import (
    AddOn,
    Package,
    PackageStation,
    PartySettings,
    Station,
    TimeSlot,
)
from cartwheel.domain.parties.operations.common import require_here, save_or_refuse, set_links
from cartwheel.domain.parties.refusals import WrongAmount
from cartwheel.kernel.refusals import Refused

Offer: TypeAlias = TimeSlot | Station | Package | AddOn
NOUNS = {TimeSlot: "time_slot", Station: "station", Package: "package", AddOn: "add_on"}


@transaction.atomic
def add_package(
    *,
    location: Location,
    name: str,
    price: int,
    guests_included: int,
    guests_max: int,
    guest_price: int = 0,
    deposit_kind: str = Package.Deposit.NONE,
    deposit_amount: int = 0,
    deposit_percent: Decimal = Decimal(0),
    description: str = "",
    tax_rate: TaxRate | None = None,
    stations: Sequence[Station] = (),
    by: Actor,
) -> Package:
    """A package, listed after the others, offered at ``stations``."""
    position = Package.objects.filter(location=location).count()
    package = Package(account=by.account, location=location, position=position)
    _save_package(
        package,
        stations,
        name=name,
        price=price,
        guests_included=guests_included,
        guests_max=guests_max,
        guest_price=guest_price,
        deposit_kind=deposit_kind,
        deposit_amount=deposit_amount,
        deposit_percent=deposit_percent,
        description=description,
        tax_rate=tax_rate,
    )
    record("package.added", package, by=by)
    return package


@transaction.atomic
def change_package(
    package: Package,
    *,
    name: str,
    price: int,
    guests_included: int,
    guests_max: int,
    guest_price: int = 0,
    deposit_kind: str = Package.Deposit.NONE,
    deposit_amount: int = 0,
    deposit_percent: Decimal = Decimal(0),
    description: str = "",
    tax_rate: TaxRate | None = None,
    stations: Sequence[Station] = (),
    by: Actor,
) -> Package:
    """Change the package from now on. Parties that have it keep the price they agreed."""
    _save_package(
        package,
        stations,
        name=name,
        price=price,
        guests_included=guests_included,
        guests_max=guests_max,
        guest_price=guest_price,
        deposit_kind=deposit_kind,
        deposit_amount=deposit_amount,
        deposit_percent=deposit_percent,
        description=description,
        tax_rate=tax_rate,
    )
    record("package.changed", package, by=by)
    return package


def _save_package(package: Package, stations: Sequence[Station], **values: object) -> None:
    for field, value in values.items():
        setattr(package, field, value)
    _require_amounts(package, "price", "guest_price", "deposit_amount")
    if package.guests_max < max(package.guests_included, 1):
        sentence = _("The most guests cannot be fewer than the %d included, or none.")
        raise Refused(sentence % package.guests_included, field="guests_max")
    if not 0 <= package.deposit_percent <= 100:
        raise Refused(_("Enter between 0 and 100 percent."), field="deposit_percent")
    require_here(package.location_id, package.tax_rate, *stations)
    save_or_refuse(package, "package", name=package.name)
    set_links(PackageStation, "package", package, "station", stations)


def _require_amounts(offer: Package | AddOn, *fields: str) -> None:
    for field in fields:
        if getattr(offer, field) < 0:
            raise WrongAmount(_("Enter an amount of zero or more."), field=field)


@transaction.atomic
def add_add_on(
    *,
    location: Location,
    name: str,
    price: int,
    per: str,
    quantity_min: int = 1,
    quantity_max: int = 1,
    description: str = "",
    taxable: bool = True,
    by: Actor,
) -> AddOn:
    """Something to pick besides the package, listed after the others."""
    position = AddOn.objects.filter(location=location).count()
    add_on = AddOn(account=by.account, location=location, position=position)
    _save_add_on(
        add_on,
        name=name,
        price=price,
        per=per,
        quantity_min=quantity_min,
        quantity_max=quantity_max,
        description=description,
        taxable=taxable,
    )
    record("add_on.added", add_on, by=by)
    return add_on


@transaction.atomic
def change_add_on(
    add_on: AddOn,
    *,
    name: str,
    price: int,
    per: str,
    quantity_min: int = 1,
    quantity_max: int = 1,
    description: str = "",
    taxable: bool = True,
    by: Actor,
) -> AddOn:
    """Change the add-on from now on. Parties that have it keep the price they agreed."""
    _save_add_on(
        add_on,
        name=name,
        price=price,
        per=per,
        quantity_min=quantity_min,
        quantity_max=quantity_max,
        description=description,
        taxable=taxable,
    )
    record("add_on.changed", add_on, by=by)
    return add_on


def _save_add_on(add_on: AddOn, **values: object) -> None:
    for field, value in values.items():
        setattr(add_on, field, value)
    _require_amounts(add_on, "price")
    if add_on.quantity_min < 1:
        raise Refused(_("The least that can be picked is one."), field="quantity_min")
    if add_on.quantity_max < add_on.quantity_min:
        raise Refused(_("The most cannot be less than the least."), field="quantity_max")
    save_or_refuse(add_on, "add_on", name=add_on.name)


@transaction.atomic
def deactivate(offer: Offer, *, by: Actor) -> None:
    """Offer it no longer. Parties that have it keep it."""
    _set_active(offer, False, "deactivated", by)


@transaction.atomic
def activate(offer: Offer, *, by: Actor) -> None:
    """Offer it again."""
    _set_active(offer, True, "activated", by)


def _set_active(offer: Offer, active: bool, verb: str, by: Actor) -> None:
    require_same_account(offer)
    if offer.active == active:
        return
    offer.active = active
    offer.save(update_fields=["active"])
    record(f"{NOUNS[type(offer)]}.{verb}", offer, by=by)


@transaction.atomic
def change_party_settings(
    location: Location,
    *,
    program: Program | None,
    category: ChargeCategory | None,
    acknowledgment: str = "",
    lead_days: int = 0,
    confirmation: str = "",
    by: Actor,
) -> PartySettings:
    """Say how ``location`` sells parties."""
    require_same_account(location, program, category)
    if not 0 <= lead_days <= 365:
        raise Refused(_("Enter between 0 and 365 days."), field="lead_days")
    settings, _created = PartySettings.objects.update_or_create(
        account=by.account,
        location=location,
        defaults={
            "program": program,
            "category": category,
            "acknowledgment": acknowledgment,
            "lead_days": lead_days,
            "confirmation": confirmation,
        },
    )
    record("party_settings.changed", settings, location, by=by)
    return settings
