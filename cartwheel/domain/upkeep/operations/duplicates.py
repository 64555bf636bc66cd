"""The review list of families that may be one and the same."""

from collections.abc import Sequence
from itertools import combinations

from django.db import transaction
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.people.models import Family
from cartwheel.domain.upkeep.models import DuplicateGroup, NotDuplicates
from cartwheel.kernel.refusals import Refused


@transaction.atomic
def dismiss_duplicates(
    group: DuplicateGroup, *, families: Sequence[Family], by: Actor
) -> DuplicateGroup | None:
    """Remember that these families are not the same; what is left of the group, if anything.

    Said of two of three, the third may still be the same as either of them.
    """
    require_same_account(group, *families)
    if len({family.pk for family in families}) < 2:
        raise Refused(_("Choose at least two families."))
    ordered = sorted(families, key=lambda family: family.pk)
    NotDuplicates.objects.bulk_create(
        (
            NotDuplicates(account=by.account, first=one, second=two, said_by=by.name[:200])
            for one, two in combinations(ordered, 2)
        ),
        ignore_conflicts=True,
    )
    record("duplicates.dismissed", *ordered, by=by)
    members = set(group.members.values_list("family", flat=True))
    if members <= {family.pk for family in families}:
        group.delete()
        return None
    return group
