"""The words of the ledger that are no rows: kinds of payment, books, a line before it is posted."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.catalog.models import ChargeCategory, Program, TaxRate
from cartwheel.kernel.money import percent_of


class PaymentKind(models.TextChoices):
    """How value came in: the first three are money, the others are credits."""

    CASH = "cash", _("Cash")
    CHECK = "check", _("Check")
    CARD_DEVICE = "card_device", _("External card device")
    HOUSE = "house", _("House credit")
    COUPON = "coupon", _("Coupon")
    GIFT_CARD = "gift_card", _("Gift card")
    OTHER = "other", _("Other credit")


MONEY_KINDS = (PaymentKind.CASH, PaymentKind.CHECK, PaymentKind.CARD_DEVICE)
CREDIT_KINDS = (
    PaymentKind.HOUSE,
    PaymentKind.COUPON,
    PaymentKind.GIFT_CARD,
    PaymentKind.OTHER,
)


class Book(models.TextChoices):
    """The books of the journal. The last seven are where value of each kind comes in."""

    RECEIVABLE = "receivable", _("Receivable")
    UNAPPLIED = "unapplied", _("Account credit")
    INCOME = "income", _("Income")
    DISCOUNTS = "discounts", _("Discounts")
    TAX_PAYABLE = "tax_payable", _("Tax payable")
    CASH = "cash", _("Cash")
    CHECKS = "check", _("Checks")
    CARD_DEVICE = "card_device", _("Card device")
    HOUSE_CREDITS = "house", _("House credits")
    COUPONS = "coupon", _("Coupons")
    GIFT_CARDS = "gift_card", _("Gift cards")
    OTHER_CREDITS = "other", _("Other credits")


FAMILY_BOOKS = (Book.RECEIVABLE, Book.UNAPPLIED)  # their sum is what a family owes


@dataclass(frozen=True)
class Step:
    """One step of how an amount came about, in words; ``amount`` in minor units, if it has one."""

    text: str
    amount: int | None = None


@dataclass(frozen=True)
class Priced:
    """What a line comes to: ``total = amount - discount + tax``."""

    amount: int
    discount: int
    tax: int

    @property
    def taxable(self) -> int:
        return self.amount - self.discount

    @property
    def total(self) -> int:
        return self.taxable + self.tax


@dataclass(frozen=True)
class Line:
    """One line of a charge before it is posted.

    ``amount`` is for the whole line, before discount and tax, in minor units (``quantity`` only
    says how many things it is for). ``discount`` is taken off before tax. ``trace`` tells, step
    by step, where ``amount`` comes from; it is kept, so that the bill can explain itself.
    ``tax_odd`` is the cent by which the tax of a part differs, so that all parts come to the whole.
    """

    title: str
    amount: int
    program: Program
    category: ChargeCategory
    quantity: int = 1
    discount: int = 0
    tax_rate: TaxRate | None = None
    trace: tuple[Step, ...] = ()
    tax_odd: int = 0

    @property
    def tax_percent(self) -> Decimal:
        return self.tax_rate.percent if self.tax_rate else Decimal(0)

    def untaxed(self, why: str) -> "Line":
        """The same line without its tax, and ``why`` as the last step of its trace."""
        if self.tax_rate is None:
            return self
        return replace(self, tax_rate=None, trace=(*self.trace, Step(why)))

    def priced(self) -> Priced:
        """The line with its tax, rounded half-up once."""
        tax = percent_of(self.amount - self.discount, self.tax_percent)
        return Priced(self.amount, self.discount, tax + self.tax_odd)
