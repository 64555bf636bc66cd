"""Loyalty, a tab of a customer's record: what they brought in, when they came."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.customers.queries import loyalty_of
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations import change_solicitation
from cartwheel.office.families.screen import ActionView, FamilyView


class FamilyLoyalty(FamilyView):
    permission = permissions.VIEW & ledger.VIEW

    def get(self, request: Any, family: int) -> HttpResponse:
        record = self.customer(family)
        return self.tab(
            "office/families/loyalty.html",
            record,
            "family-loyalty",
            may_solicit=request.actor.can(permissions.EDIT) and record.erased_at is None,
            loyalty=loyalty_of(record, now=timezone.now()),
        )


class Solicitation(ActionView):
    """Sets the mark that a customer wants no offers (``mark=1``), or takes it off."""

    done = _("%s is saved.")

    def operation(self, record: Family) -> None:
        marked = self.request.POST.get("mark") == "1"
        change_solicitation(record, do_not_solicit=marked, by=self.request.actor)

    def back(self, record: Family) -> HttpResponse:
        may_see = self.request.actor.can(FamilyLoyalty.permission)
        return self.go("family-loyalty" if may_see else "family", record.pk)
