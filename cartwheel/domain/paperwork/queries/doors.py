"""Finding what a token opens, and the one family that an address or a number belongs to."""

from datetime import datetime

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.paperwork.models import SigningRequest, WaiverStation
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.queries import duplicates_of
from cartwheel.kernel.text import hash_of


def request_behind(account: Account, token: str) -> SigningRequest | None:
    """The request of this account with this token, used up and old ones too."""
    found = SigningRequest.objects.select_related("family", "guardian", "location")
    return found.filter(account=account, token_hash=hash_of(token)).first()


def is_open(request: SigningRequest, *, now: datetime) -> bool:
    return request.used_at is None and now < request.expires_at


def station_behind(account: Account, token: str) -> WaiverStation | None:
    """The running station with this token."""
    found = WaiverStation.objects.select_related("location")
    return found.filter(account=account, token_hash=hash_of(token), ended_at=None).first()


def family_behind(account: Account, *, phone: str = "", email: str = "") -> Family | None:
    """The one active family whom exactly this number (E.164) or address belongs to.

    Where several have it, the newest: which is the one that its owner used last.
    """
    found = duplicates_of(account, [email], [phone])
    active = [family for family in found if family.archived_at is None]
    return max(active, key=lambda family: family.pk, default=None)
