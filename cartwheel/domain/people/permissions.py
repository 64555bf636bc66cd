"""Who may see and edit families and students."""

from django.utils.translation import gettext_lazy as _

from cartwheel.kernel.permissions import EVERYBODY, Section, page, task

PAGE = page("families", _("Families"), _("The Families page."))
FAMILIES = task(
    "families",
    _("Families and students"),
    _("View to see families and their students, Full to create and edit them."),
)

VIEW = EVERYBODY & PAGE.full & FAMILIES.view
EDIT = EVERYBODY & PAGE.full & FAMILIES.full

SECTION = Section(_("Families"), (PAGE, FAMILIES))
