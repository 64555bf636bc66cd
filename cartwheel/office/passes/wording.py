"""Passes in words: how long they are good, how often, and in which state they are."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.passes.models import Pass, PassType
from cartwheel.domain.passes.queries import State
from cartwheel.ui import formats

TONES = {
    State.ACTIVE: "good",
    State.COMING: "info",
    State.SUSPENDED: "warn",
    State.USED_UP: "",
    State.EXPIRED: "",
    State.VOIDED: "danger",
}


def validity_of(type: PassType) -> str:
    """``90 days``, ``Jun 1, 2026 – Aug 31, 2026``, ``No end``."""
    if type.valid_days is not None:
        return ngettext("%d day", "%d days", type.valid_days) % type.valid_days
    return days(type.starts_on, type.ends_on)


def days(first: Any, last: Any) -> str:
    if first and last:
        return f"{formats.day(first)} – {formats.day(last)}"
    if first:
        return _("From %s") % formats.day(first)
    return _("Until %s") % formats.day(last) if last else _("No end")


def uses_of(type: PassType) -> str:
    return _("Unlimited") if type.uses is None else str(type.uses)


def utilized(held: Pass) -> str:
    """``3 of 10``, or ``3`` of one without end."""
    words = {"used": held.used, "uses": held.uses}
    return str(held.used) if held.uses is None else _("%(used)d of %(uses)d") % words


def left_of(held: Pass) -> str:
    if held.left is None:
        return _("Unlimited uses")
    return ngettext("%d use left", "%d uses left", held.left) % held.left
