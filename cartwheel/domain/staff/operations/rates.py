"""What an hour of a staff member costs the business."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.staff.models import StaffMember, StaffRate
from cartwheel.kernel.refusals import Refused


@transaction.atomic
def set_rate(staff: StaffMember, *, amount: int, since_on: date, by: Actor) -> StaffRate:
    """Pay her ``amount`` (minor units) an hour from ``since_on`` on; earlier days keep theirs.

    A second one from the same day takes the place of the first. The history says that it was set,
    and not to what.
    """
    require_same_account(staff)
    if amount < 0:
        raise Refused(_("Enter an amount of zero or more."), field="amount")
    rate, _new = StaffRate.objects.update_or_create(
        account=by.account, staff=staff, since_on=since_on, defaults={"amount": amount}
    )
    record("staff.rate_set", staff, by=by, since=since_on.isoformat())
    return rate
