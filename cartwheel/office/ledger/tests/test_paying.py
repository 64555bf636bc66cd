import pytest

from cartwheel.domain.ledger.operations import refund_payment
from cartwheel.domain.ledger.queries import account_credit, balance_of
from cartwheel.domain.ledger.tasks import send_receipt
from cartwheel.domain.mailer.models import Message
from cartwheel.office.ledger.tests.conftest import text_of


def send(browser, desk, **changed):
    form = {
        "kind": "cash",
        "amount": "100",
        "paid_on": desk.today.isoformat(),
        "reference": "",
        "title": "",
        "spread": "oldest",
        "request_key": "one",
        "do": "save",
    }
    return browser.post(desk.at("new-payment"), form | changed)


def test_the_amount_is_preset_to_the_balance(desk, dana):
    desk.charge(30000)
    desk.pay(10000)

    page = dana.get(desk.at("new-payment"))

    assert 'value="200.00"' in page.content.decode()
    assert "Family balance now $200.00 This payment $200.00" in text_of(page)
    assert "Balance afterwards $0.00" in text_of(page)


def test_a_payment_pays_the_oldest_charge_first(desk, dana):
    late, first = desk.charge(10000, due=9), desk.charge(8000, due=1)

    response = send(dana, desk)

    payment = desk.family.payments.get()
    assert response.url == desk.at("payment", payment.pk)
    assert [(a.charge, a.amount) for a in payment.allocations.all()] == [
        (first, 8000),
        (late, 2000),
    ]
    assert "Payment 1001 of $100.00 is taken." in text_of(dana.get(response.url))


def test_a_payment_goes_where_it_is_told(desk, dana):
    late, first = desk.charge(10000, due=9), desk.charge(8000, due=1)
    parts = {f"charge_{late.pk}": "70", f"charge_{first.pk}": "30.00"}

    send(dana, desk, spread="hand", **parts)

    payment = desk.family.payments.get()
    assert {a.charge: a.amount for a in payment.allocations.all()} == {late: 7000, first: 3000}


def test_what_it_would_pay_is_shown_before(desk, dana):
    desk.charge(8000)

    page = send(dana, desk, amount="50", do="")

    assert "$80.00 due $50.00 paid" in text_of(page)
    assert "Applied to charges $50.00 Stays as account credit $0.00" in text_of(page)
    assert desk.family.payments.count() == 0


def test_a_payment_above_the_balance_asks_and_then_is_credit(desk, dana):
    desk.charge(8000)

    refused = send(dana, desk)

    assert refused.status_code == 422
    sentence = "The family owes $80.00. $20.00 of this payment would stay as account credit."
    assert sentence in text_of(refused)
    assert "Keep $20.00 as account credit" in text_of(refused)
    assert desk.family.payments.count() == 0
    send(dana, desk, keep_rest="on")
    assert account_credit(desk.family) == 2000


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("-5", "Enter an amount of zero or more."),
        ("0", "Enter an amount above zero."),
        ("", "This field is required."),
        ("1.234", "Enter at most 2 decimals."),
    ],
)
def test_an_amount_that_is_none_comes_back_as_typed(desk, dana, amount, sentence):
    desk.charge(8000)

    response = send(dana, desk, amount=amount)

    assert (response.status_code, desk.family.payments.count()) == (422, 0)
    assert sentence in text_of(response)
    assert f'name="amount" value="{amount}"' in response.content.decode() or not amount


def test_more_than_is_due_on_a_charge_is_refused(desk, dana):
    charge = desk.charge(8000)

    response = send(dana, desk, spread="hand", **{f"charge_{charge.pk}": "80.01"})

    assert "Charge 1001 has $80.00 left to pay, so $80.01 is too much." in text_of(response)


def test_the_same_payment_sent_twice_is_taken_once(desk, dana):
    desk.charge(20000)
    first, second = send(dana, desk), send(dana, desk)

    assert first.url == second.url
    assert balance_of(desk.family) == 10000


def test_only_who_may_grant_credits_is_offered_them(desk, dana, olive):
    desk.charge(20000)

    assert "House credit" not in text_of(dana.get(desk.at("new-payment")))
    assert send(dana, desk, kind="house").status_code == 422
    assert "House credit" in text_of(olive.get(desk.at("new-payment")))
    assert send(olive, desk, kind="house").status_code == 302


def test_a_payment_shows_what_it_paid_and_what_is_left(desk, dana):
    desk.charge(8000)
    payment = desk.pay(10000, keep_rest=True, reference="1277", kind="check")

    page = text_of(dana.get(desk.at("payment", payment.pk)))

    assert "Payment 1001: $100.00" in page
    assert "Paid for Splash party Charge 1001 $80.00" in page
    assert "Account credit $20.00" in page
    assert "Reference 1277" in page


def test_what_is_left_is_applied_to_a_charge_by_hand(desk, dana):
    payment = desk.pay(10000, keep_rest=True)
    charge = desk.charge(8000)

    form = {"charge": charge.pk, "amount": "30", "seen_left": 10000}
    dana.post(desk.at("apply-payment", payment.pk), form)

    page = text_of(dana.get(desk.at("payment", payment.pk)))
    assert "$30.00 is applied to Charge 1001." in page
    assert account_credit(desk.family) == 7000


def test_what_is_left_is_applied_once_when_the_form_is_sent_twice(desk, dana):
    payment = desk.pay(10000, keep_rest=True)
    form = {"charge": desk.charge(8000).pk, "amount": "30", "seen_left": 10000}

    dana.post(desk.at("apply-payment", payment.pk), form)
    dana.post(desk.at("apply-payment", payment.pk), form)

    page = text_of(dana.get(desk.at("payment", payment.pk)))
    assert "Payment 1001 was used meanwhile: $70.00 of it is left. Nothing was applied." in page
    assert account_credit(desk.family) == 7000


def test_all_credit_is_applied_with_one_button(desk, dana):
    desk.pay(10000, keep_rest=True)
    desk.charge(8000)
    assert "Apply credit" in text_of(dana.get(desk.at("family-ledger")))

    dana.post(desk.at("apply-credit"))

    page = text_of(dana.get(desk.at("family-ledger")))
    assert "$80.00 of credit is applied to 1 charge." in page
    assert "Apply credit" not in page


def test_a_payment_is_taken_off_a_charge(desk, olive):
    charge = desk.charge(8000)
    payment = desk.pay(8000)
    row = payment.allocations.get()

    page = text_of(olive.get(desk.at("unapply", row.pk)))
    assert "Becomes account credit $80.00 Due again on Charge 1001 $80.00" in page
    olive.post(desk.at("unapply", row.pk), {"reason": "Meant for January"})

    assert account_credit(desk.family) == 8000
    assert "Due $80.00" in text_of(olive.get(desk.at("charge", charge.pk)))
    assert olive.get(desk.at("unapply", row.pk)).status_code == 404


def test_a_reversal_says_in_numbers_what_it_does_and_does_it(desk, olive):
    desk.charge(8000)
    payment = desk.pay(10000, keep_rest=True)
    address = desk.at("reverse-payment", payment.pk)

    page = text_of(olive.get(address))
    assert "Taken off the ledger $100.00 Due again on its charges $80.00" in page
    assert "Family balance now $20.00 CR Family balance afterwards $80.00" in page
    olive.post(address, {"reason": "Check bounced"})

    assert balance_of(desk.family) == 8000
    assert olive.get(address).url == desk.at("payment", payment.pk)


def refund(browser, desk, payment, **changed):
    form = {"amount": "50", "kind": "cash", "request_key": "r", "do": "save"} | changed
    return browser.post(desk.at("refund", payment.pk), form)


def test_a_refund_shows_first_what_becomes_due(desk, olive):
    desk.charge(8000)
    payment = desk.pay(10000, keep_rest=True)

    page = text_of(refund(olive, desk, payment, do=""))

    assert "Goes back to the family $50.00 From account credit $20.00" in page
    assert "Due again on Charge 1001 $30.00 Balance afterwards $30.00" in page
    assert desk.family.refunds.count() == 0


def test_a_refund_is_recorded_once_however_often_it_is_sent(desk, olive):
    payment = desk.pay(10000, keep_rest=True)

    refund(olive, desk, payment)
    refund(olive, desk, payment)

    assert [r.amount for r in desk.family.refunds.all()] == [5000]
    assert "Refund 1001 Cash" in text_of(olive.get(desk.at("payment", payment.pk)))


def test_too_much_is_not_refunded(desk, olive):
    payment = desk.pay(10000, keep_rest=True)

    response = refund(olive, desk, payment, amount="100.01")

    assert response.status_code == 422
    assert "At most $100.00 of Payment 1001 can be refunded." in text_of(response)


def test_a_refund_is_taken_back(desk, olive):
    payment = desk.pay(10000, keep_rest=True)
    row = refund_payment(payment, amount=5000, kind="cash", on=desk.today, by=desk.otters.owner)

    olive.post(desk.at("reverse-refund", row.pk), {"reason": "Not paid out"})

    assert account_credit(desk.family) == 10000


def test_the_desk_may_neither_refund_nor_reverse(desk, dana):
    payment = desk.pay(10000, keep_rest=True)

    for page in ("refund", "reverse-payment"):
        assert dana.get(desk.at(page, payment.pk)).status_code == 403, page


def test_the_receipt_is_a_pdf(desk, dana):
    payment = desk.pay(10000, keep_rest=True)

    response = dana.get(desk.at("receipt", payment.pk))

    assert response["Content-Type"] == "application/pdf"
    assert response.content[:5] == b"%PDF-"


def test_the_receipt_goes_to_the_guardian_and_is_seen_on_the_payment(desk, dana):
    payment = desk.pay(10000, keep_rest=True)
    address = desk.at("payment", payment.pk)
    assert 'value="priya.b@example.com"' in dana.get(address).content.decode()

    dana.post(desk.at("email-receipt", payment.pk), {"to": "priya.b@example.com"})
    assert "priya.b@example.com" in text_of(dana.get(address))
    row = payment.receipt_emails.get()
    send_receipt(account_id=row.account_id, receipt_id=row.pk)

    message = Message.objects.get(kind="payment.receipt")
    assert message.to_name == "Priya Banerjee"
    assert "Being written" not in text_of(dana.get(address))


def test_a_wrong_address_is_told(desk, dana):
    payment = desk.pay(10000, keep_rest=True)

    dana.post(desk.at("email-receipt", payment.pk), {"to": "priya"})

    page = text_of(dana.get(desk.at("payment", payment.pk)))
    assert "Enter a valid email address." in page


def test_what_was_typed_of_a_payment_or_a_refund_is_offered_again(desk, dana, olive):
    payment = desk.pay(10000, keep_rest=True)
    forms = {
        desk.at("new-payment"): (dana, {"amount": "12.50", "reference": "1277"}),
        desk.at("refund", payment.pk): (olive, {"amount": "3.50", "note": "Too much"}),
    }
    for address, (browser, typed) in forms.items():
        browser.post("/a/otters/drafts/", {"form": address, **typed})
        assert browser.get(address).context["draft"] is not None

        again = browser.get(f"{address}?draft").context["form"]

        assert {name: again[name].value() for name in typed} == typed


def test_a_payment_that_was_taken_leaves_no_draft(desk, dana):
    dana.post("/a/otters/drafts/", {"form": desk.at("new-payment"), "amount": "12.50"})
    desk.charge(10000)

    send(dana, desk)

    assert dana.get(desk.at("new-payment")).context["draft"] is None
