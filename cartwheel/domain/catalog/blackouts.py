"""Blackout schedules: days on which nothing is billed, or the doors are shut."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import (
    locked,
    named,
    put_away,
    require_same_account,
    save_next,
)
from cartwheel.domain.activity.operations import record
from cartwheel.domain.catalog.models import BlackoutDate, BlackoutSchedule, Program
from cartwheel.kernel.refusals import Refused, refuse_on
from cartwheel.kernel.text import clean_line
from cartwheel.kernel.whole import whole


@dataclass(frozen=True)
class Days:
    """From ``first_on`` to ``last_on``, both included."""

    first_on: date
    last_on: date
    reason: str = ""


@whole
def add_blackout_schedule(
    *,
    name: str,
    effect: str,
    days: Sequence[Days] = (),
    programs: Sequence[Program] = (),
    by: Actor,
) -> BlackoutSchedule:
    """A new schedule that these programs follow from now on, instead of another.

    Raises ``Refused`` when there is one of that name, or for days that end before they begin.
    """
    schedule = BlackoutSchedule(account=by.account, name=named(name), effect=effect)
    with refuse_on("blackout_name_once", _taken()):
        schedule.save(force_insert=True)
    _keep(schedule, days, programs)
    record("blackout.added", schedule, by=by)
    return schedule


@whole
def change_blackout_schedule(
    schedule: BlackoutSchedule,
    *,
    name: str,
    effect: str,
    days: Sequence[Days] = (),
    programs: Sequence[Program] = (),
    version: int | None = None,
    by: Actor,
) -> BlackoutSchedule:
    """Exactly these days and programs from now on. What is booked on such a day stays booked.

    Raises ``ChangedMeanwhile`` when ``version`` has passed.
    """
    schedule = locked(schedule, version)
    schedule.name, schedule.effect = named(name), effect
    with refuse_on("blackout_name_once", _taken()):
        save_next(schedule)
    _keep(schedule, days, programs)
    record("blackout.changed", schedule, by=by)
    return schedule


@whole
def archive_blackout_schedule(
    schedule: BlackoutSchedule, *, now: datetime, by: Actor
) -> BlackoutSchedule:
    """It has no effect any more."""
    schedule = put_away(schedule, now)
    record("blackout.archived", schedule, by=by)
    return schedule


@whole
def restore_blackout_schedule(schedule: BlackoutSchedule, *, by: Actor) -> BlackoutSchedule:
    schedule = put_away(schedule, None)
    record("blackout.restored", schedule, by=by)
    return schedule


def _keep(schedule: BlackoutSchedule, days: Sequence[Days], programs: Sequence[Program]) -> None:
    require_same_account(*programs)
    if any(each.last_on < each.first_on for each in days):
        raise Refused(_("The last day comes before the first."), field="days")
    schedule.dates.all().delete()
    BlackoutDate.objects.bulk_create(
        BlackoutDate(
            account_id=schedule.account_id,
            schedule=schedule,
            first_on=each.first_on,
            last_on=each.last_on,
            reason=clean_line(each.reason)[:80],
        )
        for each in days
    )
    keys = [program.pk for program in programs]
    schedule.programs.exclude(pk__in=keys).update(blackout=None)
    Program.objects.filter(account=schedule.account_id, pk__in=keys).update(blackout=schedule)


def _taken() -> Refused:
    return Refused(_("There is already a blackout schedule of that name."), field="name")
