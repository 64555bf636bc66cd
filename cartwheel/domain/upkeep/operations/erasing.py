"""Erasing a family when it asks for it: nobody can be told from what is left, the money is true."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.models import Change, Redaction
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.models import Family
from cartwheel.domain.upkeep.erasing import black_changes_since, black_out, remains_of
from cartwheel.domain.upkeep.operations.merging import lock_all
from cartwheel.domain.upkeep.queries.erasing import in_the_way
from cartwheel.domain.upkeep.refusals import CannotErase


@transaction.atomic
def erase_family(family: Family, *, anyway: bool = False, now: datetime, by: Actor) -> Family:
    """Black out everything about the family and those merged into it. It cannot be undone.

    Amounts, days and the history of what happened stay, without names. Raises ``CannotErase``
    while a party is to come or a balance is open, unless ``anyway``.
    """
    [family] = lock_all([family], by)
    if family.merged_into_id is not None:
        raise CannotErase(_("%s is part of another family. Erase that one.") % family)
    reasons = in_the_way(family, now=now)
    if reasons and not anyway:
        raise CannotErase(" ".join(reasons), field="anyway")
    Redaction.objects.create(
        account=by.account,
        reason=f"erase family {family.pk}",
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name[:200],
    )
    found = remains_of(family)
    last = Change.objects.filter(account=by.account).aggregate(last=Max("pk"))["last"] or 0
    black_out(found)
    black_changes_since(found, last)
    family.refresh_from_db()
    record("family.erased", family, by=by)
    transaction.on_commit(partial(_delete_files, found.files))
    return family


def _delete_files(names: Sequence[str]) -> None:
    for name in names:
        default_storage.delete(name)
