"""Keeping the customers in order: bringing them in, each of them once, and taking them along."""

from cartwheel.domain.upkeep.models.duplicates import (
    DuplicateGroup,
    DuplicateMember,
    DuplicateSearch,
    NotDuplicates,
    Reason,
)
from cartwheel.domain.upkeep.models.imports import (
    ExternalKey,
    FamilyImport,
    ImportedFamily,
    ImportMapping,
)
from cartwheel.domain.upkeep.models.merging import (
    UNDO_DAYS,
    AlteredRow,
    MovedReference,
    Transfer,
    TransferSource,
)

__all__ = [
    "UNDO_DAYS",
    "AlteredRow",
    "DuplicateGroup",
    "DuplicateMember",
    "DuplicateSearch",
    "ExternalKey",
    "FamilyImport",
    "ImportMapping",
    "ImportedFamily",
    "MovedReference",
    "NotDuplicates",
    "Reason",
    "Transfer",
    "TransferSource",
]
