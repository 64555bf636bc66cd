"""Selling passes."""

import uuid
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import next_number, require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.ledger.models import Charge
from cartwheel.domain.ledger.operations import post_charge, sell
from cartwheel.domain.passes.models import Pass, PassType
from cartwheel.domain.passes.operations.types import MOST
from cartwheel.domain.passes.queries import line_of
from cartwheel.domain.passes.refusals import PassForAnother, PassNotSold
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.operations import lock_family
from cartwheel.domain.people.queries import students_of
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.whole import whole


@whole
def sell_pass(
    type: PassType,
    *,
    family: Family,
    student: Student | None = None,
    uses: int | None = None,
    starts_on: date | None = None,
    kind: str = "",
    reference: str = "",
    request_key: uuid.UUID,
    on: date,
    now: datetime,
    by: Actor,
) -> Pass:
    """Give ``family`` a pass (or its ``student``, where the type asks for one) and charge it.

    ``uses`` counts where each use has its price; otherwise the pass has those of its type. It is
    good from ``starts_on``, the day ``on`` which it is sold by default, but not before its type.
    With a ``kind`` of payment the whole charge is paid at once, else it stays on the ledger; a pass
    without a price is charged nothing. With a ``request_key`` that was used before, the earlier
    pass comes back and nothing is written.

    The type is locked, so that no more are sold than there may be. Raises ``PassNotSold``,
    ``PassForAnother``, ``FamilyMerged``, ``FamilyErased``, and what the ledger raises.
    """
    require_same_account(type, family, student)
    type = _on_offer(type)
    if earlier := Pass.objects.filter(account=by.account, request_key=request_key).first():
        return earlier
    _check_for_sale(type)
    lock_family(family)  # it may be merged or erased right now
    _check_holder(type, family, student)
    held = Pass(
        account=by.account,
        type=type,
        family=family,
        student=student,
        uses=_uses_of(type, uses),
        request_key=request_key,
        sold_at=now,
        sold_by=by.name[:200],
    )
    _set_days(held, starts_on or on, on)
    held.charge = _charge(held, kind, reference, on, by)
    held.number = next_number(by.account, "pass")
    held.save(force_insert=True)
    about = [held, *filter(None, (student, family))]
    record("pass.sold", *about, by=by, title=type.title, uses=held.uses)
    return held


def _on_offer(type: PassType) -> PassType:
    rows = PassType.objects.select_related("location", "program", "category", "tax_rate")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=type.pk)


def _check_for_sale(type: PassType) -> None:
    if type.archived_at is not None or not type.is_for_sale:
        raise PassNotSold(_("%s is not for sale.") % type, field="type")
    if type.max_sold is not None and type.passes.standing().count() >= type.max_sold:
        words = {"type": type, "most": type.max_sold}
        text = _("All %(most)d of %(type)s are sold.")
        raise PassNotSold(text % words, field="type")


def _check_holder(type: PassType, family: Family, student: Student | None) -> None:
    if type.is_for_student and student is None:
        raise PassForAnother(_("Choose the student whom the pass is for."), field="student")
    if not type.is_for_student and student is not None:
        text = _("%s is for the family as a whole.")
        raise PassForAnother(text % type, field="student")
    if student and not students_of(family).filter(pk=student.pk).exists():
        raise PassForAnother(_("%s does not belong to this family.") % student, field="student")


def _uses_of(type: PassType, asked: int | None) -> int | None:
    uses = asked if type.is_per_use and asked is not None else type.uses
    if uses is not None and not 1 <= uses <= MOST:
        raise Refused(_("Enter a number from 1 to %d.") % MOST, field="uses")
    return uses


def _set_days(held: Pass, first: date, today: date) -> None:
    type = held.type
    held.starts_on = max(first, type.starts_on or first)
    held.ends_on = type.ends_on
    if type.valid_days is not None:
        held.ends_on = held.starts_on + timedelta(days=type.valid_days - 1)
    if held.ends_on is not None and held.ends_on < max(held.starts_on, today):
        text = _("It would be good until %s only.")
        raise PassNotSold(text % date_format(held.ends_on), field="starts_on")


def _charge(held: Pass, kind: str, reference: str, on: date, by: Actor) -> Charge | None:
    line = line_of(held.type, uses=held.uses, family=held.family, student=held.student, on=on)
    if not line.amount:
        return None
    where = held.type.location
    if not kind:
        return post_charge(
            held.family, location=where, lines=[line], charged_on=on, due_on=on, by=by
        )
    charge, _payment = sell(
        held.family,
        location=where,
        lines=[line],
        due_on=on,
        kind=kind,
        amount=line.priced().total,
        reference=reference,
        on=on,
        by=by,
    )
    return charge
