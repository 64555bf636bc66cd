"""Who may see and manage staff."""

from django.utils.translation import gettext_lazy as _

from cartwheel.kernel.permissions import EVERYBODY, SETTINGS, Section, page, task

PAGE = page("staff", _("Staff"), _("The Staff page."))
STAFF = task(
    "staff", _("Staff records"), _("View to see staff records, Full to create and edit them.")
)
RIGHTS = task(
    "rights", _("User groups and rights"), _("View to see who may do what, Full to change it.")
)
RATES = task(
    "staff-rates",
    _("Hourly rates"),
    _("View to see what staff are paid by the hour, Full to change it."),
)

VIEW = EVERYBODY & PAGE.full & STAFF.view
EDIT = EVERYBODY & PAGE.full & STAFF.full
VIEW_RIGHTS = EVERYBODY & PAGE.full & RIGHTS.view
EDIT_RIGHTS = EVERYBODY & PAGE.full & RIGHTS.full
VIEW_RATES = VIEW & RATES.view
EDIT_RATES = EDIT & RATES.full
SETUP = EVERYBODY & SETTINGS.full

SECTION = Section(_("Staff"), (PAGE, STAFF, RATES, RIGHTS))
