"""Setting parties up."""

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

__all__ = [
    "activate",
    "add_add_on",
    "add_package",
    "add_station",
    "add_time_slot",
    "change_add_on",
    "change_package",
    "change_party_settings",
    "change_station",
    "change_time_slot",
    "close_slot",
    "deactivate",
    "reopen_slot",
]
