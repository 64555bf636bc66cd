"""Open critical notes, wherever the person they are about appears."""

from collections.abc import Callable, Iterable
from typing import Any

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import Family, Note, Student
from cartwheel.domain.people.queries import open_alerts


def alerts_about(family: Family, student: Student | None = None) -> list[Note]:
    """For ``office/families/_alerts.html``: those of the family, and of a guest of honor from
    another one."""
    keys = {family.pk, student.family_id if student else family.pk}
    found = open_alerts(family.account, keys)
    theirs = found.get(family.pk, [])
    known = {note.pk for note in theirs}
    others = found.get(student.family_id, []) if student else []
    return theirs + [n for n in others if n.student_id == student.pk and n.pk not in known]  # type: ignore[union-attr]


def mark_alerts(
    rows: Iterable[Any], account: Account, family_of: Callable[[Any], int] = lambda row: row.pk
) -> None:
    """Attach ``alerts`` to each row of a list, in one query for all of them."""
    rows = list(rows)
    found = open_alerts(account, (family_of(row) for row in rows))
    for row in rows:
        row.alerts = found.get(family_of(row), [])
