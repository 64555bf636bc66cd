"""Who may bring customers in, and take the whole business away."""

from django.utils.translation import gettext_lazy as _

from cartwheel.domain.people import permissions as people
from cartwheel.kernel.permissions import EVERYBODY, Section, deletion, page

PAGE = page(
    "import-export", _("Import and export"), _("Settings > Import and export, and what ran there.")
)
IMPORTING = deletion(
    "import-customers",
    _("Import customers"),
    _("Bring families and students in from a file, and undo a whole import."),
)
EXPORTING = deletion(
    "export-account",
    _("Export the whole account"),
    _("Take everything of the business away as one file, or bring such a file in."),
)

MERGING = deletion(
    "merge-families",
    _("Merge families"),
    _("Make one family of several, move a student to another family, and undo either."),
)
ERASING = deletion(
    "erase-families",
    _("Erase families"),
    _("Black out everything about a family for ever, when it asks for it."),
)
FAMILY_EXPORTING = deletion(
    "export-family",
    _("Export a family"),
    _("Take everything about one family away as a file, with its ledger and messages."),
)

VIEW = EVERYBODY & PAGE.full
IMPORT = VIEW & IMPORTING.full
EXPORT = VIEW & EXPORTING.full
EXPORT_FAMILY = people.VIEW & FAMILY_EXPORTING.full
MERGE = people.EDIT & MERGING.full
ERASE = people.EDIT & ERASING.full

SECTION = Section(_("Import and export"), (PAGE, IMPORTING, EXPORTING))
CARE = Section(_("One customer, once"), (MERGING, FAMILY_EXPORTING, ERASING))
