"""Giving somebody a private calendar, and taking it back."""

from datetime import datetime

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.calendar.models import Feed
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.whole import whole


@whole
def open_feed(staff: StaffMember, *, by: Actor) -> Feed:
    """Give her a calendar at a new address; whatever address she had before shows nothing more."""
    require_same_account(by.account, staff)
    Feed.objects.get_or_create(account=by.account, staff=staff, defaults={"edition": 0})
    feed = Feed.objects.select_for_update().get(account=by.account, staff=staff)
    feed.edition += 1
    feed.closed_at = None
    feed.save()
    record("calendar-feed.opened", staff, by=by)
    return feed


@whole
def close_feed(staff: StaffMember, *, now: datetime, by: Actor) -> None:
    """Her calendar shows nothing more. Nothing happens when she has none."""
    require_same_account(by.account, staff)
    for feed in Feed.objects.select_for_update().filter(
        account=by.account, staff=staff, closed_at=None
    ):
        feed.closed_at = now
        feed.save()
        record("calendar-feed.closed", staff, by=by)
