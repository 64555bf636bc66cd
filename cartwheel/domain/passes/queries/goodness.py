"""What a pass is good for, and in which state it is."""

from datetime import date

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.catalog.models import Program
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.passes.refusals import (
    PassExpired,
    PassForAnother,
    PassForElsewhere,
    PassForOtherPrograms,
    PassNotGood,
    PassNotYetValid,
    PassSuspended,
    PassUsedUp,
    PassVoided,
)
from cartwheel.domain.people.models import Student
from cartwheel.domain.people.queries import students_of


class State(TextChoices):
    ACTIVE = "active", gettext_lazy("Active")
    COMING = "coming", gettext_lazy("Not yet valid")
    SUSPENDED = "suspended", gettext_lazy("Suspended")
    USED_UP = "used-up", gettext_lazy("Used up")
    EXPIRED = "expired", gettext_lazy("Expired")
    VOIDED = "voided", gettext_lazy("Deleted")


def state_of(held: Pass, *, on: date) -> State:
    """The state on that day; of several, the one that cannot be mended comes first."""
    if held.voided_at is not None:
        return State.VOIDED
    if held.ends_on is not None and held.ends_on < on:
        return State.EXPIRED
    if held.left == 0:
        return State.USED_UP
    if held.suspended_at is not None:
        return State.SUSPENDED
    return State.COMING if held.starts_on > on else State.ACTIVE


def why_not(
    held: Pass,
    *,
    on: date,
    location: Location | None = None,
    program: Program | None = None,
    student: Student | None = None,
) -> PassNotGood | None:
    """Why the pass does not pay for this; None when it does. What is not given is not asked."""
    return (
        _by_its_state(held, on)
        or (_by_location(held, location) if location else None)
        or (_by_program(held, program) if program else None)
        or (_by_student(held, student) if student else None)
    )


def _by_its_state(held: Pass, on: date) -> PassNotGood | None:
    if held.voided_at is not None:
        return PassVoided(_("%s was deleted.") % held)
    if held.suspended_at is not None:
        return PassSuspended(_("%s is suspended.") % held)
    if on < held.starts_on:
        words = {"pass": held, "day": date_format(held.starts_on)}
        return PassNotYetValid(_("%(pass)s is good from %(day)s on.") % words, field="on")
    if held.ends_on is not None and on > held.ends_on:
        words = {"pass": held, "day": date_format(held.ends_on)}
        return PassExpired(_("%(pass)s was good until %(day)s.") % words, field="on")
    return used_up(held) if held.left == 0 else None


def used_up(held: Pass) -> PassUsedUp:
    return PassUsedUp(_("%s is used up.") % held)


def _by_location(held: Pass, location: Location) -> PassNotGood | None:
    if held.type.everywhere or held.type.location_id == location.pk:
        return None
    words = {"pass": held, "location": held.type.location}
    return PassForElsewhere(_("%(pass)s is good at %(location)s only.") % words)


def _by_program(held: Pass, program: Program) -> PassNotGood | None:
    programs = {each.pk: each for each in held.type.programs.all()}
    if not programs or program.pk in programs:
        return None
    words = {"pass": held, "program": program}
    return PassForOtherPrograms(_("%(pass)s is not for %(program)s.") % words)


def _by_student(held: Pass, student: Student) -> PassNotGood | None:
    if held.student is not None and held.student_id != student.pk:
        words = {"pass": held, "student": held.student}
        return PassForAnother(_("%(pass)s is for %(student)s only.") % words, field="student")
    if not students_of(held.family).filter(pk=student.pk).exists():
        return PassForAnother(_("%s does not belong to this family.") % student, field="student")
    return None
