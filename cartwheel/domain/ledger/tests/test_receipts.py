import pytest

from cartwheel.domain.ledger.operations import email_receipt, refund_payment, reverse_payment
from cartwheel.domain.ledger.queries import receipt_address, receipt_data, receipt_pdf
from cartwheel.domain.ledger.tasks import send_receipt
from cartwheel.domain.ledger.tests.conftest import DAY
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.paperwork.models import Policy
from cartwheel.domain.paperwork.operations import save_policy
from cartwheel.kernel.refusals import Refused


@pytest.fixture
def paid(otters):
    otters.charge(otters.line(10000, title="Splash party"))
    otters.payment = otters.pay(15000, kind="check", reference="1277", keep_rest=True)
    return otters


def work(receipt):
    send_receipt(account_id=receipt.account_id, receipt_id=receipt.pk)


def test_a_receipt_says_who_paid_what_and_what_for(paid):
    data = receipt_data(paid.payment)

    assert (data["amount"], data["number"]) == ("$150.00", "Payment 1001")
    assert data["place"][-2:] == ["(512) 555-0100", "bay@otters.example"]
    assert data["facts"] == [
        ("Received from", "Priya Banerjee"),
        ("Date", "Dec 5, 2026"),
        ("Payment type", "Check"),
        ("Reference", "1277"),
    ]
    assert data["paid"] == [("Charge 1001", "Splash party", "of $100.00, without tax", "$100.00")]
    assert data["sums"] == [
        ("Applied to charges", "$100.00"),
        ("Account credit", "$50.00"),
        ("Family credit", "$50.00"),
    ]


def test_a_receipt_tells_the_tax_in_what_was_paid(otters):
    taxed = otters.line(10000, title="Splash party", tax_rate=otters.sales_tax)
    otters.charge(taxed, otters.line(2000))
    payment = otters.pay(5000)

    [(_number, _title, whole, paid)] = receipt_data(payment)["paid"]

    assert (whole, paid) == ("of $128.25, with $8.25 tax", "$50.00")


def test_a_receipt_tells_of_refunds_and_reversals(paid):
    refund_payment(paid.payment, amount=5000, kind="cash", on=DAY, by=paid.by)
    assert ("Refunded", "$50.00") in receipt_data(paid.payment)["sums"]

    other = paid.pay(700, keep_rest=True)
    reverse_payment(other, reason="Bounced", on=DAY, by=paid.by)
    assert receipt_data(other)["reversed"] == "Reversed on Dec 5, 2026: Bounced"


def test_a_receipt_carries_the_terms_as_they_stood_when_it_was_paid(paid):
    refunds = Policy.objects.get(name="Refunds and cancellation")
    save_policy(refunds, name="Refunds", text="Within 30 days.\n\nIn cash.", by=paid.by)
    before = paid.pay(700, keep_rest=True)
    save_policy(refunds, name="Refunds", text="None.", by=paid.by)
    after = paid.pay(700, keep_rest=True)

    [(title, edition, text)] = receipt_data(before)["terms"]
    assert (title, edition[:12], text) == (
        "Refunds",
        "Version 2 of",
        ["Within 30 days.", "In cash."],
    )
    assert [each[2] for each in receipt_data(after)["terms"]] == [["None."]]
    assert [each[0] for each in receipt_data(paid.payment)["terms"]] == ["Refunds and cancellation"]
    assert receipt_pdf(before)[:5] == b"%PDF-"
    Policy.objects.update(active=False)
    assert receipt_data(after)["terms"] == []


def test_a_receipt_is_a_pdf(paid):
    assert receipt_pdf(paid.payment)[:5] == b"%PDF-"


def test_whatever_was_typed_is_no_code_to_the_receipt(paid):
    payment = paid.pay(100, title='#panic("x") $a$ *b* 🎂 مرحبا', keep_rest=True)

    assert receipt_pdf(payment)[:5] == b"%PDF-"


def test_a_receipt_goes_by_email_with_the_pdf_and_once(paid):
    to, name = receipt_address(paid.payment)
    receipt = email_receipt(paid.payment, to=to, to_name=name, by=paid.by)
    assert Message.objects.filter(kind="payment.receipt").count() == 0

    work(receipt)
    work(receipt)

    message = Message.objects.get(kind="payment.receipt")
    assert (message.to, message.title) == (
        "priya.b@example.com",
        "Receipt for your payment of $150.00",
    )
    [file] = message.attachments.all()
    assert (file.name, bytes(file.content[:5])) == ("receipt-1001.pdf", b"%PDF-")


@pytest.mark.parametrize("to", ["", "priya", "a b@example.com"])
def test_a_receipt_needs_an_address(paid, to):
    with pytest.raises(Refused) as refusal:
        email_receipt(paid.payment, to=to, by=paid.by)

    assert refusal.value.field == "to"


def test_there_is_no_receipt_for_a_reversal(paid):
    reversal = reverse_payment(paid.pay(5, keep_rest=True), reason="x", on=DAY, by=paid.by)

    with pytest.raises(Refused):
        email_receipt(reversal, to="a@example.com", by=paid.by)
