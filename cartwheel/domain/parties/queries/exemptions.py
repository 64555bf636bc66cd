"""Whether a party of an organization carries tax."""

from datetime import date

from django.utils import timezone

from cartwheel.domain.catalog.models import TaxRate
from cartwheel.domain.ledger.models import ChargeLine
from cartwheel.domain.parties.models import Package, Party
from cartwheel.domain.parties.queries.prices import Picks
from cartwheel.domain.people.models import Family, Kind
from cartwheel.domain.people.queries import Exemption, exemption_of, last_exemption_of


def exemption_agreed(party: Party) -> Exemption | None:
    """Why the party carries no tax: as it was charged; today's, while it is not charged.

    Costs nothing for a household, nor for a party that nobody would tax.
    """
    family = party.family
    if family.kind != Kind.ORGANIZATION or party.tax_rate_id is None:
        return None
    charged = ChargeLine.objects.filter(
        charge__party_charge__party=party, charge__reverses=None, charge__reversal=None
    )
    taxed = list(charged.values_list("tax_rate", flat=True))
    if taxed:
        return None if any(taxed) else last_exemption_of(family)
    return exemption_of(family, on=timezone.localdate(timezone=party.location.zone))


def exemption_then(
    agreed: Party | None,
    *,
    family: Family,
    package: Package,
    guests: int,
    add_ons: Picks,
    tax_rate: TaxRate | None,
    on: date,
) -> Exemption | None:
    """Why the party as it is to be would carry no tax.

    A party that keeps what its price follows from keeps its charge, and so its tax; one that is
    charged anew is charged as on that day.
    """
    if family.kind != Kind.ORGANIZATION:
        return None
    if agreed is not None and not touches_money(
        agreed, family=family, package=package, guests=guests, add_ons=add_ons, tax_rate=tax_rate
    ):
        return exemption_agreed(agreed)
    return exemption_of(family, on=on)


def touches_money(
    before: Party,
    *,
    family: Family,
    package: Package,
    guests: int,
    add_ons: Picks,
    tax_rate: TaxRate | None,
) -> bool:
    """Whether the party as it is to be would be charged anew."""
    had = {(each.add_on_id, each.quantity) for each in before.add_ons.all()}
    return (
        before.package_id != package.pk
        or before.guests != guests
        or before.family_id != family.pk
        or before.tax_rate_id != (tax_rate.pk if tax_rate else None)
        or had != {(add_on.pk, quantity) for add_on, quantity in add_ons}
    )
