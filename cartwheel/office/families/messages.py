"""Messages, a tab of a customer's record: what was written to them."""

from typing import Any

from django.http import HttpResponse

from cartwheel.domain.mailer import permissions as mailer
from cartwheel.domain.people import permissions
from cartwheel.office.desk.messages import messages_for
from cartwheel.office.families.screen import FamilyView

MOST = 100


class FamilyMessages(FamilyView):
    permission = permissions.VIEW & mailer.READ

    def get(self, request: Any, family: int) -> HttpResponse:
        record = self.customer(family)
        rows = messages_for(record, MOST)
        return self.tab(
            "office/families/messages.html", record, "family-messages", messages_about=rows
        )
