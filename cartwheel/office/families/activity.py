"""Activity Log, a tab of a customer's record: what happened, told from the history."""

from typing import Any

from django.http import HttpResponse

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.people import permissions
from cartwheel.office.families.screen import FamilyView
from cartwheel.office.history.timeline import timeline

MOST = 50


class FamilyActivity(FamilyView):
    def get(self, request: Any, family: int) -> HttpResponse:
        record = self.customer(family)
        entries = timeline(record, MOST, without=unread_by(request.actor))
        return self.tab("office/families/activity.html", record, "family-activity", entries=entries)


def unread_by(actor: Actor) -> list[str]:
    """What of a family's history is not for this actor: its money, its parties, its notes."""
    rights = {"money": ledger.VIEW, "parties": parties.VIEW, "notes": permissions.READ_NOTES}
    return [group for group, permission in rights.items() if not actor.can(permission)]
