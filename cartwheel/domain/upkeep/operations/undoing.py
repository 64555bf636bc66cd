"""Taking a merge or a move back: exactly as it was before, but for what came since."""

from datetime import datetime

from django.db import transaction

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.ledger.operations import allow_handover
from cartwheel.domain.ledger.queries import rows_of_bundles
from cartwheel.domain.paperwork.operations import drop_carried_covers
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations import refresh_search_terms
from cartwheel.domain.upkeep.models import Transfer
from cartwheel.domain.upkeep.operations.merging import lock_all
from cartwheel.domain.upkeep.queries.undoing import undoing
from cartwheel.domain.upkeep.refusals import CannotUndo
from cartwheel.domain.upkeep.rows import put_elsewhere, restore_altered, restore_references


@transaction.atomic
def undo_transfer(transfer: Transfer, *, now: datetime, by: Actor) -> Transfer:
    """Put everybody and everything back where it was before the transfer.

    What came since stays with the family it came to; charges and payments that hang on something
    that goes back go along with it. Raises ``CannotUndo`` with every reason there is.
    """
    sources = [s.family for s in transfer.sources.select_related("family")]
    lock_all([transfer.family, *sources], by)
    transfer = (
        Transfer.objects.select_for_update(of=("self",))
        .select_related("family", "student")
        .get(account=by.account, pk=transfer.pk)
    )
    plan = undoing(transfer, now=now)
    if plan.reasons:
        raise CannotUndo(" ".join(plan.reasons))
    reason = f"undo {transfer.pk}"
    allow_handover([(transfer.family, source) for source in sources], reason=reason, by=by)
    drop_carried_covers(transfer.told.get("covers", ()))
    restore_references(transfer)
    restore_altered(transfer)
    for home, bundle in plan.going:
        for table, keys in rows_of_bundles([bundle]).items():
            put_elsewhere(by.account.pk, table, "family_id", keys, home)
    transfer.undone_at, transfer.undone_by = now, by.name[:200]
    transfer.save(update_fields=["undone_at", "undone_by"])
    for family in Family.objects.filter(pk__in=[transfer.family_id, *(s.pk for s in sources)]):
        refresh_search_terms(family)
    _tell(transfer, sources, by)
    return transfer


def _tell(transfer: Transfer, sources: list[Family], by: Actor) -> None:
    about = {"transfer": transfer.pk}
    if transfer.student is None:
        record("family.merge_undone", transfer.family, *sources, by=by, **about)
        return
    names = {"source": str(sources[0]), "target": str(transfer.family)}
    record(
        "student.move_undone", transfer.student, transfer.family, *sources, by=by, **about, **names
    )
