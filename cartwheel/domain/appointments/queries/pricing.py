"""What a place in a timeslot costs."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.appointments.models import Appointment, PricingSchedule, PricingTier
from cartwheel.domain.appointments.refusals import NoSuchPrice


class SlotPrice(NamedTuple):
    """``amount`` in minor units is one student's part. ``steps`` tell how it came about."""

    amount: int
    steps: list[str]


def price_list(account: Account) -> QuerySet[Appointment]:
    """What is on offer at published prices: of each service and pricing schedule one or more."""
    rows = Appointment.objects.filter(
        account=account,
        archived_at=None,
        service__archived_at=None,
        pricing__archived_at=None,
        pricing__is_published=True,
    )
    return rows.select_related("service", "pricing").order_by("service__name", "pricing__name")


def price_of_place(schedule: PricingSchedule, *, minutes: int, students: int) -> SlotPrice:
    """One student's price in a timeslot of ``minutes`` that ``students`` share.

    A price per timeslot is divided; what does not divide evenly is rounded up, so that the parts
    never come to less than the whole. Raises ``NoSuchPrice`` when no tier is for that length.
    """
    tier = tier_for(list(schedule.tiers.all()), minutes=minutes, students=students)
    if tier is None:
        sentence = _("%(schedule)s has no price for %(minutes)d minutes.")
        raise NoSuchPrice(sentence % {"schedule": schedule, "minutes": minutes}, field="pricing")
    steps = [
        _("%(schedule)s: %(minutes)d minutes, from %(students)d students on")
        % {"schedule": schedule, "minutes": minutes, "students": tier.students}
    ]
    if schedule.per == PricingSchedule.Per.STUDENT or students <= 1:
        return SlotPrice(tier.amount, steps)
    steps.append(_("Shared by %d students") % students)
    return SlotPrice(-(-tier.amount // students), steps)


def tier_for(tiers: list[PricingTier], *, minutes: int, students: int) -> PricingTier | None:
    """The tier for the very length, else for any; of these the one with the most students that
    are there."""
    for wanted in (minutes, None):
        fitting = [t for t in tiers if t.minutes == wanted and t.students <= max(students, 1)]
        if fitting:
            return max(fitting, key=lambda tier: tier.students)
    return None
