"""Letting money follow people to another family."""

from collections.abc import Iterable

from django.db import connection

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.ledger.models import Handover
from cartwheel.domain.ledger.operations.common import signed
from cartwheel.domain.people.models import Family

SAME_FAMILY = (
    "charge_entry",
    "payment_entry",
    "refund_entry",
    "refund_payment",
    "allocation_entry",
    "allocation_payment",
    "allocation_charge",
    "posting_entry",
)
DEFERRED = ", ".join(f"ledger_{name}_same_family" for name in SAME_FAMILY)


def allow_handover(
    pairs: Iterable[tuple[Family, Family]], *, reason: str, by: Actor
) -> list[Handover]:
    """Until this transaction ends, money of each first family may become money of the second.

    The caller has locked the families and moves whole bundles (see ``queries.bundles_of``): that
    rows of one movement are of one family is checked when the transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"set constraints {DEFERRED} deferred")
    return Handover.objects.bulk_create(
        Handover(
            account=by.account, source=source, target=target, reason=reason[:250], **signed(by)
        )
        for source, target in pairs
    )
