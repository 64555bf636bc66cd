"""Account credit: laying it against charges, and taking a payment off one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.ledger import permissions
from cartwheel.domain.ledger.models import Allocation
from cartwheel.domain.ledger.operations import allocate, apply_credit, unapply
from cartwheel.domain.ledger.queries import live_allocations, open_charges, standing_of
from cartwheel.domain.people.models import Family
from cartwheel.kernel.refusals import Refused
from cartwheel.office.ledger.base import LedgerView
from cartwheel.office.ledger.forms import ApplyForm, ReasonForm


class ApplyCredit(LedgerView):
    """All account credit against the open charges, the oldest first."""

    permission = permissions.POST

    def get(self, request: Any, family: int) -> HttpResponse:
        return self.go("family-ledger", self.family(family).pk)

    def post(self, request: Any, family: int) -> HttpResponse:
        record = self.family(family)
        rows = apply_credit(record, on=self.today, by=request.actor)
        if rows:
            charges = len({row.charge_id for row in rows})
            said = ngettext(
                "%(amount)s of credit is applied to %(n)d charge.",
                "%(amount)s of credit is applied to %(n)d charges.",
                charges,
            )
            amount = self.words(sum(row.amount for row in rows))
            messages.success(request, said % {"amount": amount, "n": charges})
        else:
            messages.info(request, _("There was no credit to apply, or no open charge."))
        return self.go("family-ledger", record.pk)


class ApplyPayment(LedgerView):
    """What is left of one payment against one charge."""

    permission = permissions.POST

    def get(self, request: Any, family: int, payment: int) -> HttpResponse:
        return self.go("payment", family, self.payment(self.family(family), payment).pk)

    def post(self, request: Any, family: int, payment: int) -> HttpResponse:
        record = self.family(family)
        row = self.payment(record, payment)
        form = ApplyForm(request.POST, charges=open_charges(record), account=request.account)
        done = form.perform(lambda **given: allocate(row, **given), on=self.today, by=request.actor)
        if done is None:
            for error in form.error_list():
                messages.error(request, error.text)
        else:
            said = {"amount": self.words(done.amount), "charge": done.charge}
            messages.success(request, _("%(amount)s is applied to %(charge)s.") % said)
        return self.go("payment", family, payment)


class Unapply(LedgerView):
    """A payment comes off a charge; says first what that does."""

    permission = permissions.REVERSE

    def allocation(self, family: Family, pk: int) -> Allocation:
        row = live_allocations().filter(family=family, pk=pk).first()
        if row is None:
            raise self.no_such()
        row.payment.family = row.charge.family = row.family = family
        return row

    def get(self, request: Any, family: int, allocation: int) -> HttpResponse:
        return self.ask(self.allocation(self.family(family), allocation), ReasonForm())

    def post(self, request: Any, family: int, allocation: int) -> HttpResponse:
        row = self.allocation(self.family(family), allocation)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.ask(row, form, status=422)
        try:
            unapply(row, **form.cleaned_data, on=self.today, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            said = {"amount": self.words(row.amount), "charge": row.charge}
            messages.success(
                request, _("%(amount)s is off %(charge)s and is account credit.") % said
            )
        return self.go("charge", family, row.charge_id)

    def ask(self, row: Allocation, form: ReasonForm, status: int = 200) -> HttpResponse:
        before = standing_of(row.family).balance
        names = {"payment": row.payment, "charge": row.charge}
        return self.page(
            "confirm.html",
            row.family,
            status=status,
            form=form,
            heading=_("Take %(payment)s off %(charge)s") % names,
            about=row.charge.title,
            says=_("The payment stays on the ledger; only what it pays for changes."),
            facts=[
                (_("Becomes account credit"), row.amount),
                (_("Due again on %s") % row.charge, row.amount),
            ],
            before=before,
            after=before,
            button=_("Take off"),
            back=self.to("charge", row.family_id, row.charge_id),
        )
