"""When two records become one, what was signed for the one counts for the other."""

from collections.abc import Iterable, Mapping

from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.paperwork.models import Cover
from cartwheel.domain.people.models import Family, Student
from cartwheel.kernel.whole import whole


@whole
def carry_covers(
    *, families: Mapping[Family, Family] | None = None, students: Mapping[Student, Student]
) -> list[int]:
    """Let what was signed for each key count for its value, too; the keys of the new covers.

    The signatures stay where they were given. Records no history: the merge does.
    """
    made = []
    for old, new in (families or {}).items():
        require_same_account(old, new)
        made += _carried(Cover.objects.filter(family=old, student=None), family=new)
    for child, twin in students.items():
        require_same_account(child, twin)
        made += _carried(Cover.objects.filter(student=child), student=twin)
    return made


def _carried(
    covers: Iterable[Cover], *, family: Family | None = None, student: Student | None = None
) -> list[int]:
    made = []
    for cover in covers:
        twin, is_new = Cover.objects.get_or_create(
            signature_id=cover.signature_id,
            family_id=family.pk if family else cover.family_id,
            student=student,
            defaults={
                "account_id": cover.account_id,
                "policy_id": cover.policy_id,
                "number": cover.number,
                "signed_on": cover.signed_on,
                "expires_on": cover.expires_on,
                "awaits": cover.awaits,
                "carried": True,
            },
        )
        if is_new:
            made.append(twin.pk)
    return made


@whole
def drop_carried_covers(keys: Iterable[int]) -> None:
    """Undo ``carry_covers``. A cover that was signed for is not deleted: the database refuses."""
    Cover.objects.filter(pk__in=list(keys), carried=True).delete()
