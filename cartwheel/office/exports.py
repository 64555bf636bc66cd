"""The lists that can be taken away as a file.

Each is named here with the right it takes and with how to make it again later, in a job, for the
same person at the same location.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.activity import permissions as activity
from cartwheel.domain.activity.queries import history
from cartwheel.domain.mailer import permissions as mailer
from cartwheel.domain.mailer.queries import messages
from cartwheel.kernel.permissions import Permission
from cartwheel.office.desk.messages import MessageList
from cartwheel.office.history.lists import EventList
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


LISTS: dict[str, Exportable] = {
    "audit-log": Exportable(activity.READ, _audit_log),
    "messages": Exportable(mailer.READ, _messages),
}
