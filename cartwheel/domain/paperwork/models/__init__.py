"""Policies and signed waivers, as evidence.

A *policy* is what a business asks people to agree to. Every edit of its text is a new *version*,
kept for ever. A *signature* says who agreed to which version, when, where and how; its *covers*
say for which students, or for which family, it counts and until which day. A signature that staff
must check counts from its *confirmation*, and none counts after its *voiding*.

Nothing here is changed or deleted: triggers refuse it. Whether a waiver is valid is always asked
of the covers (see ``queries``), never stored.
"""

from cartwheel.domain.paperwork.models.doors import STATION_COOKIE, SigningRequest, WaiverStation
from cartwheel.domain.paperwork.models.evidence import (
    Confirmation,
    Cover,
    ExpiryNotice,
    Signature,
    Voiding,
)
from cartwheel.domain.paperwork.models.policies import (
    ACTIVITIES,
    LONGEST_VALIDITY,
    Policy,
    PolicyLocation,
    PolicyVersion,
)

__all__ = [
    "ACTIVITIES",
    "LONGEST_VALIDITY",
    "STATION_COOKIE",
    "Confirmation",
    "Cover",
    "ExpiryNotice",
    "Policy",
    "PolicyLocation",
    "PolicyVersion",
    "Signature",
    "SigningRequest",
    "Voiding",
    "WaiverStation",
]
