"""Everything that can be done with policies, signatures and the ways to come by them.

A signature is written once and never changed. What it is about, and that it was signed by
somebody of age under the newest text, is checked here; that nobody rewrites it, by the database.
"""

from cartwheel.domain.paperwork.operations.carrying import carry_covers, drop_carried_covers
from cartwheel.domain.paperwork.operations.drawing import HIGH, WIDE, read_drawing
from cartwheel.domain.paperwork.operations.expiry import note_expired, remind_of_expiry
from cartwheel.domain.paperwork.operations.paper import accept_on_paper, confirm, void
from cartwheel.domain.paperwork.operations.policies import (
    activate_policy,
    deactivate_policy,
    save_policy,
)
from cartwheel.domain.paperwork.operations.requests import (
    Link,
    NothingToSign,
    hand_over,
    link_for,
    request_signature,
    sign_by_request,
)
from cartwheel.domain.paperwork.operations.signing import (
    Circumstances,
    Ink,
    Signer,
    last_day,
    require_age,
    sign,
)
from cartwheel.domain.paperwork.operations.stations import (
    Child,
    Guest,
    end_station,
    guardian_called,
    note_use,
    sign_at_station,
    start_station,
)

__all__ = [
    "HIGH",
    "WIDE",
    "Child",
    "Circumstances",
    "Guest",
    "Ink",
    "Link",
    "NothingToSign",
    "Signer",
    "accept_on_paper",
    "activate_policy",
    "carry_covers",
    "confirm",
    "deactivate_policy",
    "drop_carried_covers",
    "end_station",
    "guardian_called",
    "hand_over",
    "last_day",
    "link_for",
    "note_expired",
    "note_use",
    "read_drawing",
    "remind_of_expiry",
    "request_signature",
    "require_age",
    "save_policy",
    "sign",
    "sign_at_station",
    "sign_by_request",
    "start_station",
    "void",
]
