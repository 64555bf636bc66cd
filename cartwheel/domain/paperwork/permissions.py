"""Who may see signed waivers, ask for them, take them on paper, confirm and void them."""

from django.utils.translation import gettext_lazy as _

from cartwheel.kernel.permissions import EVERYBODY, SETTINGS, Section, deletion, page, task

PAGE = page("waivers", _("Waivers"), _("The Waivers page: what is missing, expired or to check."))
WAIVERS = task(
    "waivers",
    _("Waivers and policies"),
    _("View to see who signed what, Full to ask for signatures and to start a waiver station."),
)
PAPER = deletion(
    "waivers-on-paper",
    _("Accept waivers on paper"),
    _("Record a signature that was given on paper, with a scan of it."),
)
CONFIRMATION = deletion(
    "confirm-waivers", _("Validate waivers"), _("Confirm signed waivers that staff must check.")
)
VOIDING = deletion("void-waivers", _("Void waivers"), _("Void a signed waiver, with a reason."))

VIEW = EVERYBODY & WAIVERS.view
LIST = VIEW & PAGE.full
ASK = EVERYBODY & WAIVERS.full
ACCEPT_PAPER = ASK & PAPER.full
CONFIRM = ASK & CONFIRMATION.full
VOID = ASK & VOIDING.full
SETUP = EVERYBODY & SETTINGS.full

SECTION = Section(_("Waivers"), (PAGE, WAIVERS, PAPER, CONFIRMATION, VOIDING))
