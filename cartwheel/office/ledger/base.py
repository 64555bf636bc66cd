"""What every page of a family's ledger begins with: the family, and its own rows only."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from cartwheel.domain.ledger import permissions
from cartwheel.domain.ledger.models import Charge, Payment, Refund
from cartwheel.domain.ledger.queries import standing_of
from cartwheel.domain.people.models import Family
from cartwheel.office.views import OfficeView
from cartwheel.ui import formats


class LedgerView(OfficeView, abstract=True):
    """A page about the money of one family of this account; a stranger's is not there."""

    permission = permissions.VIEW

    def family(self, pk: int) -> Family:
        family = self.request.account.families.filter(pk=pk).first()
        if family is None:
            raise self.no_such()
        self.whole(family)
        family.account = self.request.account
        return family

    def charge(self, family: Family, pk: int) -> Charge:
        rows = family.charges.with_paid().select_related("location", "reverses", "reversal")
        return self._own(rows.filter(pk=pk).first(), family)

    def payment(self, family: Family, pk: int) -> Payment:
        rows = family.payments.with_left().select_related("location", "reverses", "reversal")
        return self._own(rows.filter(pk=pk).first(), family)

    def refund(self, family: Family, pk: int) -> Refund:
        rows = family.refunds.select_related("location", "payment", "reverses", "reversal")
        return self._own(rows.filter(pk=pk).first(), family)

    def _own(self, row: Any, family: Family) -> Any:
        if row is None:
            raise self.no_such()
        row.account, row.family = self.request.account, family
        return row

    @property
    def today(self) -> date:
        """The day it is where the person works."""
        return timezone.localdate()

    def words(self, amount: int) -> str:
        """An amount as people read it."""
        account = self.request.account
        return formats.money(amount, account.currency, account.locale)

    def page(
        self, template: str, family: Family, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        """A page of this family's ledger; ``may_...`` say what this person is offered."""
        actor = self.request.actor
        rights = {
            "may_post": actor.can(permissions.POST),
            "may_refund": actor.can(permissions.REFUND),
            "may_reverse": actor.can(permissions.REVERSE),
        }
        shown = {"family": family, **rights, **context}
        if "standing" not in shown:
            shown["standing"] = standing_of(family)
        return self.render(f"office/ledger/{template}", status=status, **shown)
