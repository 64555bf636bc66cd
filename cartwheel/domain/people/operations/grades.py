"""The list of grades, and the day on which everybody moves up."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.grades import MOST_GRADES, Grades, grades_from
from cartwheel.domain.people.models import PeopleSettings, Student
from cartwheel.domain.people.operations.locking import require_version
from cartwheel.domain.people.operations.reading import short_line
from cartwheel.kernel.refusals import Refused


@transaction.atomic
def change_grades(
    *,
    grades: Sequence[tuple[int | None, str]],
    starting_age: int,
    rollover_month: int,
    rollover_day: int,
    version: int | None = None,
    today: date,
    by: Actor,
) -> PeopleSettings:
    """Another list of grades, the youngest first; each with the step it was, None for a new one.

    Every student stays in the grade she is in today, wherever in the list that is now: those of a
    grade that was renamed, moved or came behind others, and all of them when the rollover day
    changes. A grade that somebody is in cannot be left out. Raises ``ChangedMeanwhile``.
    """
    settings, _new = PeopleSettings.objects.get_or_create(account=by.account)
    settings = PeopleSettings.objects.select_for_update(no_key=True).get(pk=settings.pk)
    require_version(settings, version)
    before = grades_from(settings)
    kept = [(step, short_line(name, "grades", longest=30)) for step, name in grades]
    settings.grades = _names([(step, name) for step, name in kept if name])
    _check_day(rollover_month, rollover_day, starting_age)
    settings.starting_age = starting_age
    settings.rollover_month, settings.rollover_day = rollover_month, rollover_day
    settings.version += 1
    after = grades_from(settings)
    _move(before, after, [step for step, name in kept if name], today, by)
    settings.save()
    record("grades.changed", settings, by=by)
    return settings


def _names(grades: Sequence[tuple[int | None, str]]) -> list[str]:
    names = [name for step, name in grades]
    if len(names) > MOST_GRADES:
        raise Refused(_("Use at most %d grades.") % MOST_GRADES, field="grades")
    if len({name.casefold() for name in names}) < len(names):
        raise Refused(_("Each grade is named once."), field="grades")
    return names


def _check_day(month: int, day: int, starting_age: int) -> None:
    if not 1 <= month <= 12 or not 1 <= day <= 28:
        raise Refused(_("Enter a day from the 1st to the 28th."), field="rollover_day")
    if not 0 <= starting_age <= 99:
        raise Refused(_("Enter an age from 0 to 99."), field="starting_age")


def _move(
    before: Grades, after: Grades, steps: Sequence[int | None], today: date, by: Actor
) -> None:
    """Keep everybody in her grade: the new step of each old one, dated as the new year is."""
    places = {old: new for new, old in enumerate(steps) if old is not None}
    _refuse_to_lose(before, places, today, by)
    if not before.names:
        return
    same_list = places == {n: n for n in range(len(before.names))} and len(after.names) == len(
        before.names
    )
    year, now = before.year_of(today), after.year_of(today)
    if same_list and year == now:
        return
    students = Student.objects.filter(account=by.account, grade__isnull=False)
    cases = [
        When(before.in_step(old, today), then=Value(new)) for old, new in sorted(places.items())
    ]
    students.update(
        grade=Case(*cases, default=Value(len(after.names))),
        grade_year=Value(now),
        version=F("version") + 1,
    )


def _refuse_to_lose(before: Grades, places: dict[int, int], today: date, by: Actor) -> None:
    for step in range(len(before.names)):
        if step in places:
            continue
        there = Q(before.in_step(step, today), account=by.account, grade__isnull=False)
        count = Student.objects.filter(there).count()
        if count:
            sentence = ngettext(
                "%(count)d student is in %(grade)s, so it cannot be left out.",
                "%(count)d students are in %(grade)s, so it cannot be left out.",
                count,
            )
            words = {"count": count, "grade": before.name_of(step)}
            raise Refused(sentence % words, field="grades")
