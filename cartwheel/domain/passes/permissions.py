"""Who may see, sell, punch and take away punch passes."""

from django.utils.translation import gettext_lazy as _

from cartwheel.kernel.permissions import EVERYBODY, SETTINGS, Section, deletion, task

PASSES = task(
    "punch-passes",
    _("Punch Passes"),
    _("View to see who holds which pass, Full to sell and to punch them."),
)
DELETE_PASSES = deletion(
    "delete-punch-passes",
    _("Delete/Suspend Punch Passes"),
    _("Suspend the passes that families hold, resume and delete them."),
)

VIEW = EVERYBODY & PASSES.view
SELL = EVERYBODY & PASSES.full
WITHDRAW = SELL & DELETE_PASSES.full
SETUP = VIEW & SETTINGS.full

SECTION = Section(_("Punch Passes"), (PASSES, DELETE_PASSES))
