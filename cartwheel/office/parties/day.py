"""A day at the location: stations side by side, time downward."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.parties import permissions
from cartwheel.domain.parties.queries import DayEntry, StationDay, station_day
from cartwheel.kernel.periods import instant, read_day
from cartwheel.office.parties.ways import ways
from cartwheel.office.views import OfficeView

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
TONES = {"party": "teal", "quote": "info", "taken": "warn", "closed": "", "open": ""}
FIRST_ROW = 2  # row 1 holds the station's name


@dataclass(frozen=True)
class Block:
    """What stands in a lane, from row ``start`` to row ``end`` of quarter hours."""

    title: str
    detail: str
    starts_at: datetime
    ends_at: datetime
    url: str = ""
    kind: str = ""
    tone: str = ""
    start: int = 0
    end: int = 0


class Day(OfficeView):
    permission = permissions.VIEW

    def get(self, request: Any) -> HttpResponse:
        on = self._asked() or timezone.localdate()
        board = station_day(request.location, on, now=timezone.now())
        first, last = self._hours(board, on)
        may_book = request.actor.can(permissions.BOOK)
        lanes = [(lane.station, list(self._blocks(lane, first, last, may_book))) for lane in board]
        return self.render(
            "office/parties/day.html",
            on=on,
            earlier=on - timedelta(days=1),
            later=on + timedelta(days=1),
            today=timezone.localdate(),
            lanes=lanes,
            ways=ways(self, "party-day", date_from=on.isoformat(), date_to=on.isoformat()),
            hours=self._labels(first, last),
            may_book=may_book,
        )

    def _asked(self) -> date | None:
        return read_day(self.request.GET.get("on", ""))

    def _hours(self, board: list[StationDay], on: date) -> tuple[datetime, datetime]:
        """From the first to the last full hour that anything stands in; at least 9 to 18."""
        zone = self.request.location.zone
        midnight, nine, six = (instant(on, time(hour), zone) for hour in (0, 9, 18))
        shown = [each for lane in board for each in lane.entries]
        first = max(min([nine, *(each.starts_at for each in shown)]), midnight).astimezone(zone)
        next_day = instant(on + timedelta(days=1), time(0), zone)  # 23 to 25 hours later
        last = min(max([six, *(each.ends_at for each in shown)]), next_day)
        return first.replace(minute=0, second=0).astimezone(UTC), last

    def _labels(self, first: datetime, last: datetime) -> list[tuple[int, datetime]]:
        count = ceil((last - first) / HOUR) + 1
        return [(FIRST_ROW + 4 * n, first + n * HOUR) for n in range(count)]

    def _blocks(
        self, lane: StationDay, first: datetime, last: datetime, may_book: bool
    ) -> Iterator[Block]:
        """The lane from top to bottom, cut to the hours that are shown."""
        for entry in lane.entries:
            start, end = max(entry.starts_at, first), min(entry.ends_at, last)
            if start < end:
                yield Block(
                    title=entry.title or _("Open"),
                    detail=entry.detail,
                    starts_at=entry.starts_at,
                    ends_at=entry.ends_at,
                    url=self._url(lane, entry, may_book),
                    kind=entry.kind,
                    tone=TONES[entry.kind],
                    start=row_of(start, first),
                    end=row_of(end, first),
                )

    def _url(self, lane: StationDay, entry: DayEntry, may_book: bool) -> str:
        if entry.party is not None:
            return self.to("party", entry.party.pk)
        if entry.kind == "open" and entry.time_slot is not None and may_book:
            query = {"station": lane.station.pk, "on": entry.on, "time_slot": entry.time_slot.pk}
            return f"{self.to('new-party')}?{urlencode(query)}"
        return ""


def row_of(at: datetime, first: datetime) -> int:
    return FIRST_ROW + max(0, round((at - first) / QUARTER))
