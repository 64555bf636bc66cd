"""What the pages of a ledger ask for."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.accounts.models import Account, Location
from cartwheel.domain.catalog.queries import (
    offered_categories,
    offered_programs,
    offered_tax_rates,
)
from cartwheel.domain.ledger.models import CREDIT_KINDS, MONEY_KINDS, Charge, Priced
from cartwheel.domain.ledger.operations import Line, Step
from cartwheel.kernel.money import percent_of
from cartwheel.ui import formats
from cartwheel.ui.forms import DateField, MoneyField, OperationForm

SPREADS = (
    ("oldest", gettext_lazy("Oldest charges first")),
    ("hand", gettext_lazy("As entered below")),
    ("none", gettext_lazy("To none: keep it as account credit")),
)


def new_key() -> str:
    """What tells a form that is sent twice from two forms."""
    return uuid.uuid4().hex


class ChargeForm(OperationForm):
    """The head of a charge; its lines are forms of their own."""

    title = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Left empty, it is the title of the first line."),
    )
    charged_on = DateField(label=gettext_lazy("Charge date"))
    due_on = DateField(label=gettext_lazy("Due date"))
    request_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        charged, due = typed.get("charged_on"), typed.get("due_on")
        if charged and due and due < charged:
            self.add_error("due_on", _("A charge cannot be due before its own date."))
        return typed


class LineForm(OperationForm):
    """One line: what for, how many, at what price, less what, plus which tax."""

    title = forms.CharField(max_length=200, label=gettext_lazy("Description"))
    program: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("Program")
    )
    category: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("Charge category")
    )
    quantity = forms.IntegerField(
        min_value=1, max_value=9999, initial=1, label=gettext_lazy("Quantity")
    )
    price = MoneyField(label=gettext_lazy("Amount each"))
    discount = MoneyField(required=False, label=gettext_lazy("Discount"))
    tax_rate: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, required=False, empty_label=gettext_lazy("No tax"), label=gettext_lazy("Tax")
    )

    def __init__(
        self, *args: Any, account: Account, location: Location, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, account=account, **kwargs)
        self.business = account
        choices = {
            "program": offered_programs(account),
            "category": offered_categories(account, on=today),
            "tax_rate": offered_tax_rates(location),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        for name in ("quantity", "price", "discount", "tax_rate"):
            self.fields[name].widget.attrs["data-refresh"] = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into it; choices alone say nothing."""
        return not any(
            (self.data.get(self.add_prefix(name)) or "").strip() for name in ("title", "price")
        )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        amount = (typed.get("price") or 0) * (typed.get("quantity") or 0)
        if "price" in typed and (typed.get("discount") or 0) > amount:
            self.add_error("discount", _("A discount cannot be more than the amount itself."))
        return typed

    def priced(self) -> Priced | None:
        """What the line comes to, as soon as that can be told: a program matters to no price."""
        self.is_valid()
        given = self.cleaned_data
        needed = ("price", "quantity", "discount", "tax_rate")
        if any(name in self.errors or name not in given for name in needed):
            return None
        rate = given["tax_rate"]
        amount, discount = given["price"] * given["quantity"], given["discount"] or 0
        tax = percent_of(amount - discount, rate.percent) if rate else 0
        return Priced(amount, discount, tax)

    def bare_line(self) -> Line | None:
        """As much of the line as its price and its division take; None while it has no price."""
        price = self.priced()
        if price is None:
            return None
        return Line(
            title="",
            amount=price.amount,
            program=None,  # type: ignore[arg-type]
            category=None,  # type: ignore[arg-type]
            discount=price.discount,
            tax_rate=self.cleaned_data["tax_rate"],
        )

    def line(self, who: str) -> Line:
        """The line as the ledger takes it, with the steps by which its amount came about."""
        given = self.cleaned_data
        price, quantity = given["price"], given["quantity"]
        return Line(
            title=given["title"],
            amount=price * quantity,
            program=given["program"],
            category=given["category"],
            quantity=quantity,
            discount=given["discount"] or 0,
            tax_rate=given["tax_rate"],
            trace=self._steps(who, price, quantity),
        )

    def _steps(self, who: str, price: int, quantity: int) -> tuple[Step, ...]:
        entered = Step(_("Amount entered by %s") % who, price)
        if quantity == 1:
            return (entered,)
        shown = formats.money(price, self.business.currency, self.business.locale)
        times = _("%(quantity)d × %(price)s") % {"quantity": quantity, "price": shown}
        return (entered, Step(times, price * quantity))


class PaymentForm(OperationForm):
    """A payment, and what it is for: the open charges in order, or so much of each."""

    kind = forms.ChoiceField(
        choices=(), widget=forms.RadioSelect, label=gettext_lazy("Payment type")
    )
    amount = MoneyField(label=gettext_lazy("Amount"))
    paid_on = DateField(label=gettext_lazy("Date"))
    reference = forms.CharField(
        max_length=100,
        required=False,
        label=gettext_lazy("Reference"),
        help_text=gettext_lazy("Check number, or the number on the card device’s slip."),
    )
    title = forms.CharField(max_length=200, required=False, label=gettext_lazy("Title"))
    spread = forms.ChoiceField(
        choices=SPREADS, widget=forms.RadioSelect, label=gettext_lazy("Apply to")
    )
    keep_rest = forms.BooleanField(required=False)
    request_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, charges: list[Charge], may_credit: bool, **kwargs: Any) -> None:
        self.charges = charges
        super().__init__(*args, **kwargs)
        kinds = (*MONEY_KINDS, *CREDIT_KINDS) if may_credit else MONEY_KINDS
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, kind.label) for kind in kinds
        ]
        for charge in charges:
            field = MoneyField(required=False, label=_("Amount for %s") % charge)
            if self.account is not None:
                field.adopt(self.account)
            self.fields[f"charge_{charge.pk}"] = field

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        parts = [
            (charge, part)
            for charge in self.charges
            if (part := typed.pop(f"charge_{charge.pk}", None))
        ]
        way = typed.pop("spread", "oldest")
        typed["apply_to"] = None if way == "oldest" else parts if way == "hand" else ()
        if typed.get("amount") == 0:
            self.add_error("amount", _("Enter an amount above zero."))
        return typed


class RefundForm(OperationForm):
    """How much goes back, and how."""

    amount = MoneyField(label=gettext_lazy("Amount"))
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in MONEY_KINDS],
        widget=forms.RadioSelect,
        label=gettext_lazy("Refund as"),
    )
    reference = forms.CharField(max_length=100, required=False, label=gettext_lazy("Reference"))
    note = forms.CharField(max_length=250, required=False, label=gettext_lazy("Note"))
    request_key = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ReasonForm(OperationForm):
    """Why something is taken back; it stands in the history."""

    reason = forms.CharField(max_length=250, label=gettext_lazy("Reason"))


class SplitReasonForm(ReasonForm):
    every_part = forms.BooleanField(
        required=False, label=gettext_lazy("Reverse the parts of the other households too")
    )


class ApplyForm(OperationForm):
    """So much of a payment for one open charge."""

    charge: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("Charge")
    )
    amount = MoneyField(label=gettext_lazy("Amount"))
    seen_left = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, account: Account, charges: Any, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        self.business = account
        field = self.fields["charge"]
        field.queryset = charges  # type: ignore[attr-defined]
        field.label_from_instance = self._named  # type: ignore[attr-defined]

    def _named(self, charge: Charge) -> str:
        due = formats.money(charge.due, self.business.currency, self.business.locale)
        return _("%(charge)s, %(title)s: %(due)s due") % {
            "charge": charge,
            "title": charge.title,
            "due": due,
        }


class EmailForm(OperationForm):
    to = forms.EmailField(label=gettext_lazy("Email address"))
