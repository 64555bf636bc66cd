"""Which grade a student is in: kept as a step and the school year in which it was so.

A school year is named by the calendar year in which it begins, on the rollover day of the
account. On that day everybody is one step further, without anything being written; whoever has
passed the last step has graduated.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.utils.translation import gettext as _

from cartwheel.domain.people.models import PeopleSettings
from cartwheel.kernel.periods import age_on

USUAL_GRADES = (
    "Preschool", "Pre-K", "Kindergarten", "1st grade", "2nd grade", "3rd grade", "4th grade",
    "5th grade", "6th grade", "7th grade", "8th grade", "9th grade", "10th grade", "11th grade",
    "12th grade",
)  # fmt: skip
MOST_GRADES = 40


@dataclass(frozen=True)
class Grades:
    """The list of an account as it stands: ``names`` from the youngest on."""

    names: tuple[str, ...] = ()
    starting_age: int = 3
    month: int = 8
    day: int = 1

    def year_of(self, day: date) -> int:
        """The year in which the school year of ``day`` began."""
        return day.year - ((day.month, day.day) < (self.month, self.day))

    def step_on(self, day: date, grade: int | None, grade_year: int | None) -> int | None:
        """The step on ``day`` of somebody who was in step ``grade`` in ``grade_year``.

        The number of names for whoever has graduated, never more; None where it is not known.
        """
        if grade is None or grade_year is None or not self.names:
            return None
        return min(max(grade + self.year_of(day) - grade_year, 0), len(self.names))

    def name_of(self, step: int | None) -> str:
        if step is None:
            return ""
        return self.names[step] if step < len(self.names) else _("Graduated")

    def suggested(self, born_on: date | None, day: date) -> int | None:
        """The step that children of this age are usually in on ``day``.

        By the age at the beginning of the school year; None for whom it is too early or too late.
        """
        age = age_on(born_on, date(self.year_of(day), self.month, self.day))
        step = None if age is None else age - self.starting_age
        return step if step is not None and 0 <= step < len(self.names) else None

    def choices(self) -> list[tuple[int, str]]:
        """Each step with its name, and after the last one that of the graduates."""
        steps = range(len(self.names) + 1) if self.names else ()
        return [(step, self.name_of(step)) for step in steps]

    def in_step(self, step: int, day: date) -> Q:
        """What holds for the students who are in ``step`` on ``day``."""
        then = F("grade_year") + (step - self.year_of(day))
        if step >= len(self.names):
            return Q(grade__gte=then)
        return Q(grade__lte=then) if step == 0 else Q(grade=then)


def grades_from(settings: PeopleSettings | None) -> Grades:
    """The list as the account has set it up; an empty one where it has not."""
    if settings is None:
        return Grades()
    return Grades(
        tuple(settings.grades),
        settings.starting_age,
        settings.rollover_month,
        settings.rollover_day,
    )
