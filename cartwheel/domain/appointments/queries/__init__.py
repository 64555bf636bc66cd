"""Openings, bookings and prices."""

from cartwheel.domain.appointments.queries.bookings import (
    bookings_of,
    dates_to_choose,
    nearest_open,
    places_in,
    places_of_family,
    with_offer,
)
from cartwheel.domain.appointments.queries.fees import (
    cancellation_fee,
    family_may_cancel,
    settings_at,
    settings_of,
)
from cartwheel.domain.appointments.queries.invitations import (
    invitation_behind,
    is_invited,
    shared_dates,
)
from cartwheel.domain.appointments.queries.nearby import free_nearby
from cartwheel.domain.appointments.queries.openings import (
    AHEAD,
    KIND,
    bookable_among,
    open_timeslots,
    places_of,
    room_in_zone,
    shut_timeslots,
)
from cartwheel.domain.appointments.queries.pricing import (
    SlotPrice,
    price_list,
    price_of_place,
    tier_for,
)
from cartwheel.domain.appointments.queries.redeeming import redeemable
from cartwheel.domain.appointments.queries.series import (
    ALL,
    FOLLOWING,
    Scope,
    series_of,
    touched_bookings,
)
from cartwheel.domain.appointments.queries.substitutes import Substitute, substitutes_for
from cartwheel.domain.appointments.queries.tuition import (
    Tuition,
    TuitionLine,
    charged_before,
    charged_in,
    tuition_among,
    tuition_of,
)

__all__ = [
    "AHEAD",
    "ALL",
    "FOLLOWING",
    "KIND",
    "Scope",
    "SlotPrice",
    "Substitute",
    "Tuition",
    "TuitionLine",
    "bookable_among",
    "bookings_of",
    "cancellation_fee",
    "charged_before",
    "charged_in",
    "dates_to_choose",
    "family_may_cancel",
    "free_nearby",
    "invitation_behind",
    "is_invited",
    "nearest_open",
    "open_timeslots",
    "places_in",
    "places_of",
    "places_of_family",
    "price_list",
    "price_of_place",
    "redeemable",
    "room_in_zone",
    "series_of",
    "settings_at",
    "settings_of",
    "shared_dates",
    "shut_timeslots",
    "substitutes_for",
    "tier_for",
    "touched_bookings",
    "tuition_among",
    "tuition_of",
    "with_offer",
]
