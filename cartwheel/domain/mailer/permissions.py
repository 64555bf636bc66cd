"""Who may read the messages that went out."""

from django.utils.translation import gettext_lazy as _

from cartwheel.kernel.permissions import EVERYBODY, Section, task

MESSAGES = task(
    "messages", _("Messages"), _("View to read messages sent, Full to send them again.")
)
READ = EVERYBODY & MESSAGES.view
RESEND = EVERYBODY & MESSAGES.full
SECTION = Section(_("Messages"), (MESSAGES,))
