"""How a family stands with each policy: for the whole family, and child by child."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.paperwork.models import Policy, Signature
from cartwheel.domain.paperwork.queries import State, covers_of, state_of
from cartwheel.domain.people.models import Family, Student


@dataclass(frozen=True)
class Row:
    """One policy for one person, and the signature that says so; None where another household
    has signed, or nobody."""

    policy: Policy
    state: State
    signature: Signature | None
    elsewhere: bool

    @property
    def tone(self) -> str:
        return self.state.tone if self.policy.required or self.signature else ""

    @property
    def label(self) -> str:
        return str(self.state.label)


def standing(
    family: Family, students: Sequence[Student], account: Account, day: date
) -> list[tuple[Any, list[Row]]]:
    """For the family and each of ``students``, the active policies; two statements."""
    policies = list(Policy.objects.filter(account=account, active=True))
    covers = list(
        covers_of(
            account, students=[student.pk for student in students], families=[family.pk]
        ).select_related("signature__version")
    )
    agreed = {cover.policy_id for cover in covers if cover.student_id is None}
    groups: list[tuple[Any, list[Row]]] = [
        (
            None,
            [
                _row(policy, [c for c in covers if c.student_id is None], family, day)
                for policy in policies
                if policy.about == Policy.About.FAMILY or policy.pk in agreed
            ],
        )
    ]
    for student in students:
        mine = [cover for cover in covers if cover.student_id == student.pk]
        age = student.age_on(day)
        groups.append(
            (
                student,
                [
                    _row(policy, mine, family, day)
                    for policy in policies
                    if policy.about == Policy.About.STUDENT and policy.fits_age(age)
                ],
            )
        )
    return [(whom, rows) for whom, rows in groups if rows]


def _row(policy: Policy, covers: Sequence[Any], family: Family, day: date) -> Row:
    mine = [cover for cover in covers if cover.policy_id == policy.pk and not cover.voided]
    newest = max(mine, key=lambda cover: cover.pk, default=None)
    ours = newest is not None and newest.signature.family_id == family.pk
    return Row(
        policy,
        state_of(policy, mine, day=day),
        newest.signature if newest is not None and ours else None,
        elsewhere=newest is not None and not ours,
    )
