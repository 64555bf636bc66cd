"""Giving money back, and taking back a refund that was recorded in error."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from cartwheel.domain.ledger import permissions
from cartwheel.domain.ledger.models import MONEY_KINDS, Payment, Refund
from cartwheel.domain.ledger.operations import refund_payment, reverse_refund
from cartwheel.domain.ledger.queries import freed_by_refund, refundable_of, standing_of
from cartwheel.domain.staff.models import Draft
from cartwheel.kernel.refusals import Refused
from cartwheel.office.ledger.base import LedgerView
from cartwheel.office.ledger.forms import ReasonForm, RefundForm, new_key
from cartwheel.ui.formats import plain_money


class NewRefund(LedgerView):
    """One page; ``do=save`` refunds, anything else shows in numbers what it would do."""

    permission = permissions.REFUND

    def get(self, request: Any, family: int, payment: int) -> HttpResponse:
        row = self.payment(self.family(family), payment)
        if not self.refundable(row):
            return self.go("payment", family, payment)
        typed = self.typed_before()
        draft = self.draft() if typed is None else None
        return self.form_page(row, typed or self.blank(row), draft=draft)

    def post(self, request: Any, family: int, payment: int) -> HttpResponse:
        row = self.payment(self.family(family), payment)
        if request.POST.get("do") != "save":
            return self.form_page(row, request.POST)
        form = RefundForm(request.POST, account=request.account)
        refund = form.perform(
            lambda **given: refund_payment(row, **given), on=self.today, by=request.actor
        )
        if refund is None:
            return self.form_page(row, request.POST, form=form, status=422)
        self.forget_draft()
        said = {"amount": self.words(refund.amount), "payment": row}
        messages.success(request, _("%(amount)s of %(payment)s is refunded.") % said)
        return self.go("payment", family, payment)

    def refundable(self, payment: Payment) -> int:
        """The most that can go back; nothing of a reversed payment or a credit."""
        if payment.is_reversal or hasattr(payment, "reversal"):
            return 0
        return refundable_of(payment)

    def blank(self, payment: Payment) -> QueryDict:
        """What is left unused, else all of it; back the way it came."""
        account, typed = self.request.account, QueryDict(mutable=True)
        amount = payment.left or self.refundable(payment)
        kind = payment.kind if payment.kind in MONEY_KINDS else ""
        typed.update(
            {
                "amount": plain_money(amount, account.currency, account.locale),
                "kind": kind,
                "request_key": new_key(),
            }
        )
        return typed

    def form_page(
        self,
        payment: Payment,
        typed: QueryDict,
        *,
        form: RefundForm | None = None,
        draft: Draft | None = None,
        status: int = 200,
    ) -> HttpResponse:
        account = self.request.account
        read = RefundForm(typed, account=account)
        read.is_valid()
        amount = read.cleaned_data.get("amount") or 0
        most = self.refundable(payment)
        counted = min(amount, most)
        freed = [(row.charge, taken) for row, taken in freed_by_refund(payment, counted)]
        return self.page(
            "refund.html#refund",
            payment.family,
            status=status,
            form=form or RefundForm.as_typed(typed, account=account),
            draft=draft,
            payment=payment,
            most=most,
            amount=counted,
            freed=freed,
            from_credit=counted - sum(taken for charge, taken in freed),
            after=standing_of(payment.family).balance + counted,
            other_way=bool(typed.get("kind")) and typed.get("kind") != payment.kind,
        )


class ReverseRefund(LedgerView):
    permission = permissions.REFUND & permissions.REVERSE

    def get(self, request: Any, family: int, refund: int) -> HttpResponse:
        row = self.refund(self.family(family), refund)
        if row.reverses_id or hasattr(row, "reversal"):
            return self.go("payment", family, row.payment_id)
        return self.ask(row, ReasonForm())

    def post(self, request: Any, family: int, refund: int) -> HttpResponse:
        row = self.refund(self.family(family), refund)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.ask(row, form, status=422)
        try:
            reverse_refund(row, **form.cleaned_data, on=self.today, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            said = _("%(refund)s is reversed; %(amount)s is account credit again.")
            amount = self.words(row.amount)
            messages.success(request, said % {"refund": row, "amount": amount})
        return self.go("payment", family, row.payment_id)

    def ask(self, refund: Refund, form: ReasonForm, status: int = 200) -> HttpResponse:
        before = standing_of(refund.family).balance
        return self.page(
            "confirm.html",
            refund.family,
            status=status,
            form=form,
            heading=_("Reverse %s") % refund,
            about=_("For a refund that was recorded and never paid out."),
            says=_("Nothing is erased: a refund of exactly minus the same is posted today."),
            facts=[(_("Becomes account credit again"), refund.amount)],
            before=before,
            after=before - refund.amount,
            button=_("Reverse refund"),
            back=self.to("payment", refund.family_id, refund.payment_id),
        )
