"""Giving somebody a private calendar, and taking it back."""

from datetime import datetime
from typing import Any

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.calendar.models import Feed
from cartwheel.domain.people.models import Family
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.whole import whole

Owner = StaffMember | Family


@whole
def open_feed(owner: Owner, *, by: Actor) -> Feed:
    """Give them a calendar at a new address; whatever address they had before shows nothing more.

    ``owner`` is a staff member, for what she does, or a family, for what it has booked.
    """
    require_same_account(by.account, owner)
    Feed.objects.get_or_create(account=by.account, **_of(owner), defaults={"edition": 0})
    feed = Feed.objects.select_for_update().get(account=by.account, **_of(owner))
    feed.edition += 1
    feed.closed_at = None
    feed.save()
    record("calendar-feed.opened", owner, by=by)
    return feed


@whole
def close_feed(owner: Owner, *, now: datetime, by: Actor) -> None:
    """Their calendar shows nothing more. Nothing happens when they have none."""
    require_same_account(by.account, owner)
    rows = Feed.objects.select_for_update().filter(account=by.account, closed_at=None)
    for feed in rows.filter(**_of(owner)):
        feed.closed_at = now
        feed.save()
        record("calendar-feed.closed", owner, by=by)


def _of(owner: Owner) -> dict[str, Any]:
    return {"family" if isinstance(owner, Family) else "staff": owner}
