"""Reading parties: openings, the day, the list, prices and balances."""

from cartwheel.domain.parties.queries.balances import (
    PartyBalance,
    party_balance,
    standing_charges,
)
from cartwheel.domain.parties.queries.days import (
    Blocked,
    Booked,
    StationDay,
    slots_on,
    station_day,
)
from cartwheel.domain.parties.queries.listing import (
    BALANCES,
    STATUSES,
    party_list,
    search_parties,
    with_balance,
    with_status,
)
from cartwheel.domain.parties.queries.offers import (
    add_ons_at,
    last_booked_on,
    packages_at,
    settings_of,
)
from cartwheel.domain.parties.queries.openings import (
    OpenSlot,
    dates_with_openings,
    nearest_open,
    open_slots,
)
from cartwheel.domain.parties.queries.prices import Picks, Price, PriceLine, price_party, terms_of

__all__ = [
    "BALANCES",
    "STATUSES",
    "Blocked",
    "Booked",
    "OpenSlot",
    "PartyBalance",
    "Picks",
    "Price",
    "PriceLine",
    "StationDay",
    "add_ons_at",
    "dates_with_openings",
    "last_booked_on",
    "nearest_open",
    "open_slots",
    "packages_at",
    "party_balance",
    "party_list",
    "price_party",
    "search_parties",
    "settings_of",
    "slots_on",
    "standing_charges",
    "station_day",
    "terms_of",
    "with_balance",
    "with_status",
]
