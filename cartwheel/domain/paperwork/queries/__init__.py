"""Reads of policies and signatures: what is asked, what is valid, what is missing, and proof."""

from cartwheel.domain.paperwork.queries.asking import (
    EVERY,
    asked_policies,
    latest_versions,
    transaction_texts,
)
from cartwheel.domain.paperwork.queries.doors import (
    family_behind,
    is_open,
    request_behind,
    station_behind,
)
from cartwheel.domain.paperwork.queries.evidence import (
    evidence_pdf,
    form_pdf,
    path_of,
    with_evidence,
)
from cartwheel.domain.paperwork.queries.needed import Needed, asks_signer_age, needed_of
from cartwheel.domain.paperwork.queries.states import (
    Mark,
    State,
    covers_of,
    family_condition,
    family_marks,
    may_show_photo,
    photos_allowed,
    replaced,
    state_of,
    student_condition,
    voided,
    waiver_marks,
)

__all__ = [
    "EVERY",
    "Mark",
    "Needed",
    "State",
    "asked_policies",
    "asks_signer_age",
    "covers_of",
    "evidence_pdf",
    "family_behind",
    "family_condition",
    "family_marks",
    "form_pdf",
    "is_open",
    "latest_versions",
    "may_show_photo",
    "needed_of",
    "path_of",
    "photos_allowed",
    "replaced",
    "request_behind",
    "state_of",
    "station_behind",
    "student_condition",
    "transaction_texts",
    "voided",
    "waiver_marks",
    "with_evidence",
]
