"""Reading who has what, and when."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from cartwheel.domain.scheduling.models import Claim, ClaimQuerySet, Resource
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
