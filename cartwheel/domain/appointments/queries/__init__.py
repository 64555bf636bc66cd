"""Openings and prices."""

from cartwheel.domain.appointments.queries.openings import (
    AHEAD,
    KIND,
    open_timeslots,
    places_of,
    shut_timeslots,
)
from cartwheel.domain.appointments.queries.pricing import SlotPrice, price_of_place, tier_for

__all__ = [
    "AHEAD",
    "KIND",
    "SlotPrice",
    "open_timeslots",
    "places_of",
    "price_of_place",
    "shut_timeslots",
    "tier_for",
]
