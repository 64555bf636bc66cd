"""New Payment, the page of a payment, and taking one back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cartwheel.domain.ledger import permissions
from cartwheel.domain.ledger.models import Charge, Payment
from cartwheel.domain.ledger.operations import PaymentAboveBalance, reverse_payment, take_payment
from cartwheel.domain.ledger.queries import (
    live_allocations,
    open_charges,
    receipt_address,
    spread,
    standing_of,
)
from cartwheel.domain.people.models import Family
from cartwheel.domain.staff.models import Draft
from cartwheel.kernel.refusals import Refused
from cartwheel.office.desk.messages import with_states
from cartwheel.office.history.timeline import timeline
from cartwheel.office.ledger.base import LedgerView
from cartwheel.office.ledger.forms import (
    ApplyForm,
    EmailForm,
    PaymentForm,
    ReasonForm,
    new_key,
)
from cartwheel.ui.formats import plain_money


class NewPayment(LedgerView):
    """One page; ``do=save`` takes the payment, anything else shows what would be paid with it."""

    permission = permissions.POST
    record: Family

    def get(self, request: Any, family: int) -> HttpResponse:
        self.record = self.family(family)
        typed = self.typed_before()
        draft = self.draft() if typed is None else None
        return self.form_page(typed or self.blank(), draft=draft)

    def post(self, request: Any, family: int) -> HttpResponse:
        self.record = self.family(family)
        if request.POST.get("do") != "save":
            return self.form_page(request.POST)
        form = PaymentForm(request.POST, **self.given())
        if not form.is_valid():
            return self.form_page(request.POST, form=form, status=422)
        payment, asks = None, False
        try:
            payment = take_payment(
                self.record, **form.cleaned_data, location=request.location, by=request.actor
            )
        except PaymentAboveBalance as refusal:
            form.refuse(refusal)
            asks = True
        except Refused as refusal:
            form.refuse(refusal)
        if payment is None:
            return self.form_page(request.POST, form=form, asks=asks, status=422)
        self.forget_draft()
        said = {"payment": payment, "amount": self.words(payment.amount)}
        messages.success(request, _("%(payment)s of %(amount)s is taken.") % said)
        return self.go("payment", self.record.pk, payment.pk)

    @cached_property
    def open(self) -> list[Charge]:
        return list(open_charges(self.record))

    def given(self) -> dict[str, Any]:
        return {
            "account": self.request.account,
            "charges": self.open,
            "may_credit": self.request.actor.can(permissions.REFUND),
        }

    def blank(self) -> QueryDict:
        """The balance, today, in cash, for the oldest charges; or what is due on ``?charge=``."""
        account, typed = self.request.account, QueryDict(mutable=True)
        amount = max(standing_of(self.record).balance, 0)
        wanted = [c for c in self.open if str(c.pk) == self.request.GET.get("charge")]
        for charge in wanted:
            amount = charge.due
            typed[f"charge_{charge.pk}"] = plain_money(amount, account.currency, account.locale)
        typed.update(
            {
                "kind": "cash",
                "amount": plain_money(amount, account.currency, account.locale) if amount else "",
                "paid_on": self.today.isoformat(),
                "spread": "hand" if wanted else "oldest",
                "request_key": new_key(),
            }
        )
        return typed

    def form_page(
        self,
        typed: QueryDict,
        *,
        form: PaymentForm | None = None,
        asks: bool = False,
        draft: Draft | None = None,
        status: int = 200,
    ) -> HttpResponse:
        shown = form or PaymentForm.as_typed(typed, **self.given())
        amount, parts = self.plan(typed)
        applied = sum(parts.values())
        balance = standing_of(self.record).balance
        return self.page(
            "new_payment.html#payment",
            self.record,
            status=status,
            form=shown,
            draft=draft,
            by_hand=typed.get("spread") == "hand",
            rows=[(c, shown[f"charge_{c.pk}"], parts.get(c.pk, 0)) for c in self.open],
            asks=asks or bool(typed.get("keep_rest")),
            amount=amount,
            applied=applied,
            rest=max(amount - applied, 0),
            after=balance - amount,
        )

    def plan(self, typed: QueryDict) -> tuple[int, dict[int, int]]:
        """The amount as far as it can be read, and what of it would go to which charge."""
        form = PaymentForm(typed, **self.given())
        form.is_valid()
        given = form.cleaned_data
        amount = given.get("amount") or 0
        parts = given.get("apply_to", ())
        chosen = spread(self.open, amount) if parts is None else parts
        return amount, {charge.pk: part for charge, part in chosen}


class PaymentPage(LedgerView):
    def get(self, request: Any, family: int, payment: int) -> HttpResponse:
        record = self.family(family)
        row = self.payment(record, payment)
        standing = not row.is_reversal and not hasattr(row, "reversal")
        to, _name = receipt_address(row)
        receipts = list(row.receipt_emails.select_related("message"))
        with_states([each.message for each in receipts if each.message], request.account)
        return self.page(
            "payment.html",
            record,
            payment=row,
            standing_payment=standing,
            pays=live_allocations(payment=row),
            refunds=row.refunds.select_related("reversal", "reverses").order_by("pk"),
            receipts=receipts,
            email_form=EmailForm(initial={"to": to}),
            apply_form=self.apply_form(row) if standing and row.left else None,
            entries=timeline(row),
        )

    def apply_form(self, payment: Payment) -> ApplyForm | None:
        """A form to lay what is left against a charge, when there is one that is open."""
        charges = open_charges(payment.family)
        first = charges.first()
        if first is None:
            return None
        initial = {
            "charge": first.pk,
            "amount": min(first.due, payment.left),
            "seen_left": payment.left,
        }
        return ApplyForm(charges=charges, account=self.request.account, initial=initial)


class ReversePayment(LedgerView):
    """Says in numbers what a reversal will do, asks why, and does it."""

    permission = permissions.REVERSE

    def get(self, request: Any, family: int, payment: int) -> HttpResponse:
        record = self.family(family)
        row = self.payment(record, payment)
        if row.is_reversal or hasattr(row, "reversal") or row.refunded:
            return self.go("payment", record.pk, row.pk)
        return self.ask(row, ReasonForm())

    def post(self, request: Any, family: int, payment: int) -> HttpResponse:
        record = self.family(family)
        row = self.payment(record, payment)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.ask(row, form, status=422)
        try:
            reversal = reverse_payment(row, **form.cleaned_data, on=self.today, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.go("payment", record.pk, row.pk)
        said = {"payment": row, "reversal": reversal}
        messages.success(request, _("%(payment)s is reversed by %(reversal)s.") % said)
        return self.go("family-ledger", record.pk)

    def ask(self, payment: Payment, form: ReasonForm, status: int = 200) -> HttpResponse:
        before = standing_of(payment.family).balance
        facts = [(_("Taken off the ledger"), payment.amount)]
        if payment.applied:
            facts.append((_("Due again on its charges"), payment.applied))
        return self.page(
            "confirm.html",
            payment.family,
            status=status,
            form=form,
            heading=_("Reverse %s") % payment,
            about=_("For a payment made in error, or a check that bounced."),
            says=_("Nothing is erased: a payment of exactly minus the same is posted today."),
            facts=facts,
            before=before,
            after=before + payment.amount,
            button=_("Reverse payment"),
            back=self.to("payment", payment.family_id, payment.pk),
        )
