"""Reads of this app."""

from cartwheel.domain.upkeep.queries.merging import MOST, with_everything
from cartwheel.domain.upkeep.queries.undoing import Undoing, undoing

__all__ = ["MOST", "Undoing", "undoing", "with_everything"]
