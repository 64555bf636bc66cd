"""Who may see, offer, book and cancel appointments."""

from django.utils.translation import gettext_lazy as _

from cartwheel.kernel.permissions import EVERYBODY, SETTINGS, Section, deletion, page, task

PAGE = page("appointments", _("Appointments"), _("The Appointments page."))
APPOINTMENTS = task(
    "appointments",
    _("Appointments"),
    _("View to see timeslots and bookings, Full to book, move and cancel them."),
)
OFFERS = task(
    "appointment-offers",
    _("Appointments on offer"),
    _("Full to set up which appointments are offered, when, by whom and for how much."),
)
OUT_OF_HOURS = deletion(
    "appointment-hours",
    _("Override Appointment Daily Schedule"),
    _("Offer and book appointments outside the opening hours and on closed days."),
)

VIEW = EVERYBODY & PAGE.full & APPOINTMENTS.view
BOOK = EVERYBODY & PAGE.full & APPOINTMENTS.full
OFFER = VIEW & OFFERS.full
ANY_TIME = VIEW & OUT_OF_HOURS.full
SETUP = EVERYBODY & SETTINGS.full

SECTION = Section(_("Appointments"), (PAGE, APPOINTMENTS, OFFERS, OUT_OF_HOURS))
