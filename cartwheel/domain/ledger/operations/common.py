"""What every operation of the ledger begins with."""

from collections.abc import Iterable
from typing import TypedDict, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.ledger.models import Charge, Payment, Refund
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations import require_whole
from cartwheel.kernel.refusals import Refused

Row = TypeVar("Row", Charge, Payment, Refund)


class Signature(TypedDict):
    """Who wrote a row, by name: the ledger outlives the people who write it."""

    actor_kind: str
    actor_id: int | None
    actor_name: str


def signed(by: Actor) -> Signature:
    return {"actor_kind": by.kind, "actor_id": by.id, "actor_name": by.name[:200]}


def sent_before(rows: QuerySet[Row], request_key: str | None, **about: int) -> Row | None:
    """The row that this form wrote when it was sent before; None when it was not.

    Refused when that was ``about`` something else: a form is not carried from family to family.
    """
    earlier = rows.filter(request_key=request_key).first() if request_key else None
    if earlier and any(getattr(earlier, name) != key for name, key in about.items()):
        raise Refused(_("This form was sent before, about something else. Open it anew."))
    return earlier


def lock_family(family_id: int) -> None:
    """Let nobody else move this family's money until the transaction ends.

    Raises ``FamilyMerged`` when it has become part of another one meanwhile.
    """
    lock_families([family_id])


def lock_families(family_ids: Iterable[int]) -> None:
    """The same for several, in the order of their keys, so that nobody waits in a circle."""
    rows = Family.objects.filter(pk__in=family_ids).order_by("pk")
    locked = rows.select_for_update(no_key=True).values_list("name", "merged_into")
    for name, merged_into in locked:
        require_whole(name, merged_into)
