"""Everything that can be done with appointments. Each function is one transaction."""

from cartwheel.domain.appointments.operations.booking import book_appointment, cancel_places
from cartwheel.domain.appointments.operations.offers import (
    Tier,
    Window,
    add_appointment,
    add_pricing_schedule,
    add_service,
)
from cartwheel.domain.appointments.operations.timeslots import generate_timeslots

__all__ = [
    "Tier",
    "Window",
    "add_appointment",
    "add_pricing_schedule",
    "add_service",
    "book_appointment",
    "cancel_places",
    "generate_timeslots",
]
