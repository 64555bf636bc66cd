"""The tab Waivers of a customer's record."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from cartwheel.domain.paperwork import permissions
from cartwheel.domain.paperwork.queries import with_evidence
from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.models import Family
from cartwheel.office.families.frame import guardians_in, students_in
from cartwheel.office.families.screen import FamilyView
from cartwheel.office.waivers.asking import AskForm
from cartwheel.office.waivers.standing import standing
from cartwheel.office.waivers.words import fate_of

MOST = 50  # signatures in the list below; the latest ones


class WaiverView(FamilyView, abstract=True):
    """About the waivers of one family."""

    permission = people.VIEW & permissions.VIEW
    change_permission = people.VIEW


class FamilyWaivers(WaiverView):
    def get(self, request: Any, family: int) -> HttpResponse:
        record = self.customer(family)
        students, guardians = students_in(record), guardians_in(record)
        can, today = request.actor.can, timezone.localdate()
        return self.tab(
            "office/waivers/family.html",
            record,
            "family-waivers",
            groups=standing(record, students, request.account, today),
            signatures=signatures_of(record),
            form=AskForm(guardians=guardians),
            may_ask=can(permissions.ASK) and record.archived_at is None,
            may_accept=can(permissions.ACCEPT_PAPER) and record.archived_at is None,
            may_validate=can(permissions.CONFIRM),
            students=students,
            guardians=guardians,
        )


def signatures_of(family: Family) -> list[Any]:
    """The latest signatures of the family, each knowing what became of it."""
    found = with_evidence(family.account).filter(family=family)
    rows = list(found.order_by("-signed_at", "-pk")[:MOST])
    for row in rows:
        row.label, row.tone = fate_of(row)
    return rows
