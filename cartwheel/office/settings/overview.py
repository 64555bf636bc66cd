"""Settings: what can be set up, and whether it is."""

from typing import Any, NamedTuple

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts import permissions
from cartwheel.domain.staff import permissions as staff_permissions
from cartwheel.domain.upkeep import permissions as upkeep_permissions
from cartwheel.kernel.permissions import Permission
from cartwheel.office.views import OfficeView


class Entry(NamedTuple):
    label: Any
    text: Any
    page: str
    icon: str
    permission: Permission = permissions.SETUP


ENTRIES = (
    Entry(_("Locations"), _("Names, addresses and time zones."), "locations", icon="map-pin"),
    Entry(
        _("Parties"),
        _("Time slots, stations, packages, add-ons, financial and other."),
        "party-settings",
        icon="cake",
    ),
    Entry(
        _("Appointments"),
        _("Services, pricing schedules, zones, opening hours."),
        "appointment-settings",
        icon="calendar-clock",
    ),
    Entry(
        _("Policies"),
        _("Terms and waivers that families sign, and what of them is required."),
        "policies",
        icon="file-check",
    ),
    Entry(
        _("Customers"),
        _("Referral sources, keywords, fields of your own, kinds of emails and phones."),
        "customer-settings",
        icon="users",
    ),
    Entry(
        _("Required Customer Fields"),
        _("What is asked of customers when booking online, in the online store, in the office."),
        "required-fields",
        icon="list-checks",
    ),
    Entry(
        _("Customer Portal"),
        _("Its color and welcome, who may create an account, and whether it is open."),
        "portal-settings",
        icon="smartphone",
    ),
    Entry(
        _("Grades"),
        _("The grades of students, and the day on which they move up."),
        "grades",
        icon="graduation-cap",
    ),
    Entry(
        _("Programs, charge categories and taxes"),
        _("The words that money is sorted by."),
        "money-settings",
        icon="receipt",
    ),
    Entry(
        _("Import and export"),
        _("Bring your customers in from a file; take everything along."),
        "imports",
        icon="file-up",
        permission=upkeep_permissions.VIEW,
    ),
    Entry(
        _("User groups"),
        _("Who may see and do what."),
        "user-groups",
        icon="shield-check",
        permission=staff_permissions.VIEW_RIGHTS,
    ),
)


class Settings(OfficeView):
    permission = permissions.SETUP

    def get(self, request: Any) -> HttpResponse:
        entries = [
            (entry, self.to(entry.page)) for entry in ENTRIES if request.actor.can(entry.permission)
        ]
        return self.render("office/settings/overview.html", entries=entries)
