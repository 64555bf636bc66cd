"""Whether waivers are signed, for one child or for a hundred thousand.

The state of a policy for somebody on a day is

* Valid: signed in a version that suffices, not expired, not voided, confirmed where it must be;
* Validate: the same, but staff have not confirmed it yet;
* Expired: signed once, but the day has passed or the version does not suffice any more;
* None: never signed, or only signatures that were voided.

The rule is written twice, as a condition that the database evaluates (lists, filters) and over
covers read at once (rosters, the family's page); a test holds the two together.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Account, Location
from cartwheel.domain.paperwork.models import Confirmation, Cover, Policy, Voiding
from cartwheel.domain.paperwork.queries.asking import asked_policies, of_age
from cartwheel.domain.people.models import Family, Student


class State(TextChoices):
    """What stands in the lists."""

    NONE = "none", _("None")
    EXPIRED = "expired", _("Expired")
    VALIDATE = "validate", _("Validate")
    VALID = "valid", _("Valid")

    @property
    def tone(self) -> str:
        """Green (good), red (danger), or in between while staff have not looked yet."""
        return TONES[self]


SEVEREST = (State.NONE, State.EXPIRED, State.VALIDATE, State.VALID)
TONES = {
    State.NONE: "danger",
    State.EXPIRED: "danger",
    State.VALIDATE: "warn",
    State.VALID: "good",
}


@dataclass(frozen=True)
class Mark:
    """What a roster shows beside a child: the least good state of all that is required."""

    state: State
    policies: tuple[tuple[Policy, State], ...]

    @property
    def valid(self) -> bool:
        return self.state == State.VALID

    @property
    def tone(self) -> str:
        return self.state.tone

    @property
    def label(self) -> str:
        return str(self.state.label)

    @property
    def missing(self) -> list[str]:
        """The names of what is not valid."""
        return [str(policy) for policy, state in self.policies if state != State.VALID]


# As conditions


def voided(account: Account | int) -> Exists:
    """Of covers: whether their signature was voided."""
    return Exists(Voiding.objects.filter(account=account, signature=OuterRef("signature")))


def replaced(account: Account | int) -> Exists:
    """Of covers: whether a later signature stands, of the same policy for the same one."""
    later = Cover.objects.filter(
        ~voided(account), account=account, policy=OuterRef("policy"), pk__gt=OuterRef("pk")
    )
    of_family = Q(student=None, family=OuterRef("family"))
    return Exists(later.filter(Q(student=OuterRef("student")) | of_family))


def _unvoided(policy: Policy, whose: dict[str, Any]) -> QuerySet[Cover]:
    covers = Cover.objects.filter(account=policy.account_id, policy=policy, **whose)
    return covers.filter(~voided(policy.account_id))


def _counting(policy: Policy, day: date, whose: dict[str, Any]) -> QuerySet[Cover]:
    covers = _unvoided(policy, whose).filter(number__gte=policy.needed_number)
    return covers.filter(Q(expires_on=None) | Q(expires_on__gte=day))


def _confirmed(policy: Policy) -> Q:
    said = Confirmation.objects.filter(account=policy.account_id, signature=OuterRef("signature"))
    return Q(awaits=False) | Q(Exists(said))


def in_state(policy: Policy, state: str, *, day: date, whose: dict[str, Any]) -> Q:
    """Those rows of whom the policy is in ``state``; ``whose`` ties a cover to the row."""
    counting = _counting(policy, day, whose)
    if state == State.VALID:
        return Q(Exists(counting.filter(_confirmed(policy))))
    valid = Exists(counting.filter(_confirmed(policy)))
    if state == State.VALIDATE:
        return ~Q(valid) & Q(Exists(counting))
    signed = Exists(_unvoided(policy, whose))
    if state == State.EXPIRED:
        return ~Q(Exists(counting)) & Q(signed)
    return ~Q(signed)


OF_STUDENT = {"student": OuterRef("pk")}
OF_ITS_FAMILY = {"family": OuterRef("family"), "student": None}
OF_FAMILY = {"family": OuterRef("pk"), "student": None}


def student_condition(
    account: Account,
    state: str,
    *,
    day: date,
    activity: str = "",
    location: Location | None = None,
) -> Q:
    """The students of whom something required is in ``state``; Valid: all that is required.

    For ``Student.objects.filter``; costs one small statement at once, for the policies.
    """
    parts = []
    for policy in _required(account, activity, location):
        whose = OF_STUDENT if policy.about == Policy.About.STUDENT else OF_ITS_FAMILY
        asked = of_age(policy, day) if policy.about == Policy.About.STUDENT else Q()
        found = in_state(policy, state, day=day, whose=whose)
        parts.append(~asked | found if state == State.VALID and asked else asked & found)
    return _joined(parts, state)


def family_condition(
    account: Account,
    state: str,
    *,
    day: date,
    activity: str = "",
    location: Location | None = None,
) -> Q:
    """The families of whom, or of one of whose students, something required is in ``state``.

    Valid: all that is required of the family and of each of its students.
    """
    students = Student.objects.filter(account=account, family=OuterRef("pk"), archived_at=None)
    policies = _required(account, activity, location)
    parts = [
        in_state(policy, state, day=day, whose=OF_FAMILY)
        for policy in policies
        if policy.about == Policy.About.FAMILY
    ]
    for policy in policies:
        if policy.about != Policy.About.STUDENT:
            continue
        asked = students.filter(of_age(policy, day))
        if state == State.VALID:
            valid = in_state(policy, state, day=day, whose=OF_STUDENT)
            parts.append(~Q(Exists(asked.filter(~valid))))
        else:
            parts.append(
                Q(Exists(asked.filter(in_state(policy, state, day=day, whose=OF_STUDENT))))
            )
    return _joined(parts, state)


def _joined(parts: Sequence[Q], state: str) -> Q:
    if not parts:
        return Q(pk__in=[])
    return reduce(and_ if state == State.VALID else or_, parts)


def _required(account: Account, activity: str, location: Location | None) -> list[Policy]:
    return list(_asked(account, activity, location))


def _asked(account: Account, activity: str, location: Location | None) -> QuerySet[Policy]:
    found = asked_policies(account, activity=activity, location=location)
    return found.filter(required=True).exclude(about=Policy.About.TRANSACTION)


# Over covers read at once


def state_of(policy: Policy, covers: Iterable[Any], *, day: date) -> State:
    """The same rule over covers read by ``covers_of``."""
    living = [c for c in covers if c.policy_id == policy.pk and not c.voided]
    counting = [
        c
        for c in living
        if c.number >= policy.needed_number and (c.expires_on is None or c.expires_on >= day)
    ]
    if any(c.confirmed or not c.awaits for c in counting):
        return State.VALID
    if counting:
        return State.VALIDATE
    return State.EXPIRED if living else State.NONE


def covers_of(account: Account, *, students: Iterable[int], families: Iterable[int]) -> QuerySet:
    """Covers of these students and of these families as a whole, each knowing what became of it."""
    theirs = Q(student__in=list(students)) | Q(family__in=list(families), student=None)
    mine = {"account": account, "signature": OuterRef("signature")}
    return Cover.objects.filter(theirs, account=account).annotate(
        voided=voided(account),
        confirmed=Exists(Confirmation.objects.filter(**mine)),
    )


def waiver_marks(
    students: Sequence[Student],
    *,
    account: Account,
    day: date,
    activity: str = "",
    location: Location | None = None,
) -> dict[int, Mark]:
    """By the student's key, the green or red mark; nothing for those of whom nothing is required.

    One statement, whatever the number of students.
    """
    if not students:
        return {}
    families = {student.family_id for student in students}
    asked = _asked(account, activity, location)
    policies, covers = _read(asked, account, [s.pk for s in students], families)
    marks = {student.pk: _mark(student, policies, covers, day) for student in students}
    return {key: mark for key, mark in marks.items() if mark.policies}


def family_marks(
    families: Sequence[Family],
    *,
    account: Account,
    day: date,
    activity: str = "",
    location: Location | None = None,
) -> dict[int, Mark]:
    """By the family's key, the mark of the family and all its students together."""
    if not families:
        return {}
    keys = [family.pk for family in families]
    students = list(Student.objects.filter(account=account, family__in=keys, archived_at=None))
    asked = _asked(account, activity, location)
    policies, covers = _read(asked, account, [s.pk for s in students], keys)
    found: dict[int, list[tuple[Policy, State]]] = {
        key: [
            (policy, state_of(policy, covers[key, None], day=day))
            for policy in policies
            if policy.about == Policy.About.FAMILY
        ]
        for key in keys
    }
    of_students = [policy for policy in policies if policy.about == Policy.About.STUDENT]
    for student in students:
        found[student.family_id] += _mark(student, of_students, covers, day).policies
    return {key: _marked(states) for key, states in found.items() if states}


class Signed(NamedTuple):
    """What ``state_of`` asks of a cover."""

    policy_id: int
    number: int
    expires_on: date | None
    awaits: bool
    voided: bool
    confirmed: bool


ByWhom = dict[tuple[int | None, int | None], list[Signed]]


def _read(
    policies: QuerySet[Policy], account: Account, students: Iterable[int], families: Iterable[int]
) -> tuple[list[Policy], ByWhom]:
    """The policies and, by family or student, what was signed of them: in one statement."""
    facts = ("student_id", "family_id", "number", "expires_on", "awaits", "voided", "confirmed")
    covers = covers_of(account, students=students, families=families)
    covers = (
        covers.filter(policy=OuterRef("pk"))
        .order_by()
        .values(all=JSONObject(**{f: f for f in facts}))
    )
    rows: list[Any] = list(policies.annotate(signed=ArraySubquery(covers)))
    found: ByWhom = defaultdict(list)
    for policy in rows:
        for each in policy.signed:
            student, family, number, until, *said = (each[fact] for fact in facts)
            whom = (None, student) if student else (family, None)
            day = date.fromisoformat(until) if until else None
            found[whom].append(Signed(policy.pk, number, day, *said))
    return rows, found


def _mark(student: Student, policies: Sequence[Policy], covers: Any, day: date) -> Mark:
    age = student.age_on(day)
    states = []
    for policy in policies:
        if policy.about == Policy.About.FAMILY:
            states.append((policy, state_of(policy, covers[student.family_id, None], day=day)))
        elif policy.fits_age(age):
            states.append((policy, state_of(policy, covers[None, student.pk], day=day)))
    return _marked(states)


def _marked(states: Sequence[tuple[Policy, State]]) -> Mark:
    worst = min((state for _policy, state in states), key=SEVEREST.index, default=State.VALID)
    return Mark(worst, tuple(states))


# Photos


def may_show_photo(student: Student, *, day: date) -> bool:
    """Whether the photo policy lets this student's picture be taken, kept and shown."""
    return student.pk in photos_allowed([student], day=day)


def photos_allowed(students: Sequence[Student], *, day: date) -> set[int]:
    """The keys of those whose pictures may be shown: all while no photo waiver is active, then
    only those for whom one is valid."""
    keys = {student.pk for student in students}
    if not students:
        return keys
    account_id = students[0].account_id
    photo = Policy.objects.filter(account=account_id, kind=Policy.Kind.PHOTO, active=True).first()
    if photo is None:
        return keys
    valid = in_state(photo, State.VALID, day=day, whose=OF_STUDENT)
    found = Student.objects.filter(valid, account=account_id, pk__in=keys)
    return set(found.values_list("pk", flat=True))
