"""Reading parties: openings, the day, the list, prices and money."""

from cartwheel.domain.parties.queries.days import (
    Blocked,
    DayEntry,
    StationDay,
    slots_on,
    station_day,
)
from cartwheel.domain.parties.queries.exemptions import (
    exemption_agreed,
    exemption_then,
    touches_money,
)
from cartwheel.domain.parties.queries.listing import (
    booked_in,
    confirmed,
    party_list,
    search_parties,
    with_money,
)
from cartwheel.domain.parties.queries.money import (
    MoneyEntry,
    PartyMoney,
    party_money,
    standing_charges,
)
from cartwheel.domain.parties.queries.offers import (
    last_booked_on,
    settings_of,
)
from cartwheel.domain.parties.queries.openings import (
    OpenSlot,
    nearest_open,
    nearest_to,
    open_slots,
)
from cartwheel.domain.parties.queries.preview import Preview, preview_change, price_of
from cartwheel.domain.parties.queries.prices import Picks, Price, PriceLine, price_party, terms_of
from cartwheel.domain.parties.queries.times import Times, keeps_time, times_kept, times_of

__all__ = [
    "Blocked",
    "DayEntry",
    "MoneyEntry",
    "OpenSlot",
    "PartyMoney",
    "Picks",
    "Preview",
    "Price",
    "PriceLine",
    "StationDay",
    "Times",
    "booked_in",
    "confirmed",
    "exemption_agreed",
    "exemption_then",
    "keeps_time",
    "last_booked_on",
    "nearest_open",
    "nearest_to",
    "open_slots",
    "party_list",
    "party_money",
    "preview_change",
    "price_of",
    "price_party",
    "search_parties",
    "settings_of",
    "slots_on",
    "standing_charges",
    "station_day",
    "terms_of",
    "times_kept",
    "times_of",
    "touches_money",
    "with_money",
]
