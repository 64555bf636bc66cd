"""What customers have booked and came for, parties and lessons alike.

A kind of booking that comes later is added here and counts everywhere at once: in who is active, in
the visits of a list, in loyalty.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest, Least

from cartwheel.domain.appointments.models import Place
from cartwheel.domain.parties.models import Party

AWAY = [Place.Attendance.ABSENT, Place.Attendance.NO_SHOW]
FAMILY = (OuterRef("pk"), OuterRef("account"))  # each of an outer query
Booked = tuple[QuerySet[Any], ...]


def booked_by(family: Any, account: Any, *, now: datetime) -> Booked:
    """What stands of the family (or of each, by ``OuterRef``): one query for each kind.

    Every row has ``starts`` and ``ends``, aware instants.
    """
    parties = Party.objects.filter(account=account, family=family)
    places = Place.objects.filter(account=account, booking__family=family)
    return _standing(parties, places, now)


def booked_for(student: Any, account: Any, *, now: datetime) -> Booked:
    """The same of a student: parties in her honor, and her lessons."""
    parties = Party.objects.filter(account=account, honoree=student)
    places = Place.objects.filter(account=account, student=student)
    return _standing(parties, places, now)


def visits_by(family: Any, account: Any, *, now: datetime) -> Booked:
    """What took place and the family came to; a lesson that was missed is none."""
    parties, places = booked_by(family, account, now=now)
    over = [parties, places.exclude(attendance__in=AWAY)]
    return tuple(rows.filter(ends__lte=now) for rows in over)


def any_of(sources: Iterable[QuerySet[Any]]) -> Q:
    """One of them has a row."""
    return reduce(or_, (Q(Exists(rows)) for rows in sources))


def earliest(sources: Iterable[QuerySet[Any]]) -> Least:
    """The first start that any of them has; None where none has a row."""
    return Least(*(Subquery(rows.order_by("starts").values("starts")[:1]) for rows in sources))


def latest(sources: Iterable[QuerySet[Any]]) -> Greatest:
    return Greatest(*(Subquery(rows.order_by("-starts").values("starts")[:1]) for rows in sources))


def _standing(parties: Any, places: Any, now: datetime) -> Booked:
    slot = "timeslot__"
    return (
        parties.standing(now=now).order_by().annotate(starts=F("starts_at"), ends=F("ends_at")),
        places.standing(now=now)
        .order_by()
        .annotate(starts=F(f"{slot}starts_at"), ends=F(f"{slot}ends_at")),
    )
