"""Which people of several families are one and the same person."""

from collections.abc import Sequence
from dataclasses import dataclass

from cartwheel.domain.people.models import Family, Guardian, Student
from cartwheel.kernel.text import folded

Person = Guardian | Student


@dataclass(frozen=True)
class Pair:
    """``gone`` is the same person as ``kept``: keys of two students, or of two guardians."""

    kept: int
    gone: int


def student_pairs(families: Sequence[Family]) -> list[Pair]:
    """Children of the same first name whose birth dates do not contradict each other."""
    return _pairs([s for f in families for s in f.students.all()], _same_student)


def guardian_pairs(families: Sequence[Family]) -> list[Pair]:
    """Adults of the same name, or of the same first name with an email or phone in common."""
    return _pairs([g for f in families for g in f.guardians.all()], _same_guardian)


def _pairs(people: Sequence, same) -> list[Pair]:  # type: ignore[no-untyped-def]
    """Each person with the first one before her, of another family, who is the same."""
    kept: list[Person] = []
    found = []
    for person in people:
        if getattr(person, "merged_into_id", None):
            continue
        twin = next((k for k in kept if k.family_id != person.family_id and same(k, person)), None)
        if twin is None:
            kept.append(person)
        else:
            found.append(Pair(twin.pk, person.pk))
    return found


def _same_student(one: Student, two: Student) -> bool:
    names = [{folded(s.first_name), folded(s.nickname)} - {""} for s in (one, two)]
    known = one.born_on is None or two.born_on is None or one.born_on == two.born_on
    return known and bool(names[0] & names[1])


def _same_guardian(one: Guardian, two: Guardian) -> bool:
    if folded(one.first_name) != folded(two.first_name):
        return False
    if folded(one.last_name) == folded(two.last_name):
        return True
    return bool(_reached_by(one) & _reached_by(two))


def _reached_by(guardian: Guardian) -> set[str]:
    emails = {email.address for email in guardian.emails.all()}
    return emails | {phone.number for phone in guardian.phones.all()}
