"""The private calendar that a calendar program reads, as iCalendar (RFC 5545)."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.appointments.queries import AHEAD
from cartwheel.domain.calendar.models import Feed
from cartwheel.domain.calendar.queries import KINDS, Entry, entries_between, feed_behind
from cartwheel.ui.public import PublicView, unkept

BEHIND = timedelta(days=30)


class CalendarFeed(PublicView):
    """What a staff member hosts and teaches, or a family has booked, at every location.

    From a month ago to thirteen months ahead. A staff member's names no students: what a calendar
    program is given leaves the house. A family's names its own, by their first names.
    """

    def get(self, request: Any, key: str) -> HttpResponse:
        feed = feed_behind(request.account, key)
        if feed is None:
            if not self.may_guess("feed"):
                return self.slow_down()
            return unkept(HttpResponse(_("There is no such calendar."), status=404))
        return unkept(HttpResponse(self.written(feed), content_type="text/calendar; charset=utf-8"))

    def written(self, feed: Feed) -> bytes:
        now = timezone.now()
        calendar = Calendar()
        calendar.add("prodid", "-//Cartwheel//Calendar//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", f"{self.request.account.name}: {feed}")
        for location in self.request.account.locations.order_by("pk"):
            location.account = self.request.account
            today = timezone.localdate(timezone=location.zone)
            for entry in entries_between(
                location,
                today - BEHIND,
                today + AHEAD,
                kinds=KINDS,
                now=now,
                staff=feed.staff,
                family=feed.family,
            ):
                calendar.add_component(self.event(entry, location, feed))
        written: bytes = calendar.to_ical()
        return written

    def event(self, entry: Entry, location: Location, feed: Feed) -> Event:
        event = Event()
        event.add("uid", f"{entry.kind}-{entry.record_id}@{self.request.account.slug}.cartwheel")
        event.add("dtstamp", timezone.now())
        event.add("dtstart", entry.starts_at)
        event.add("dtend", entry.ends_at)
        event.add("summary", self.title(entry, feed))
        event.add("location", ", ".join(part for part in (entry.room, location.name) if part))
        if entry.told:
            event.add("description", entry.told)
        return event

    def title(self, entry: Entry, feed: Feed) -> str:
        if feed.family is None:
            # The title of a party names the child as a rule.
            return _("Party") if entry.kind == "party" else entry.title
        names = ", ".join(name.split()[0] for name in entry.people)
        return f"{names}: {entry.title}" if names and entry.kind != "party" else entry.title
