"""A party before and after a change, for whoever is about to change it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from cartwheel.domain.catalog.models import TaxRate
from cartwheel.domain.parties.models import Package, Party, Station, TimeSlot
from cartwheel.domain.parties.queries.exemptions import exemption_agreed, exemption_then
from cartwheel.domain.parties.queries.prices import Picks, Price, price_party
from cartwheel.domain.parties.queries.times import keeps_time, times_kept, times_of
from cartwheel.domain.people.models import Family


@dataclass(frozen=True)
class Side:
    """The party as it is, or as it would be."""

    station: Station
    starts_at: datetime
    ends_at: datetime
    price: Price

    @property
    def total(self) -> int:
        return self.price.total


@dataclass(frozen=True)
class Preview:
    before: Side
    after: Side

    @property
    def more(self) -> int:
        """By how much the price rises; 0 when it does not."""
        return max(0, self.after.total - self.before.total)

    @property
    def less(self) -> int:
        """By how much the price falls; 0 when it does not."""
        return max(0, self.before.total - self.after.total)


def price_of(party: Party) -> Price:
    """The price of the party as it was agreed."""
    picks = [(each.add_on, each.quantity) for each in party.add_ons.all()]
    return price_party(
        package=party.package,
        guests=party.guests,
        add_ons=picks,
        tax_rate=party.tax_rate,
        agreed=party,
        exemption=exemption_agreed(party),
    )


def preview_change(
    party: Party,
    *,
    station: Station,
    on: date,
    time_slot: TimeSlot | None,
    starts: time | None,
    ends: time | None,
    guests: int,
    package: Package,
    add_ons: Picks,
    tax_rate: TaxRate | None,
    family: Family,
    **_others: Any,
) -> Preview:
    """What ``change_party`` with the same values would make of time, station and price.

    Raises ``BadTime``; whether the station is free and the package offered is not asked.
    """
    kept = keeps_time(party, on, time_slot, starts, ends)
    times = times_kept(party) if kept else times_of(station, on, time_slot, starts, ends)
    price = price_party(
        package=package,
        guests=guests,
        add_ons=add_ons,
        tax_rate=tax_rate,
        agreed=party,
        exemption=exemption_then(
            party,
            family=family,
            package=package,
            guests=guests,
            add_ons=add_ons,
            tax_rate=tax_rate,
            on=timezone.localdate(timezone=station.location.zone),
        ),
    )
    return Preview(
        before=Side(party.station, party.starts_at, party.ends_at, price_of(party)),
        after=Side(station, times.window.start, times.window.end, price),
    )
