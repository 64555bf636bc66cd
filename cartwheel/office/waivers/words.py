"""What became of a signature, in a word and a tone."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

VOIDED = (_("Voided"), "danger")
EXPIRED = (_("Expired"), "danger")
TO_VALIDATE = (_("Validate"), "warn")
CONFIRMED = (_("Validated"), "good")
KEPT = (_("Signed"), "good")


def fate_of(signature: Any) -> tuple[Any, str]:
    """Of a signature read by ``signatures``: voided, expired, to be validated, or good."""
    if getattr(signature, "voiding", None):
        return VOIDED
    if signature.expires_on and signature.expires_on < timezone.localdate():
        return EXPIRED
    if getattr(signature, "confirmation", None):
        return CONFIRMED
    return TO_VALIDATE if signature.awaits else KEPT
