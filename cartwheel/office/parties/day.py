"""A day at the location: stations side by side, time downward."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from cartwheel.domain.parties import permissions
from cartwheel.domain.parties.queries import Blocked, Booked, OpenSlot, StationDay, station_day
from cartwheel.kernel.periods import instant
from cartwheel.office.views import OfficeView

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
FIRST_ROW = 2  # row 1 holds the station's name


@dataclass(frozen=True)
class Block:
    """What stands in a lane, from row ``start`` to row ``end`` of quarter hours."""

    title: str
    detail: str
    starts_at: datetime
    ends_at: datetime
    url: str = ""
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
            hours=self._labels(first, last),
            may_book=may_book,
        )

    def _asked(self) -> date | None:
        try:
            return parse_date(self.request.GET.get("on", ""))
        except ValueError:
            return None

    def _hours(self, board: list[StationDay], on: date) -> tuple[datetime, datetime]:
        """From the first to the last full hour that anything stands in; at least 9 to 18."""
        zone = self.request.location.zone
        midnight, nine, six = (instant(on, time(hour), zone) for hour in (0, 9, 18))
        shown = [each for lane in board for each in (*lane.booked, *lane.slots)]
        first = max(min([nine, *(each.starts_at for each in shown)]), midnight).astimezone(zone)
        last = min(max([six, *(each.ends_at for each in shown)]), midnight + timedelta(days=1))
        return first.replace(minute=0, second=0), last

    def _labels(self, first: datetime, last: datetime) -> list[tuple[int, datetime]]:
        count = ceil((last - first) / HOUR) + 1
        return [(FIRST_ROW + 4 * n, first + n * HOUR) for n in range(count)]

    def _blocks(
        self, lane: StationDay, first: datetime, last: datetime, may_book: bool
    ) -> Iterator[Block]:
        """The lane from top to bottom; an open slot that something reaches into is left out."""
        entries = [self._booked(each) for each in lane.booked]
        entries += [b for each in lane.slots if (b := self._slot(lane, each, may_book))]
        for entry in sorted(entries, key=lambda each: each.starts_at):
            start, end = max(entry.starts_at, first), min(entry.ends_at, last)
            if start < end:
                yield replace(entry, start=row_of(start, first), end=row_of(end, first))

    def _booked(self, each: Booked) -> Block:
        party = each.party
        url = self.to("party", party.pk) if party else ""
        detail = _("%(family)s, %(guests)d guests") % {
            "family": party.family,
            "guests": party.guests,
        } if party else ""
        tone = "info" if each.is_quote else "teal" if party else "warn"
        return Block(each.label, detail, each.starts_at, each.ends_at, url, tone)

    def _slot(self, lane: StationDay, slot: OpenSlot | Blocked, may_book: bool) -> Block | None:
        if isinstance(slot, Blocked):
            if slot.kind in ("taken", "held", "past"):
                return None
            return Block(slot.reason, "", slot.starts_at, slot.ends_at, "", "danger")
        query = f"station={lane.station.pk}&on={slot.on.isoformat()}&time_slot={slot.time_slot.pk}"
        url = f"{self.to('new-party')}?{query}" if may_book else ""
        return Block(_("Open"), "", slot.starts_at, slot.ends_at, url, "")


def row_of(at: datetime, first: datetime) -> int:
    return FIRST_ROW + max(0, round((at - first) / QUARTER))
