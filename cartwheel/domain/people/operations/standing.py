"""Suspending a customer: bookings stay, the Customer Portal is closed until it is lifted."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations.locking import lock_family, save_next
from cartwheel.domain.people.operations.reading import short_line
from cartwheel.kernel.refusals import Refused


class Suspended(Refused):
    """The customer is suspended: nobody of this household may use the Customer Portal."""


def require_portal_open(family: Family) -> None:
    """Refuse whoever signs in to the portal, or is given a sign-in, while the family may not.

    Raises ``Suspended``. What the family is told names no reason: that is for staff.
    """
    if family.suspended_at is not None:
        raise Suspended(_("%s is suspended: the Customer Portal is closed.") % family)


@transaction.atomic
def suspend_family(family: Family, *, reason: str, by: Actor) -> Family:
    """Close the portal to the family, for a reason that staff can read. Twice keeps the first."""
    family = lock_family(family)
    text = short_line(reason, "reason", longest=500)
    if not text:
        raise Refused(_("Say why: whoever meets the family next wants to know."), field="reason")
    if family.suspended_at is None:
        family.suspended_at, family.suspend_reason = timezone.now(), text
        save_next(family)
        record("family.suspended", family, by=by, reason=text)
    return family


@transaction.atomic
def lift_suspension(family: Family, *, by: Actor) -> Family:
    family = lock_family(family)
    if family.suspended_at is not None:
        family.suspended_at, family.suspend_reason = None, ""
        save_next(family)
        record("family.suspension_lifted", family, by=by)
    return family
