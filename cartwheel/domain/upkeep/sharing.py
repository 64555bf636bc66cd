"""What becomes of a student's two households when one of them, or the student, changes place."""

from collections.abc import Mapping

from django.db.models import Q

from cartwheel.domain.people.models import HouseholdShare, Student
from cartwheel.domain.upkeep.models import Transfer
from cartwheel.domain.upkeep.rows import remember

TABLE = HouseholdShare._meta.db_table


def join_shares(
    transfer: Transfer, *, families: Mapping[int, int], students: Mapping[int, int]
) -> None:
    """Let the shares be those of the families and students that are left.

    ``families`` and ``students`` say what becomes of which. A household that shared a student
    with the one it becomes part of bears both parts; one that becomes the home household bears
    what the others leave, so its share goes. Called when students are at their new homes.
    """
    rows = HouseholdShare.objects.filter(account_id=transfer.account_id).filter(
        Q(family__in=[*families, *families.values()])
        | Q(student__in=[*students, *students.values()])
    )
    shares = list(rows.order_by("pk"))
    remember(transfer, TABLE, [share.pk for share in shares])
    wanted: dict[tuple[int, int], dict[int, int]] = {}
    for share in shares:
        student = students.get(share.student_id, share.student_id)
        family = families.get(share.family_id, share.family_id)
        parts = wanted.setdefault((student, family), {})
        # Of one household for two records of one child: the same part, said twice.
        parts[share.family_id] = max(parts.get(share.family_id, 0), share.percent)
    homes = dict(Student.objects.filter(pk__in={s for s, _f in wanted}).values_list("pk", "family"))
    HouseholdShare.objects.filter(pk__in=[share.pk for share in shares]).delete()
    HouseholdShare.objects.bulk_create(
        HouseholdShare(
            pk=_first(shares, student, family, students, families),
            account_id=transfer.account_id,
            student_id=student,
            family_id=family,
            percent=min(sum(parts.values()), 100),
            created_at=shares[0].created_at,
        )
        for (student, family), parts in wanted.items()
        if homes[student] != family
    )


def _first(
    shares: list[HouseholdShare],
    student: int,
    family: int,
    students: Mapping[int, int],
    families: Mapping[int, int],
) -> int:
    """The key of the oldest share that goes into this one: it stays that row."""
    return next(
        s.pk
        for s in shares
        if students.get(s.student_id, s.student_id) == student
        and families.get(s.family_id, s.family_id) == family
    )
