"""Open critical notes, wherever the person they are about appears."""

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
