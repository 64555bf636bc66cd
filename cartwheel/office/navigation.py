"""What the toolbar, the profile menu and the dock offer this person."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.activity import permissions as activity
from cartwheel.domain.appointments import permissions as appointments
from cartwheel.domain.calendar import permissions as calendar
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.mailer import permissions as mailer
from cartwheel.domain.paperwork import permissions as paperwork
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.passes import permissions as passes
from cartwheel.domain.people import permissions as people
from cartwheel.domain.staff import permissions as staff
from cartwheel.domain.transactions import permissions as transactions
from cartwheel.kernel.permissions import EVERYBODY, SETTINGS, Permission
from cartwheel.ui.shell import DockItem, MenuItem, NavItem, Person


class Place(NamedTuple):
    """A page that the shell leads to, for those who may open it."""

    label: Any
    page: str
    icon: str
    permission: Permission


TOOLBAR = (
    Place(_("Dashboard"), "dashboard", icon="house", permission=EVERYBODY),
    Place(_("Families"), "families", icon="users", permission=people.VIEW),
    Place(_("Students"), "students", icon="graduation-cap", permission=people.VIEW),
    Place(
        _("Organizations"),
        "organizations",
        icon="building-2",
        permission=people.SEE_ORGANIZATIONS,
    ),
    Place(
        _("Appointments"),
        "appointments",
        icon="calendar-clock",
        permission=appointments.VIEW,
    ),
    Place(_("Parties"), "parties", icon="cake", permission=parties.VIEW),
    Place(_("Calendar"), "calendar", icon="calendar-days", permission=calendar.VIEW),
    Place(_("Waivers"), "waivers", icon="file-check", permission=people.VIEW & paperwork.LIST),
    Place(_("Transactions"), "transactions", icon="receipt", permission=transactions.VIEW),
    Place(_("Staff"), "staff", icon="id-card", permission=staff.VIEW),
)
CREATE = (
    Place(_("New booking"), "new-party", icon="cake", permission=parties.BOOK),
    Place(_("New family"), "new-family", icon="user-plus", permission=people.EDIT),
)
PROFILE = (
    Place(_("Punch Passes"), "punch-passes", icon="ticket", permission=passes.VIEW),
    Place(
        _("Customer loyalty"),
        "customer-loyalty",
        icon="star",
        permission=people.SEE_LOYALTY & ledger.VIEW,
    ),
    Place(_("Settings"), "settings", icon="settings", permission=EVERYBODY & SETTINGS.full),
    Place(_("Audit Log"), "audit-log", icon="history", permission=activity.READ),
)


def _open_to(request: Any, places: tuple[Place, ...]) -> list[tuple[Place, str]]:
    return [
        (place, reverse(f"office:{place.page}", args=[request.account.slug]))
        for place in places
        if request.actor.can(place.permission)
    ]


def nav_items(request: Any) -> list[NavItem]:
    home = reverse("office:dashboard", args=[request.account.slug])
    return [
        NavItem(place.label, url, place.icon, current=_inside(request.path, url, home))
        for place, url in _open_to(request, TOOLBAR)
    ]


def _inside(path: str, url: str, home: str) -> bool:
    return path == url if url == home else path.startswith(url)


def menu_items(request: Any, places: tuple[Place, ...]) -> list[MenuItem]:
    return [MenuItem(place.label, url, place.icon) for place, url in _open_to(request, places)]


def profile_items(request: Any) -> list[MenuItem]:
    home = reverse("portal:home", args=[request.account.slug])
    portal = MenuItem(_("Customer Portal"), home, icon="smartphone")
    security = MenuItem(_("Sign-in and security"), reverse("security"), icon="shield-check")
    return [*menu_items(request, PROFILE), portal, security]


def person(request: Any) -> Person:
    return Person(str(request.staff), request.user.email)


def dock(request: Any) -> dict[str, Any]:
    """The counters at the bottom of the page; they are asked for again while something runs."""
    if not request.actor.can(EVERYBODY):
        return {"dock_items": []}
    slug = request.account.slug
    tasks = DockItem(
        _("Background tasks"),
        reverse("office:background-tasks", args=[slug]),
        icon="list-checks",
        count=len(request.tasks),
        window=True,
    )
    messages = DockItem(_("Messages"), reverse("office:messages", args=[slug]), icon="mail")
    return {
        "dock_items": [tasks, messages] if request.actor.can(mailer.READ) else [tasks],
        "dock_url": reverse("office:dock", args=[slug]) if any(request.tasks) else "",
    }
