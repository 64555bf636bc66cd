"""What setting up parties asks for."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.accounts.models import Account, Location
from cartwheel.domain.catalog.models import ChargeCategory, Program, TaxRate
from cartwheel.domain.parties.models import AddOn, Package, Station, TimeSlot
from cartwheel.office.weekdays import WEEKDAY_NAMES
from cartwheel.ui.forms import DateField, MoneyField, OperationForm, TimeField

LARGEST_IMAGE = 3 * 1024 * 1024
IMAGE_TYPES = {"JPEG", "PNG", "WEBP"}


class OfferForm(OperationForm):
    """A form about something of one location; ``here`` narrows its choices to it."""

    def __init__(self, *args: Any, location: Location, **kwargs: Any) -> None:
        account: Account = location.account
        super().__init__(*args, account=account, **kwargs)
        self.location = location
        self.here()

    def here(self) -> None:
        """Fill the choices that depend on the location."""

    @staticmethod
    def values_of(row: Any) -> dict[str, Any]:
        """The record as the form's fields hold it."""
        raise NotImplementedError

    def choose(self, field: str, queryset: Any) -> None:
        self.fields[field].queryset = queryset  # type: ignore[attr-defined]


class TimeSlotForm(OfferForm):
    name = forms.CharField(max_length=80, label=gettext_lazy("Name"))
    starts = TimeField(label=gettext_lazy("Starts"))
    ends = TimeField(label=gettext_lazy("Ends"))
    weekdays = forms.TypedMultipleChoiceField(
        coerce=int,
        choices=list(enumerate(WEEKDAY_NAMES)),
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Weekdays"),
    )
    setup_minutes = forms.IntegerField(
        min_value=0, max_value=600, initial=0, label=gettext_lazy("Setup, minutes")
    )
    cleanup_minutes = forms.IntegerField(
        min_value=0, max_value=600, initial=0, label=gettext_lazy("Cleanup, minutes")
    )

    @staticmethod
    def values_of(slot: TimeSlot) -> dict[str, Any]:
        return {name: getattr(slot, name) for name in TimeSlotForm.base_fields}


class StationForm(OfferForm):
    name = forms.CharField(max_length=80, label=gettext_lazy("Name"))
    capacity = forms.IntegerField(min_value=1, max_value=9999, label=gettext_lazy("Capacity"))
    summary = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("Short description")
    )
    description = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        label=gettext_lazy("Full description"),
    )
    image = forms.ImageField(
        required=False,
        label=gettext_lazy("Image"),
        help_text=gettext_lazy("400 by 200 pixels suits best; JPEG, PNG or WebP, at most 3 MB."),
    )
    expires_on = DateField(
        required=False,
        label=gettext_lazy("Expires"),
        help_text=gettext_lazy("The last day it is offered."),
    )
    time_slots: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Time slots"),
        help_text=gettext_lazy("Without a time slot the station is never offered."),
    )

    def here(self) -> None:
        self.choose("time_slots", TimeSlot.objects.filter(location=self.location, active=True))

    def clean_image(self) -> Any:
        image = self.cleaned_data.get("image")
        if not image:
            return None
        if image.size > LARGEST_IMAGE:
            raise ValidationError(_("Choose an image of at most 3 MB."))
        if image.image.format not in IMAGE_TYPES:
            raise ValidationError(_("Choose a JPEG, PNG or WebP image."))
        return image

    @staticmethod
    def values_of(station: Station) -> dict[str, Any]:
        plain = ("name", "capacity", "summary", "description", "expires_on")
        slots = list(station.time_slots.values_list("pk", flat=True))
        return {name: getattr(station, name) for name in plain} | {"time_slots": slots}


class PackageForm(OfferForm):
    name = forms.CharField(max_length=80, label=gettext_lazy("Name"))
    price = MoneyField(label=gettext_lazy("Price"))
    guests_included = forms.IntegerField(
        min_value=0, max_value=9999, label=gettext_lazy("Guests included")
    )
    guests_max = forms.IntegerField(min_value=1, max_value=9999, label=gettext_lazy("Most guests"))
    guest_price = MoneyField(required=False, label=gettext_lazy("Price per additional guest"))
    deposit_kind = forms.ChoiceField(
        choices=[
            (Package.Deposit.NONE, gettext_lazy("No deposit")),
            (Package.Deposit.AMOUNT, gettext_lazy("An amount")),
            (Package.Deposit.PERCENT, gettext_lazy("A percentage of the total")),
        ],
        label=gettext_lazy("Deposit"),
    )
    deposit_amount = MoneyField(required=False, label=gettext_lazy("Deposit amount"))
    deposit_percent = forms.DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        label=gettext_lazy("Deposit percent"),
    )
    tax_rate: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, required=False, empty_label=gettext_lazy("No tax"), label=gettext_lazy("Tax")
    )
    description = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 5}), label=gettext_lazy("Description")
    )
    stations: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Offered at"),
    )

    def here(self) -> None:
        self.choose("tax_rate", TaxRate.objects.filter(location=self.location, archived_at=None))
        self.choose("stations", Station.objects.filter(location=self.location, active=True))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name in ("guest_price", "deposit_amount", "deposit_percent"):
            typed[name] = typed.get(name) or 0
        needed = {"amount": "deposit_amount", "percent": "deposit_percent"}
        field = needed.get(typed.get("deposit_kind", ""))
        if field and not typed[field] and field not in self.errors:
            self.add_error(field, ValidationError(_("Say how much the deposit is.")))
        return typed

    @staticmethod
    def values_of(package: Package) -> dict[str, Any]:
        values = {
            name: getattr(package, name) for name in PackageForm.base_fields if name != "stations"
        }
        stations = list(package.stations.values_list("pk", flat=True))
        return values | {"stations": stations, "tax_rate": package.tax_rate_id}


class AddOnForm(OfferForm):
    name = forms.CharField(max_length=80, label=gettext_lazy("Name"))
    price = MoneyField(label=gettext_lazy("Price"))
    per = forms.ChoiceField(
        choices=[("party", gettext_lazy("Per party")), ("guest", gettext_lazy("Per guest"))],
        label=gettext_lazy("Priced"),
    )
    quantity_min = forms.IntegerField(
        min_value=1, max_value=9999, initial=1, label=gettext_lazy("Least quantity")
    )
    quantity_max = forms.IntegerField(
        min_value=1, max_value=9999, initial=1, label=gettext_lazy("Most quantity")
    )
    taxable = forms.BooleanField(required=False, initial=True, label=gettext_lazy("Taxed"))
    description = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 4}), label=gettext_lazy("Description")
    )

    @staticmethod
    def values_of(add_on: AddOn) -> dict[str, Any]:
        return {name: getattr(add_on, name) for name in AddOnForm.base_fields}


class ClosureForm(OfferForm):
    on = DateField(label=gettext_lazy("Date"))
    station: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None,
        required=False,
        empty_label=gettext_lazy("All stations"),
        label=gettext_lazy("Station"),
    )
    reason = forms.CharField(max_length=200, label=gettext_lazy("Reason"))

    def here(self) -> None:
        self.choose("station", Station.objects.filter(location=self.location, active=True))

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < timezone.localdate(timezone=self.location.zone):
            raise ValidationError(_("This day is past."))
        return on


class FinancialForm(OfferForm):
    program: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("Program")
    )
    category: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("Charge category")
    )

    def here(self) -> None:
        account = self.location.account
        self.choose("program", Program.objects.filter(account=account, archived_at=None))
        self.choose("category", ChargeCategory.objects.filter(account=account))


class OtherForm(OfferForm):
    acknowledgment = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("Acknowledgment"),
        help_text=gettext_lazy("What a family must agree to when it books online."),
    )
    lead_days = forms.IntegerField(
        min_value=0,
        max_value=365,
        label=gettext_lazy("Lead time, days"),
        help_text=gettext_lazy("How many days ahead families must book by themselves."),
    )
    confirmation = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        label=gettext_lazy("Confirmation email"),
        help_text=gettext_lazy("Stands in the email above the facts of the party."),
    )
