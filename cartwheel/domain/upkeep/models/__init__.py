"""Keeping the customers in order: bringing them in and taking them along."""

from cartwheel.domain.upkeep.models.imports import (
    ExternalKey,
    FamilyImport,
    ImportedFamily,
    ImportMapping,
)

__all__ = ["ExternalKey", "FamilyImport", "ImportMapping", "ImportedFamily"]
