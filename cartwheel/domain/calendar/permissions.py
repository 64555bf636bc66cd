"""Who may open the calendar. What somebody sees in it follows from the rights to each kind."""

from django.utils.translation import gettext_lazy as _

from cartwheel.kernel.permissions import EVERYBODY, Section, page

PAGE = page("calendar", _("Calendar"), _("The Calendar, with what else the person may see."))
VIEW = EVERYBODY & PAGE.full
SECTION = Section(_("Calendar"), (PAGE,))
