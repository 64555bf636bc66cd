"""The lists that can be taken away as a file.

Each is named here with the right it takes and with how to make it again later, in a job, for the
same person at the same location.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.activity import permissions as activity
from cartwheel.domain.activity.queries import history
from cartwheel.domain.appointments import permissions as appointments
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.mailer import permissions as mailer
from cartwheel.domain.mailer.queries import messages
from cartwheel.domain.paperwork import permissions as paperwork
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.passes import permissions as passes
from cartwheel.domain.people import permissions as people
from cartwheel.domain.staff import permissions as staff
from cartwheel.domain.transactions import permissions as transactions
from cartwheel.kernel.permissions import Permission
from cartwheel.office.appointments.lists import TimeslotList
from cartwheel.office.appointments.offers import OfferedList
from cartwheel.office.desk.messages import MessageList
from cartwheel.office.families.activity import FamilyEvents
from cartwheel.office.families.best import LoyaltyList
from cartwheel.office.families.lists import FamilyList
from cartwheel.office.history.lists import EventList
from cartwheel.office.organizations.lists import OrganizationList
from cartwheel.office.parties.lists import PartyList
from cartwheel.office.passes.lists import PassTypeList, SoldPassList
from cartwheel.office.settings.required import IncompleteList
from cartwheel.office.staff.lists import StaffList, listed_staff
from cartwheel.office.students.lists import StudentList
from cartwheel.office.transactions.lists import RunList
from cartwheel.office.waivers.lists import WaiverList
from cartwheel.ui.lists import ListPage, write_csv, write_xlsx

WRITERS = {"csv": write_csv, "xlsx": write_xlsx}

Make = Callable[[Actor, Location, str], ListPage]


@dataclass(frozen=True)
class Exportable:
    permission: Permission
    make: Make


def _audit_log(actor: Actor, location: Location, query: str) -> ListPage:
    return EventList(history(actor.account).select_related("account"), query, actor)


def _messages(actor: Actor, location: Location, query: str) -> ListPage:
    return MessageList(messages(actor.account).defer("text", "html"), query, actor)


def _families(actor: Actor, location: Location, query: str) -> ListPage:
    return FamilyList(location, query, actor)


def _loyalty(actor: Actor, location: Location, query: str) -> ListPage:
    return LoyaltyList(query, actor)


def _family_activity(actor: Actor, location: Location, query: str) -> ListPage:
    return FamilyEvents.again(actor, query)


def _organizations(actor: Actor, location: Location, query: str) -> ListPage:
    return OrganizationList(query, actor)


def _incomplete(actor: Actor, location: Location, query: str) -> ListPage:
    return IncompleteList(query, actor)


def _parties(actor: Actor, location: Location, query: str) -> ListPage:
    return PartyList(location, query, actor)


def _appointments(actor: Actor, location: Location, query: str) -> ListPage:
    return TimeslotList(location, query, actor)


def _offered_appointments(actor: Actor, location: Location, query: str) -> ListPage:
    return OfferedList(location, query, actor)


def _charge_runs(actor: Actor, location: Location, query: str) -> ListPage:
    return RunList(location, query, actor)


def _punch_passes(actor: Actor, location: Location, query: str) -> ListPage:
    return PassTypeList(location, query, actor)


def _sold_passes(actor: Actor, location: Location, query: str) -> ListPage:
    return SoldPassList(location, query, actor)


def _waivers(actor: Actor, location: Location, query: str) -> ListPage:
    return WaiverList(query, actor)


def _staff(actor: Actor, location: Location, query: str) -> ListPage:
    return StaffList(listed_staff(actor.account), query, actor)


def _students(actor: Actor, location: Location, query: str) -> ListPage:
    return StudentList(location, query, actor)


LISTS: dict[str, Exportable] = {
    "appointments": Exportable(appointments.VIEW, _appointments),
    "offered-appointments": Exportable(appointments.VIEW, _offered_appointments),
    "audit-log": Exportable(activity.READ, _audit_log),
    "families": Exportable(people.VIEW, _families),
    "incomplete-families": Exportable(people.VIEW, _incomplete),
    "messages": Exportable(mailer.READ, _messages),
    "charge-runs": Exportable(transactions.VIEW, _charge_runs),
    "customer-loyalty": Exportable(people.SEE_LOYALTY & ledger.VIEW, _loyalty),
    "family-activity": Exportable(people.VIEW, _family_activity),
    "organizations": Exportable(people.SEE_ORGANIZATIONS, _organizations),
    "parties": Exportable(parties.VIEW, _parties),
    "punch-passes": Exportable(passes.VIEW, _punch_passes),
    "sold-passes": Exportable(passes.VIEW, _sold_passes),
    "staff": Exportable(staff.VIEW, _staff),
    "students": Exportable(people.VIEW, _students),
    "waivers": Exportable(people.VIEW & paperwork.LIST, _waivers),
}
