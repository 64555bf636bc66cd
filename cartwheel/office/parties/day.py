"""A day at the location: stations side by side, time downward."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from cartwheel.domain.parties import permissions
from cartwheel.domain.parties.queries import station_day
from cartwheel.office.views import OfficeView

QUARTER = timedelta(minutes=15)
FIRST_ROW = 2  # row 1 holds the station's name


@dataclass(frozen=True)
class Block:
    """What stands in a lane, from row ``start`` to row ``end`` of quarter hours."""

    start: int
    end: int
    kind: str
    title: str
    detail: str
    starts_at: datetime
    ends_at: datetime
    url: str = ""
    tone: str = ""


class Day(OfficeView):
    permission = permissions.VIEW

    def get(self, request: Any) -> HttpResponse:
        on = self._asked() or timezone.localdate()
        board = station_day(request.location, on, now=timezone.now())
        first, last = self._hours(board, on)
        may_book = request.actor.can(permissions.BOOK)
        lanes = [
            (lane.station, [b for e in lane.entries if (b := self._block(e, lane, first, may_book))])
            for lane in board
        ]
        return self.render(
            "office/parties/day.html",
            on=on,
            earlier=on - timedelta(days=1),
            later=on + timedelta(days=1),
            today=timezone.localdate(),
            lanes=lanes,
            hours=self._labels(first, last),
            may_book=may_book,
        )

    def _asked(self) -> date | None:
        try:
            return parse_date(self.request.GET.get("on", ""))
        except ValueError:
            return None

    def _hours(self, board: Any, on: date) -> tuple[datetime, datetime]:
        """From the first to the last full hour that anything stands in; at least 9 to 18."""
        zone = self.request.location.zone
        starts = [e.starts_at for lane in board for e in lane.entries]
        ends = [e.ends_at for lane in board for e in lane.entries]
        nine, six = (datetime(on.year, on.month, on.day, h, tzinfo=zone) for h in (9, 18))
        midnight = datetime(on.year, on.month, on.day, tzinfo=zone)
        first = max(min([nine, *starts]), midnight).astimezone(zone)
        last = min(max([six, *ends]), midnight + timedelta(hours=24)).astimezone(zone)
        return first.replace(minute=0, second=0), last

    def _labels(self, first: datetime, last: datetime) -> list[tuple[int, datetime]]:
        count = int((last - first) / timedelta(hours=1)) + 1
        return [(FIRST_ROW + 4 * n, first + timedelta(hours=n)) for n in range(count)]

    def _row(self, at: datetime, first: datetime) -> int:
        return FIRST_ROW + max(0, round((at - first) / QUARTER))

    def _block(self, entry: Any, lane: Any, first: datetime, may_book: bool) -> Block | None:
        start, end = self._row(entry.starts_at, first), self._row(entry.ends_at, first)
        if end <= start:
            return None
        url = ""
        if entry.kind == "party":
            url = self.to("party", entry.party.pk)
        elif entry.kind == "open" and may_book:
            query = f"station={lane.station.pk}&on={entry.on.isoformat()}&time_slot={entry.time_slot.pk}"
            url = f"{self.to('new-party')}?{query}"
        tones = {"party": "teal", "quote": "info", "closed": "danger", "taken": "warn"}
        title = entry.title or _("Open")
        return Block(
            start,
            end,
            entry.kind,
            title,
            entry.detail,
            entry.starts_at,
            entry.ends_at,
            url,
            tones.get(entry.kind, ""),
        )
