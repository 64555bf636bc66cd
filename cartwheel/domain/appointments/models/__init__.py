"""Private and small-group lessons that families book by the timeslot.

An *appointment* says which *service* an instructor gives, when, where, for whom and for how much.
Its *timeslots* are generated thirteen months ahead. A *booking* gives a student *places* in some
of them. Openings follow from the timeslots and from the claims that everything on the schedule
shares (see ``scheduling``): a party takes an instructor's time as a lesson does.
"""

from cartwheel.domain.appointments.models.bookings import (
    Booking,
    BookingCharge,
    Place,
    Timeslot,
    TimeslotQuerySet,
)
from cartwheel.domain.appointments.models.invitations import Invitation
from cartwheel.domain.appointments.models.offers import (
    Appointment,
    PricingSchedule,
    PricingTier,
    Service,
    Teaching,
    WeeklyTime,
)
from cartwheel.domain.appointments.models.settings import AppointmentSettings

__all__ = [
    "Appointment",
    "AppointmentSettings",
    "Booking",
    "BookingCharge",
    "Invitation",
    "Place",
    "PricingSchedule",
    "PricingTier",
    "Service",
    "Teaching",
    "Timeslot",
    "TimeslotQuerySet",
    "WeeklyTime",
]
