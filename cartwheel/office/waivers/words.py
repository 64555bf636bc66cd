"""What became of a signature, in a word and a tone."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.paperwork.queries import State

VOIDED = (_("Voided"), "danger")


def fate_of(signature: Any) -> tuple[Any, str]:
    """Of a signature read by ``with_evidence``."""
    if getattr(signature, "voiding", None):
        return VOIDED
    return fate(
        suffices=signature.version.number >= signature.policy.needed_number,
        until=signature.expires_on,
        awaits=signature.awaits and not getattr(signature, "confirmation", None),
        day=timezone.localdate(),
    )


def fate(*, suffices: bool, until: date | None, awaits: bool, day: date) -> tuple[Any, str]:
    """Of one that stands: whether its version still counts, until when, and who must look at it."""
    if not suffices or (until is not None and until < day):
        return State.EXPIRED.label, State.EXPIRED.tone
    state = State.VALIDATE if awaits else State.VALID
    return state.label, state.tone
