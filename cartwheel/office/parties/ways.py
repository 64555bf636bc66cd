"""The three ways to look at parties, with the filters that they share."""

from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cartwheel.office.views import OfficeView

SHARED = ("station", "time_slot", "weekday", "date_from", "date_to")


class Way(NamedTuple):
    label: Any
    url: str
    icon: str
    current: bool


def ways(view: OfficeView, current: str, **more: str) -> list[Way]:
    """Bookings, open slots and the day, of the same station, time slot, weekday and dates."""
    kept = QueryDict(mutable=True)
    for name in SHARED:
        kept.setlist(name, view.request.GET.getlist(name))
    for name, value in more.items():
        kept[name] = value
    day = kept.get("date_from", "")
    return [
        _way(view, _("Bookings"), "parties", kept.urlencode(), current, icon="list"),
        _way(
            view, _("Open slots"), "party-openings", kept.urlencode(), current, icon="calendar-plus"
        ),
        _way(
            view,
            _("Day view"),
            "party-day",
            f"on={day}" if day else "",
            current,
            icon="calendar-days",
        ),
    ]


def _way(view: OfficeView, label: Any, page: str, query: str, current: str, *, icon: str) -> Way:
    url = view.to(page)
    return Way(label, f"{url}?{query}" if query else url, icon, page == current)
