"""Who may see, book and delete parties.

The rights are those of the help article on booking a party: the application, the Parties page,
the Parties task (View to see, Full to create and edit), Delete Parties, and the Settings page to
configure packages and slots. Booking outside the slots is a right of our own.
"""

from django.utils.translation import gettext_lazy as _

from cartwheel.kernel.permissions import EVERYBODY, SETTINGS, Section, deletion, page, task

PAGE = page("parties", _("Parties"), _("The Parties page."))
PARTIES = task(
    "parties", _("Parties"), _("View to see party bookings, Full to create and edit them.")
)
DELETE_PARTIES = deletion("delete-parties", _("Delete Parties"), _("Delete party bookings."))
CUSTOM_TIMES = deletion(
    "party-times", _("Parties at any time"), _("Book parties at times outside the time slots.")
)

VIEW = EVERYBODY & PAGE.full & PARTIES.view
BOOK = EVERYBODY & PAGE.full & PARTIES.full
DELETE = BOOK & DELETE_PARTIES.full
BOOK_ANY_TIME = BOOK & CUSTOM_TIMES.full
SETUP = EVERYBODY & SETTINGS.full

SECTION = Section(_("Parties"), (PAGE, PARTIES, DELETE_PARTIES, CUSTOM_TIMES))
