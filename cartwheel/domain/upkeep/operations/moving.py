"""A student goes to another family, with what is hers."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.appointments.models import Booking
from cartwheel.domain.ledger.operations import allow_handover
from cartwheel.domain.ledger.queries import rows_of_bundles
from cartwheel.domain.parties.models import Party
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.people.models import Family, Kind, Note, SpecialDate, Student
from cartwheel.domain.people.operations import refresh_search_terms
from cartwheel.domain.upkeep.models import Transfer, TransferSource
from cartwheel.domain.upkeep.operations.merging import lock_all
from cartwheel.domain.upkeep.queries.moving import (
    OpenMoney,
    lessons_to_come,
    open_money,
    parties_to_come,
    passes_held,
)
from cartwheel.domain.upkeep.refusals import CannotMove
from cartwheel.domain.upkeep.rows import move_keys, note_after
from cartwheel.domain.upkeep.sharing import join_shares
from cartwheel.kernel.refusals import ChangedMeanwhile

# Rows that are about a student and name its family as well.
OWN = (Note, SpecialDate)


@transaction.atomic
def move_student(
    student: Student,
    *,
    family: Family,
    charges: Collection[int] = (),
    now: datetime,
    by: Actor,
) -> Transfer:
    """Make ``family`` the home of the student.

    Its notes, dates, waivers, passes, lessons that go on and the parties to come in its honor go
    along; parties that were stay with whom they were held by, lessons that are over with who had
    them, and passes of the family as a whole with the family.
    Open charges stay with the old family, but for ``charges``: keys of ``open_money``, each with
    all that hangs together with it. Raises ``CannotMove``.
    """
    require_same_account(student, family)
    source, target = lock_all([_home_of(student), family], by)
    student = Student.objects.get(pk=student.pk)
    _check(student, source, target)
    transfer = Transfer.objects.create(
        account=by.account,
        kind=Transfer.Kind.STUDENT,
        family=target,
        student=student,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name[:200],
    )
    TransferSource.objects.create(account=by.account, transfer=transfer, family=source)
    parties = parties_to_come(student, now=now)
    lessons = lessons_to_come(student, now=now)
    passes = passes_held(student)
    money = open_money(source, parties, lessons, passes)
    _hand_over(transfer, source, money, set(charges), by)
    _move_rows(transfer, student, parties, lessons, passes)
    join_shares(transfer, families={source.pk: source.pk}, students={student.pk: student.pk})
    note_after(transfer)
    for each in (source, target):
        refresh_search_terms(each)
    names = {"source": str(source), "target": str(target)}
    record("student.moved", student, target, source, by=by, transfer=transfer.pk, **names)
    return transfer


def _home_of(student: Student) -> Family:
    return Family(pk=student.family_id, account_id=student.account_id)


def _check(student: Student, source: Family, target: Family) -> None:
    if student.family_id != source.pk:
        raise ChangedMeanwhile(_("%s belongs to another family now.") % student)
    if source.pk == target.pk:
        raise CannotMove(_("%s lives with this family already.") % student, field="family")
    if student.merged_into_id or source.merged_into_id or target.merged_into_id:
        raise CannotMove(_("%s was merged into another one before.") % target, field="family")
    if source.erased_at is not None:
        raise CannotMove(_("This family was erased: its students stay where they are."))
    if target.archived_at is not None:
        raise CannotMove(_("%s is archived. Restore the family first.") % target, field="family")
    if target.kind == Kind.ORGANIZATION:
        raise CannotMove(_("An organization has no students."), field="family")


def _hand_over(
    transfer: Transfer, source: Family, money: list[OpenMoney], charges: set[int], by: Actor
) -> None:
    """The chosen charges, with what was paid on them."""
    offered = {each.key: each.bundle for each in money}
    if charges - set(offered):
        raise ChangedMeanwhile(_("The ledger was changed after you opened this. Look again."))
    if not charges:
        return
    allow_handover([(source, transfer.family)], reason=f"move {transfer.pk}", by=by)
    rows = rows_of_bundles([offered[key] for key in charges])
    for table, keys in rows.items():
        move_keys(transfer, table, "family_id", keys, transfer.family_id)


def _move_rows(
    transfer: Transfer,
    student: Student,
    parties: list[Party],
    lessons: list[Booking],
    passes: list[Pass],
) -> None:
    source, target = student.family_id, transfer.family_id
    move_keys(transfer, Student._meta.db_table, "family_id", [student.pk], target)
    move_keys(transfer, Party._meta.db_table, "family_id", [p.pk for p in parties], target)
    move_keys(transfer, Booking._meta.db_table, "family_id", [b.pk for b in lessons], target)
    move_keys(transfer, Pass._meta.db_table, "family_id", [p.pk for p in passes], target)
    for model in OWN:
        rows = model.objects.filter(account=transfer.account_id, student=student, family=source)
        keys = list(rows.values_list("pk", flat=True))
        move_keys(transfer, model._meta.db_table, "family_id", keys, target)
