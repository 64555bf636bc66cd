"""The worker's side of the ledger: receipts by email."""

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.ledger.models import ReceiptEmail
from cartwheel.domain.ledger.queries.receipts import receipt_pdf
from cartwheel.domain.ledger.wording import day_in_words, in_words
from cartwheel.domain.mailer.operations import Enclosure, post_message
from cartwheel.kernel.tenancy import tenant

KIND = "payment.receipt"


@app.task(name="ledger.send_receipt", queue="mail")
def send_receipt(*, account_id: int, receipt_id: int) -> None:
    """Write the email with the receipt; does nothing when it was written before."""
    with tenant(account_id), transaction.atomic():
        receipt = (
            ReceiptEmail.objects.select_for_update(of=("self",), no_key=True)
            .select_related("payment__account", "payment__location", "payment__family")
            .filter(pk=receipt_id, message=None)
            .first()
        )
        if receipt is not None:
            _write(receipt)


def _write(receipt: ReceiptEmail) -> None:
    payment = receipt.payment
    account: Account = payment.account
    amount = in_words(payment.amount, account)
    given = {
        "name": receipt.to_name or payment.family,
        "amount": amount,
        "day": day_in_words(payment.paid_on, account),
        "business": account.name,
    }
    text = _(
        "Hello %(name)s,\n\nthank you for your payment of %(amount)s on %(day)s. "
        "The receipt is attached.\n\n%(business)s"
    )
    name = f"receipt-{payment.number}.pdf"
    receipt.message = post_message(
        to=receipt.to,
        to_name=receipt.to_name,
        title=_("Receipt for your payment of %s") % amount,
        text=text % given,
        kind=KIND,
        regarding=(payment, payment.family),
        attachments=[Enclosure(name, "application/pdf", receipt_pdf(payment))],
        by=_sender(receipt, account),
    )
    receipt.save(update_fields=["message"])


def _sender(receipt: ReceiptEmail, account: Account) -> Actor:
    """Whoever asked for it, as far as the history needs to know."""
    return Actor(account, receipt.actor_kind, receipt.actor_name, id=receipt.actor_id)
