"""Reading who has what, and when."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from cartwheel.domain.scheduling.models import Absence, Claim, ClaimQuerySet, Resource
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.periods import Period


def claims_between(
    resources: Iterable[Resource | int], first: datetime, last: datetime, now: datetime
) -> ClaimQuerySet:
    """What holds any of ``resources`` between the two instants, in order of their start.

    Expired holds are free, whether somebody has released them yet or not.
    """
    rows = Claim.objects.live(now=now).within(first, last)
    return rows.filter(resource__in=list(resources)).order_by("starts_at", "pk")


def clashes(wanted: Iterable[tuple[Resource, Period]]) -> dict[int, Claim]:
    """The first claim in the way of each period, by the key of the resource."""
    conditions = [
        Q(resource=resource, ends_at__gt=period.start, starts_at__lt=period.end)
        for resource, period in wanted
    ]
    if not conditions:
        return {}
    rows = Claim.objects.filter(reduce(or_, conditions), released_at=None)
    latest_first = rows.select_related("resource").order_by("-starts_at", "-pk")
    return {each.resource_id: each for each in latest_first}


def free_at(resources: Sequence[Resource], period: Period, *, now: datetime) -> list[Resource]:
    """Those of ``resources`` that nothing holds for any part of ``period``."""
    busy = set(
        claims_between(resources, period.start, period.end, now).values_list("resource", flat=True)
    )
    return [each for each in resources if each.pk not in busy]


def absences_of(staff: StaffMember, *, now: datetime) -> QuerySet[Absence]:
    """Those that go on or are still to come, the next first."""
    return Absence.objects.filter(
        account=staff.account_id, staff=staff, canceled_at=None, ends_at__gt=now
    ).order_by("starts_at", "pk")


def work_during(absence: Absence, *, now: datetime) -> ClaimQuerySet:
    """What is on the schedule of whoever is absent, in that time and still to come."""
    rows = Claim.objects.live(now=now).within(max(absence.starts_at, now), absence.ends_at)
    mine = rows.filter(account=absence.account_id, resource__staff=absence.staff_id)
    return mine.order_by("starts_at", "pk")
