"""What a family still has to sign."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.paperwork.models import Policy, PolicyVersion
from cartwheel.domain.paperwork.queries.asking import EVERY, asked_policies, latest_versions
from cartwheel.domain.paperwork.queries.states import State, covers_of, state_of
from cartwheel.domain.people.models import Family, Student

DONE = (State.VALID, State.VALIDATE)


@dataclass(frozen=True)
class Needed:
    """A text to be signed, and for which students; none when it is about the whole family."""

    version: PolicyVersion
    students: tuple[Student, ...] = ()

    @property
    def policy(self) -> Policy:
        return self.version.policy


def needed_of(
    family: Family | None,
    students: Sequence[Student],
    *,
    day: date,
    location: Location,
    activity: str = "",
    as_of: date | None = None,
) -> list[Needed]:
    """What is shown online, asked at ``location`` and not signed yet, for the family and these.

    ``family`` None: somebody whom nobody knows yet. ``activity`` "": of all activities. ``as_of``
    is a day to come: what does not count any more by then is named, too, unless signing it today
    would not help.
    """
    policies = _shown(location, activity)
    covers: list[Any] = []
    if family is not None and policies:
        keys = [student.pk for student in students if student.pk]
        covers = list(covers_of(location.account, students=keys, families=[family.pk]))
    of_family = [cover for cover in covers if cover.student_id is None]
    found: list[tuple[Policy, tuple[Student, ...]]] = []
    for policy in policies:
        by = as_of if as_of and _reaches(policy, day, as_of) else day
        if policy.about == Policy.About.FAMILY:
            if state_of(policy, of_family, day=by) not in DONE:
                found.append((policy, ()))
        elif lacking := _lacking(policy, students, covers, day, by):
            found.append((policy, lacking))
    versions = latest_versions([policy for policy, _students in found])
    return [Needed(versions[policy.pk], lacking) for policy, lacking in found]


def asks_signer_age(location: Location, activity: str = "") -> bool:
    """Whether anything that is asked there may only be signed from some age on."""
    return any(policy.signer_age_min is not None for policy in _shown(location, activity))


def _shown(location: Location, activity: str) -> list[Policy]:
    found = asked_policies(location.account, activity=activity or EVERY, location=location)
    about = (Policy.About.FAMILY, Policy.About.STUDENT)
    return list(found.filter(shown_online=True, about__in=about).order_by("-required", "pk"))


def _reaches(policy: Policy, day: date, as_of: date) -> bool:
    return policy.validity_days is None or (as_of - day).days < policy.validity_days


def _lacking(
    policy: Policy, students: Iterable[Student], covers: Iterable[Any], day: date, by: date
) -> tuple[Student, ...]:
    def done(student: Student) -> bool:
        mine = [cover for cover in covers if student.pk and cover.student_id == student.pk]
        return state_of(policy, mine, day=by) in DONE

    return tuple(s for s in students if policy.fits_age(s.age_on(day)) and not done(s))
