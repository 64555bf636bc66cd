"""The receipt of a payment, as a PDF that says what the ledger says now."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.ledger.models import Payment
from cartwheel.domain.ledger.queries.balances import balance_of
from cartwheel.domain.ledger.queries.effects import live_allocations, refunded_of
from cartwheel.domain.ledger.wording import day_in_words, in_words
from cartwheel.domain.paperwork.queries import transaction_texts
from cartwheel.domain.people.models import Guardian, GuardianEmail
from cartwheel.kernel.pdf import render_pdf
from cartwheel.kernel.wording import phone as phone_in_words

TEMPLATE = Path(__file__).parent.parent / "receipt.typ"
LETTER = {"US", "CA", "MX", "PH", "CO", "CL", "VE"}


def receipt_pdf(payment: Payment) -> bytes:
    """One page: who paid what, how, when and what for; the family's balance as it is now."""
    return render_pdf(TEMPLATE, receipt_data(payment))


def receipt_data(payment: Payment) -> dict[str, Any]:
    """What stands on a receipt, in words."""
    account, location = payment.account, payment.location
    phone = phone_in_words(location.phone, account.country)
    place = [location.name, *location.address.splitlines(), phone, location.email]
    return {
        "paper": "us-letter" if account.country in LETTER else "a4",
        "title": _("Receipt for %s") % payment,
        "business": account.name,
        "place": [part for part in place if part],
        "number": str(payment),
        "amount": in_words(payment.amount, account),
        "facts": [fact for fact in _facts(payment) if fact[1]],
        "paid": _paid(payment),
        "sums": _sums(payment),
        "reversed": _reversal(payment),
        "terms": _terms(payment),
        "words": {
            "receipt": _("Receipt"),
            "paid": _("Paid for"),
            "made": _("Recorded by %s") % payment.actor_name,
        },
    }


def _paid(payment: Payment) -> list[tuple[str, str, str, str]]:
    """The charges, what each comes to with which tax, and what of the payment went to it."""
    account = payment.account
    rows = live_allocations(payment=payment).annotate(tax=Sum("charge__lines__tax"))
    return [
        (
            str(row.charge),
            row.charge.title,
            _of(row.charge.total, row.tax, account),
            in_words(row.amount, account),
        )
        for row in rows
    ]


def _of(total: int, tax: int, account: Account) -> str:
    words = _("of %(total)s, with %(tax)s tax") if tax else _("of %(total)s, without tax")
    return words % {"total": in_words(total, account), "tax": in_words(tax, account)}


def _facts(payment: Payment) -> list[tuple[str, str]]:
    return [
        (_("Received from"), _payer(payment)),
        (_("Date"), day_in_words(payment.paid_on, payment.account)),
        (_("Payment type"), str(payment.get_kind_display())),
        (_("Reference"), payment.reference),
        (_("For"), payment.title),
    ]


def _payer(payment: Payment) -> str:
    primary = payment.family.guardians.filter(archived_at=None).first()
    return str(primary or payment.family)


def _sums(payment: Payment) -> list[tuple[str, str]]:
    account = payment.account
    applied = sum(row.amount for row in live_allocations(payment=payment))
    refunded = refunded_of(payment)
    left = payment.amount - applied - refunded
    balance = balance_of(payment.family)
    sums = [(_("Applied to charges"), applied), (_("Refunded"), refunded)]
    if not _reversal(payment):
        sums.append((_("Account credit"), left))
    shown = [(label, in_words(amount, account)) for label, amount in sums if amount]
    now = _("Family balance") if balance >= 0 else _("Family credit")
    return [*shown, (now, in_words(abs(balance), account))]


def _terms(payment: Payment) -> list[tuple[str, str, list[str]]]:
    """What the payment followed: the texts as they stood when it was recorded."""
    found = transaction_texts(payment.account, at=payment.created_at)
    return [
        (
            version.title,
            _("Version %(number)d of %(day)s")
            % {"number": version.number, "day": _day_of(version.created_at, payment)},
            [part.strip() for part in version.text.split("\n") if part.strip()],
        )
        for version in found
    ]


def _day_of(at: datetime, payment: Payment) -> str:
    return day_in_words(at.astimezone(payment.location.zone).date(), payment.account)


def _reversal(payment: Payment) -> str:
    row = Payment.objects.filter(reverses=payment).first()
    if row is None:
        return ""
    day = day_in_words(row.paid_on, payment.account)
    return _("Reversed on %(day)s: %(reason)s") % {"day": day, "reason": row.reason}


def receipt_address(payment: Payment) -> tuple[str, str]:
    """Email address and name of the guardian who gets the receipt; empty when there is none."""
    address = (
        GuardianEmail.objects.filter(
            account_id=payment.account_id,
            guardian__family_id=payment.family_id,
            guardian__archived_at=None,
        )
        .select_related("guardian")
        .order_by("-guardian__is_primary", "guardian", "-is_primary", "pk")
        .first()
    )
    guardian: Guardian | None = address.guardian if address else None
    return (address.address if address else "", str(guardian or ""))
