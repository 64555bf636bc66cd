"""Parties: what is offered, and what families have booked.

A *station* is a space parties are held in, a *time slot* a weekly window on the wall clock of the
location; a station offers some of the slots. A *package* has a price and a number of guests, an
*add-on* is picked besides it. A *party* is a booking of a station at a time by a family.

A *quote* is a party that is not agreed yet: it holds its slot until ``held_until`` and lets go of
it by itself. What a party costs is agreed when it is booked (or quoted) and copied onto it; later
changes of the price list leave it alone.
"""

from cartwheel.domain.parties.models.bookings import (
    Confirmation,
    Party,
    PartyAddOn,
    PartyCharge,
    PartyHost,
)
from cartwheel.domain.parties.models.offers import (
    AddOn,
    Package,
    PackageStation,
    PartySettings,
)
from cartwheel.domain.parties.models.places import SlotClosure, Station, StationSlot, TimeSlot

__all__ = [
    "AddOn",
    "Confirmation",
    "Package",
    "PackageStation",
    "Party",
    "PartyAddOn",
    "PartyCharge",
    "PartyHost",
    "PartySettings",
    "SlotClosure",
    "Station",
    "StationSlot",
    "TimeSlot",
]
