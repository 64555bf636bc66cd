"""What is done to whole files of customers, and to the whole account."""

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

__all__ = [
    "check_import",
    "delete_upload",
    "forget_mapping",
    "forget_old_files",
    "keep_mapping",
    "lay_out",
    "let_go",
    "match_columns",
    "start_import",
    "undo_import",
    "upload_customers",
]
