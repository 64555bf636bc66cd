"""Below a family: ``/a/<account>/families/<family>/ledger/...``."""

from django.urls import URLPattern, path

from cartwheel.office.ledger import charges, credit, overview, payments, receipts, refunds

LEDGER = "families/<int:family>/ledger/"
CHARGE = LEDGER + "charges/<int:charge>/"
PAYMENT = LEDGER + "payments/<int:payment>/"

urlpatterns: list[URLPattern] = [
    path(LEDGER, overview.FamilyLedger.as_view(), name="family-ledger"),
    path(LEDGER + "charges/new/", charges.NewCharge.as_view(), name="new-charge"),
    path(CHARGE, charges.ChargePage.as_view(), name="charge"),
    path(CHARGE + "reversal/", charges.ReverseCharge.as_view(), name="reverse-charge"),
    path(LEDGER + "payments/new/", payments.NewPayment.as_view(), name="new-payment"),
    path(PAYMENT, payments.PaymentPage.as_view(), name="payment"),
    path(PAYMENT + "reversal/", payments.ReversePayment.as_view(), name="reverse-payment"),
    path(PAYMENT + "refund/", refunds.NewRefund.as_view(), name="refund"),
    path(PAYMENT + "receipt.pdf", receipts.Receipt.as_view(), name="receipt"),
    path(PAYMENT + "receipt/", receipts.EmailReceipt.as_view(), name="email-receipt"),
    path(PAYMENT + "applications/", credit.ApplyPayment.as_view(), name="apply-payment"),
    path(
        LEDGER + "allocations/<int:allocation>/removal/",
        credit.Unapply.as_view(),
        name="unapply",
    ),
    path(
        LEDGER + "refunds/<int:refund>/reversal/",
        refunds.ReverseRefund.as_view(),
        name="reverse-refund",
    ),
    path(LEDGER + "credit/", credit.ApplyCredit.as_view(), name="apply-credit"),
]
