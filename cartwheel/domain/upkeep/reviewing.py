"""Keeping the review list: what was found, group by group."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import Family
from cartwheel.domain.upkeep.finding import Group, groups_of, titles_of
from cartwheel.domain.upkeep.models import DuplicateGroup, DuplicateMember, DuplicateSearch


@transaction.atomic
def find_duplicates(account: Account, *, now: datetime) -> int:
    """Look at every family anew; how many groups there are. A group that is still there stays."""
    groups = {group.key: group for group in groups_of(account)}
    there = DuplicateGroup.objects.filter(account=account)
    there.exclude(families_key__in=groups).delete()
    known = dict(there.values_list("families_key", "pk"))
    _keep(account, [g for key, g in groups.items() if key not in known], now)
    DuplicateSearch.objects.update_or_create(
        account=account, defaults={"finished_at": now, "found": len(groups)}
    )
    return len(groups)


def _keep(account: Account, groups: Sequence[Group], now: datetime) -> None:
    keys = {key for group in groups for key in group.families}
    names = dict(Family.objects.filter(pk__in=keys).values_list("pk", "name"))
    titles = titles_of(names, groups)
    rows = DuplicateGroup.objects.bulk_create(
        DuplicateGroup(
            account=account,
            families_key=group.key,
            title=titles[group.key],
            size=len(group.families),
            reasons=sorted(group.reasons),
            found_at=now,
        )
        for group in groups
    )
    DuplicateMember.objects.bulk_create(
        DuplicateMember(account=account, group=row, family_id=key)
        for row, group in zip(rows, groups, strict=True)
        for key in sorted(group.families)
    )
