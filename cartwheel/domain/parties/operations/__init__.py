"""Writing parties: setting up what is offered, and booking it.

Whoever books locks in one order: the party, the station and the hosts (by their keys), the family's
money, the reference numbers. So nobody waits in a circle.
"""

from cartwheel.domain.parties.operations.booking import book_party
from cartwheel.domain.parties.operations.changing import change_party
from cartwheel.domain.parties.operations.confirmations import send_confirmation
from cartwheel.domain.parties.operations.deleting import delete_party
from cartwheel.domain.parties.operations.money import Tender
from cartwheel.domain.parties.operations.offers import (
    activate,
    add_add_on,
    add_package,
    change_add_on,
    change_package,
    change_party_settings,
    deactivate,
)
from cartwheel.domain.parties.operations.places import (
    add_station,
    add_time_slot,
    change_station,
    change_time_slot,
    close_slot,
    reopen_slot,
)
from cartwheel.domain.parties.operations.plan import check_quantity
from cartwheel.domain.parties.operations.quotes import confirm_quote, expire_quotes, extend_quote
from cartwheel.domain.parties.operations.splitting import split_party_charge
from cartwheel.domain.parties.refusals import (
    AddOnNotOffered,
    BadTime,
    CustomTimeNotAllowed,
    HostBusy,
    HostNotOffered,
    NoFinancialSettings,
    NotAQuote,
    PackageNotOffered,
    PartyCanceled,
    PartyInThePast,
    QuantityNotOffered,
    QuoteLapsed,
    SentAlready,
    SlotClosed,
    SlotNotOffered,
    StationHasBookings,
    StationNotOffered,
    StationTaken,
    TooFewGuests,
    TooManyGuests,
    TooSoon,
    WrongAmount,
    WrongHold,
    WrongHonoree,
)

__all__ = [
    "AddOnNotOffered",
    "BadTime",
    "CustomTimeNotAllowed",
    "HostBusy",
    "HostNotOffered",
    "NoFinancialSettings",
    "NotAQuote",
    "PackageNotOffered",
    "PartyCanceled",
    "PartyInThePast",
    "QuantityNotOffered",
    "QuoteLapsed",
    "SentAlready",
    "SlotClosed",
    "SlotNotOffered",
    "StationHasBookings",
    "StationNotOffered",
    "StationTaken",
    "Tender",
    "TooFewGuests",
    "TooManyGuests",
    "TooSoon",
    "WrongAmount",
    "WrongHold",
    "WrongHonoree",
    "activate",
    "add_add_on",
    "add_package",
    "add_station",
    "add_time_slot",
    "book_party",
    "change_add_on",
    "change_package",
    "change_party",
    "change_party_settings",
    "change_station",
    "change_time_slot",
    "check_quantity",
    "close_slot",
    "confirm_quote",
    "deactivate",
    "delete_party",
    "expire_quotes",
    "extend_quote",
    "reopen_slot",
    "send_confirmation",
    "split_party_charge",
]
