"""Who may read the history."""

from django.utils.translation import gettext_lazy as _

from cartwheel.kernel.permissions import EVERYBODY, Section, page

AUDIT_LOG = page("audit-log", _("Audit Log"), _("Everything that happened, who did it and when."))
READ = EVERYBODY & AUDIT_LOG.full
SECTION = Section(_("History"), (AUDIT_LOG,))
