"""The receipt of a payment: as PDF to look at or print, and by email."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cartwheel.domain.ledger import permissions
from cartwheel.domain.ledger.operations import email_receipt
from cartwheel.domain.ledger.queries import receipt_address, receipt_pdf
from cartwheel.office.ledger.base import LedgerView
from cartwheel.office.ledger.forms import EmailForm
from cartwheel.office.mail import tell_posted


class Receipt(LedgerView):
    def get(self, request: Any, family: int, payment: int) -> HttpResponse:
        row = self.payment(self.family(family), payment)
        if row.is_reversal:
            raise self.no_such()
        response = HttpResponse(receipt_pdf(row), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="receipt-{row.number}.pdf"'
        response["Cache-Control"] = "no-store"
        return response


class EmailReceipt(LedgerView):
    permission = permissions.POST

    def get(self, request: Any, family: int, payment: int) -> HttpResponse:
        return self.go("payment", family, self.payment(self.family(family), payment).pk)

    def post(self, request: Any, family: int, payment: int) -> HttpResponse:
        row = self.payment(self.family(family), payment)
        form = EmailForm(request.POST)
        known, name = receipt_address(row)
        receipt = form.perform(
            lambda to: email_receipt(
                row, to=to, to_name=name if to == known else "", by=request.actor
            )
        )
        if receipt is None:
            for error in form.error_list():
                messages.error(request, error.text)
        else:
            tell_posted(request, _("The receipt is on its way to %s.") % receipt.to)
        return self.go("payment", family, payment)
