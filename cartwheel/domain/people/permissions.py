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
LOYALTY_PAGE = page(
    "customer-loyalty",
    _("Customer loyalty"),
    _("The best and the lost customers, with what they brought in."),
)
ORGANIZATIONS_PAGE = page("organizations", _("Organizations"), _("The Organizations page."))
ORGANIZATIONS = task(
    "organizations",
    _("Organizations"),
    _(
        "View to see the list of companies, schools and clubs, Full to create and edit them,"
        " their members and their tax exemption."
    ),
)

VIEW = EVERYBODY & PAGE.full & FAMILIES.view
EDIT = EVERYBODY & PAGE.full & FAMILIES.full
READ_NOTES = VIEW & NOTES.view
WRITE_NOTES = VIEW & NOTES.full
SEE_ORGANIZATIONS = VIEW & ORGANIZATIONS_PAGE.full & ORGANIZATIONS.view
SEE_LOYALTY = VIEW & LOYALTY_PAGE.full
EDIT_ORGANIZATIONS = VIEW & ORGANIZATIONS_PAGE.full & ORGANIZATIONS.full

SECTION = Section(
    _("Families"),
    (
        PAGE,
        FAMILIES,
        NOTES,
        ORGANIZATIONS_PAGE,
        ORGANIZATIONS,
        LOYALTY_PAGE,
    ),
)
