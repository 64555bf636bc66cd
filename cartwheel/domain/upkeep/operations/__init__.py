"""Bringing customers in, keeping each of them once, and what is done to the whole account."""

from cartwheel.domain.upkeep.operations.archives import (
    bring_in_account,
    export_account,
    restore_account,
)
from cartwheel.domain.upkeep.operations.duplicates import dismiss_duplicates
from cartwheel.domain.upkeep.operations.erasing import erase_family
from cartwheel.domain.upkeep.operations.exporting import export_family
from cartwheel.domain.upkeep.operations.imports import (
    check_import,
    delete_upload,
    forget_mapping,
    forget_old_files,
    keep_mapping,
    lay_out,
    let_go,
    match_columns,
    start_import,
    undo_import,
    upload_customers,
)
from cartwheel.domain.upkeep.operations.merging import merge_families
from cartwheel.domain.upkeep.operations.moving import move_student
from cartwheel.domain.upkeep.operations.undoing import undo_transfer
from cartwheel.domain.upkeep.pairing import Pair
from cartwheel.domain.upkeep.reviewing import find_duplicates

__all__ = [
    "Pair",
    "bring_in_account",
    "check_import",
    "delete_upload",
    "dismiss_duplicates",
    "erase_family",
    "export_account",
    "export_family",
    "find_duplicates",
    "forget_mapping",
    "forget_old_files",
    "keep_mapping",
    "lay_out",
    "let_go",
    "match_columns",
    "merge_families",
    "move_student",
    "restore_account",
    "start_import",
    "undo_import",
    "undo_transfer",
    "upload_customers",
]
