"""Who may see and edit families and students."""

from django.utils.translation import gettext_lazy as _

from cartwheel.kernel.permissions import EVERYBODY, Section, page, task

PAGE = page("families", _("Families"), _("The Families page."))
FAMILIES = task(
    "families",
    _("Families and students"),
    _("View to see families and their students, Full to create and edit them."),
)
NOTES = task(
    "notes",
    _("Notes"),
    _(
        "View to read the notes about families and students, Full to write them."
        " An open critical note alerts everybody who sees the person."
    ),
)

VIEW = EVERYBODY & PAGE.full & FAMILIES.view
EDIT = EVERYBODY & PAGE.full & FAMILIES.full
READ_NOTES = VIEW & NOTES.view
WRITE_NOTES = VIEW & NOTES.full

SECTION = Section(_("Families"), (PAGE, FAMILIES, NOTES))
