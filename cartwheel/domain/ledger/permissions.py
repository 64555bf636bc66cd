"""Who may see and move a family's money."""

from django.utils.translation import gettext_lazy as _

from cartwheel.kernel.permissions import EVERYBODY, Section, deletion, task

LEDGER = task(
    "ledger", _("Ledger"), _("View to see a family's ledger, Full to charge and take payments.")
)
REFUNDS = deletion("refunds", _("Refunds and credits"), _("Refund payments and grant credits."))
REVERSALS = deletion(
    "reversals", _("Reverse charges and payments"), _("Undo an entry on the ledger.")
)

VIEW = EVERYBODY & LEDGER.view
POST = EVERYBODY & LEDGER.full
REFUND = POST & REFUNDS.full
REVERSE = POST & REVERSALS.full

SECTION = Section(_("Ledger"), (LEDGER, REFUNDS, REVERSALS))
