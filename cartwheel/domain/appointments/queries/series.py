"""What a change of a weekly time is about."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from django.db.models import Count, QuerySet

from cartwheel.domain.appointments.models import Booking, Timeslot, TimeslotQuerySet

Scope = Literal["following", "all"]
FOLLOWING: Scope = "following"
ALL: Scope = "all"


def series_of(timeslot: Timeslot, scope: Scope, *, now: datetime) -> TimeslotQuerySet:
    """The meetings of the timeslot's weekly time that have not begun: from this one on, or all."""
    rows = Timeslot.objects.filter(
        account=timeslot.account_id, time=timeslot.time_id, starts_at__gt=now
    )
    return rows if scope == ALL else rows.filter(starts_at__gte=timeslot.starts_at)


def touched_bookings(timeslots: Collection[Timeslot]) -> QuerySet[Booking]:
    """The bookings with places in any of the timeslots, each with ``dates``: in how many."""
    rows = Booking.objects.filter(
        places__timeslot__in=[slot.pk for slot in timeslots], places__canceled_at=None
    )
    counted = rows.annotate(dates=Count("places"))
    return counted.select_related("student", "family").order_by("student__first_name", "pk")
