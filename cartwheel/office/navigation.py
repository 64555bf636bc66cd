"""What the toolbar, the profile menu and the dock offer this person."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.activity import permissions as activity
from cartwheel.domain.background.queries import unfinished_or_unseen
from cartwheel.domain.mailer import permissions as mailer
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.people import permissions as people
from cartwheel.domain.staff import permissions as staff
from cartwheel.kernel.permissions import EVERYBODY, SETTINGS, Permission


@dataclass(frozen=True)
class Place:
    label: Any
    page: str
    icon: str
    permission: Permission


@dataclass(frozen=True)
class Item:
    label: Any
    url: str
    icon: str
    current: bool = False
    count: int | None = None


TOOLBAR = (
    Place(_("Dashboard"), "dashboard", icon="house", permission=EVERYBODY),
    Place(_("Families"), "families", icon="users", permission=people.VIEW),
    Place(_("Parties"), "parties", icon="cake", permission=parties.VIEW),
    Place(_("Staff"), "staff", icon="id-card", permission=staff.VIEW),
)
PROFILE = (
    Place(_("Settings"), "settings", icon="settings", permission=EVERYBODY & SETTINGS.full),
    Place(_("Audit Log"), "audit-log", icon="history", permission=activity.READ),
)


def _items(places: tuple[Place, ...], request: Any) -> list[Item]:
    items = []
    for place in places:
        if request.actor.can(place.permission):
            url = reverse(f"office:{place.page}", args=[request.account.slug])
            inside = request.path == url if place.page == "dashboard" else request.path.startswith(url)
            items.append(Item(place.label, url, place.icon, current=inside))
    return items


def nav_items(request: Any) -> list[Item]:
    return _items(TOOLBAR, request)


def profile_items(request: Any) -> list[Item]:
    return _items(PROFILE, request)


def dock_items(request: Any) -> list[Item]:
    """The counters at the bottom of the page."""
    if not request.actor.can(EVERYBODY):
        return []
    slug = request.account.slug
    tasks = Item(
        _("Background tasks"),
        reverse("office:background-tasks", args=[slug]),
        icon="list-checks",
        count=unfinished_or_unseen(request.actor).count(),
    )
    messages = Item(_("Messages"), reverse("office:messages", args=[slug]), icon="mail")
    return [tasks, messages] if request.actor.can(mailer.READ) else [tasks]
