"""What a punch pass can be used for."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.appointments.models import Place, TimeslotQuerySet
from cartwheel.domain.appointments.queries.openings import open_timeslots
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.people.models import Student


def redeemable(
    held: Pass,
    location: Location,
    *,
    student: Student | None = None,
    first: date,
    last: date,
    now: datetime,
) -> TimeslotQuerySet:
    """The open timeslots at ``location`` from ``first`` to ``last`` that the pass is good for.

    Left out are those during which ``student`` is elsewhere.
    """
    rows = open_timeslots(
        location,
        first=max(first, held.starts_on),
        last=min(last, held.ends_on or last),
        now=now,
    )
    if programs := [program.pk for program in held.type.programs.all()]:
        rows = rows.filter(appointment__program__in=programs)
    if student is None:
        return rows
    elsewhere = Place.objects.filter(
        account=OuterRef("account"),
        student=student,
        canceled_at=None,
        timeslot__starts_at__lt=OuterRef("ends_at"),
        timeslot__ends_at__gt=OuterRef("starts_at"),
    )
    return rows.filter(~Exists(elsewhere))
