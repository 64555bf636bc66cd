"""What a staff member may do, right by right, and where each right comes from."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.queries import Source, sources_of
from cartwheel.kernel.permissions import Level
from cartwheel.office.rights import SECTIONS
from cartwheel.office.staff.forms import KINDS, LEVEL_NAMES

TONES = {Level.NONE: "", Level.VIEW: "info", Level.FULL: "good"}


class Standing(NamedTuple):
    """One right: its label, the level she holds it at, and the grants that give it."""

    label: Any
    kind: Any
    level: str
    tone: str
    sources: list[str]


def standing(staff: StaffMember) -> list[tuple[Any, list[Standing]]]:
    """Every right there is, section by section."""
    sources = {} if staff.is_admin else sources_of(staff)
    return [
        (
            section.label,
            [_standing(right, staff, sources.get(right.key, [])) for right in section.rights],
        )
        for section in SECTIONS
    ]


def through_groups(staff: StaffMember) -> dict[str, str]:
    """What her groups give of each right, in words: ``Full through Front desk``."""
    words = _("%(level)s through %(group)s")
    return {
        right: ", ".join(
            words % {"level": LEVEL_NAMES[source.level], "group": source.group}
            for source in sources
            if source.group
        )
        for right, sources in sources_of(staff).items()
    }


def _standing(right: Any, staff: StaffMember, sources: list[Source]) -> Standing:
    level = Level.FULL if staff.is_admin else max((s.level for s in sources), default=Level.NONE)
    said = [_("Administrator")] if staff.is_admin else [_said(source) for source in sources]
    return Standing(right.label, KINDS[right.kind], str(LEVEL_NAMES[level]), TONES[level], said)


def _said(source: Source) -> str:
    """``Front desk: Full``, or ``Personal: View``."""
    names = {"from": source.group or _("Personal"), "level": LEVEL_NAMES[source.level]}
    return _("%(from)s: %(level)s") % names
