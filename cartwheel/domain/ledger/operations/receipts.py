"""Sending receipts."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.ledger.models import Payment, ReceiptEmail
from cartwheel.domain.ledger.operations.common import signed
from cartwheel.domain.ledger.tasks import send_receipt
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.whole import whole


@whole
def email_receipt(payment: Payment, *, to: str, to_name: str = "", by: Actor) -> ReceiptEmail:
    """Send the receipt of ``payment`` to ``to``; a worker makes the PDF after the commit."""
    require_same_account(payment)
    if payment.is_reversal:
        raise Refused(_("There is no receipt for a reversal."), field="to")
    address = to.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused(_("Enter an email address such as name@example.com."), field="to") from error
    receipt = ReceiptEmail.objects.create(
        account=by.account, payment=payment, to=address, to_name=to_name[:200], **signed(by)
    )
    record("payment.receipt_emailed", payment, payment.family, by=by, to=address)
    send_receipt.defer(account_id=by.account.pk, receipt_id=receipt.pk)
    return receipt
