"""What a party booking asks for, and what it hands to the operation."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.ledger.models import CREDIT_KINDS, MONEY_KINDS
from cartwheel.domain.parties.operations import Tender
from cartwheel.office.families.forms import NewFamilyForm
from cartwheel.office.parties.screen import FAMILY, HONOREE, BookingScreen
from cartwheel.office.students.forms import NewStudentForm
from cartwheel.ui.forms import DateField, MoneyField, OperationForm, PhoneField, TimeField

LONGEST_NOTE = 10_000
BOTH_TIMES = {"required": _("Choose when it starts and ends.")}
# Of the small forms that may stand inside the one of the booking.
PREFIX = {FAMILY: "new_family", HONOREE: "new_honoree"}


def pay_choices(may_credit: bool) -> list[tuple[str, Any]]:
    """How a party can be paid: with credits only where the person may grant them."""
    kinds = (*MONEY_KINDS, *CREDIT_KINDS) if may_credit else MONEY_KINDS
    return [("", _("No payment now")), *((kind.value, kind.label) for kind in kinds)]


class PartyForm(OperationForm):
    """The party itself: where, when, what, for whom. Choices come from the screen."""

    station: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, label=_("Station"), empty_label=_("Choose")
    )
    any_time = forms.BooleanField(required=False, label=_("Another time"))
    on = DateField(label=_("Date"))
    time_slot: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Time slot")
    )
    starts = TimeField(label=_("Starts"), step=5, error_messages=BOTH_TIMES)
    ends = TimeField(label=_("Ends"), step=5, error_messages=BOTH_TIMES)
    title = forms.CharField(max_length=120, label=_("Party title"))
    guests = forms.IntegerField(  # how many are too many, the station and the package say
        min_value=1,
        label=_("Number of guests"),
        error_messages={
            "required": _("Enter the number of guests."),
            "invalid": _("Enter the number of guests as a whole number."),
            "min_value": _("A party has at least one guest."),
        },
    )
    family: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None,
        label=_("Family"),
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose a family, or add a new one.")
        ),
    )
    honoree: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None,
        label=_("Honoree"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose the honoree, or add one.")
        ),
    )
    contact_name = forms.CharField(max_length=120, label=_("Contact name"))
    contact_phone = PhoneField(required=False, label=_("Contact phone"))
    contact_email = forms.EmailField(required=False, label=_("Contact email"))
    customer_notes = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Customer notes"),
    )
    staff_notes = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Staff notes"),
    )
    package: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None, label=_("Package"))
    hosts: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None, required=False, widget=forms.CheckboxSelectMultiple, label=_("Hosts")
    )
    tax_rate: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, required=False, empty_label=_("No tax"), label=_("Tax")
    )

    field_order: list[str] | None = None
    # What else can be chosen, or the price, follows from these: the page asks again at each change.
    leading = ("station", "any_time", "on", "starts", "ends", "guests", "tax_rate", "pay", "hold")

    def __init__(self, *args: Any, screen: BookingScreen, **kwargs: Any) -> None:
        super().__init__(*args, account=screen.account, **kwargs)
        self.screen = screen
        for name, queryset in screen.querysets().items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        self._offer("station", lambda: screen.stations)
        self._offer("tax_rate", lambda: screen.tax_rates)
        self.fields["honoree"].required = not screen.is_organization
        for name in ("starts", "ends"):
            self.fields[name].required = screen.any_time
        for name in self.fields.keys() & set(self.leading):
            self.fields[name].widget.attrs["data-refresh"] = ""
        self._lead("family", "id_family_search")
        if screen.adding:
            for name in ("family", "honoree"):
                self._lead(name, f"id_{PREFIX[screen.adding]}-first_name")
        for add_on in screen.add_ons:
            self.fields[f"add_on_{add_on.pk}"] = forms.IntegerField(
                required=False,
                label=add_on.name,
                error_messages={"invalid": screen.beyond.get(add_on.pk, "")},
            )

    def _offer(self, name: str, rows: Callable[[], Sequence[Any]]) -> None:
        """The choices are the rows that the screen reads anyway."""
        field: Any = self.fields[name]
        field.choices = lambda: [("", field.empty_label), *((row.pk, str(row)) for row in rows())]

    def _lead(self, name: str, control: str) -> None:
        """The summary of errors leads to ``control``, where somebody is looked for or added."""
        self.fields[name].widget.focus_id = lambda auto_id: control

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if "family" in self.errors:
            for later in ("honoree", "contact_name"):
                self.errors.pop(later, None)  # asked for once there is a family
        if typed.pop("any_time", False):
            typed["time_slot"] = None
        else:
            typed["starts"] = typed["ends"] = None
            if not typed.get("time_slot") and "time_slot" not in self.errors:
                self.add_error("time_slot", ValidationError(_("Choose a time slot.")))
        self.say_beyond()
        chosen = [(each, typed.pop(f"add_on_{each.pk}", None)) for each in self.screen.add_ons]
        typed["add_ons"] = [(add_on, quantity) for add_on, quantity in chosen if quantity]
        return typed

    def say_beyond(self) -> None:
        """Beside each add-on whose quantity cannot be had: which ones can."""
        for key, sentence in self.screen.beyond.items():
            if (name := f"add_on_{key}") not in self.errors:
                self.add_error(name, ValidationError(sentence))

    def add_on_fields(self) -> list[tuple[Any, forms.BoundField]]:
        return [(each, self[f"add_on_{each.pk}"]) for each in self.screen.add_ons]


class BookingForm(PartyForm):
    """A new booking: the party, its charge and a payment, or a quote that holds the slot."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    charge = forms.BooleanField(required=False, label=_("Post the full party price"))
    due_on = DateField(required=False, label=_("Due date"))
    pay = forms.ChoiceField(required=False, label=_("Payment"))
    amount = MoneyField(
        above_zero=True,
        label=_("Amount"),
        error_messages={"required": _("Enter the amount of the payment.")},
    )
    reference = forms.CharField(required=False, max_length=60, label=_("Reference"))
    keep_rest = forms.BooleanField(
        required=False, label=_("Keep what is above the balance as account credit")
    )
    hold = forms.BooleanField(required=False, label=_("Only a quote: hold the slot until"))
    hold_on = DateField(
        label=_("Held until"), error_messages={"required": _("Choose until when it is held.")}
    )
    hold_at = TimeField(label=_("Time"), error_messages={"required": _("Choose the time of day.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pay"].choices = pay_choices(self.screen.may_credit)  # type: ignore[attr-defined]
        held = bool(self.screen.typed.get("hold"))
        if held or not self.screen.typed.get("pay"):
            # Kept as it was typed, in case there is a payment after all.
            self.fields["amount"] = forms.CharField(required=False)
        self.fields["hold_on"].required = self.fields["hold_at"].required = held

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        typed["hold_until"] = self._hold_until(typed)
        typed["payment"] = self._tender(typed)
        if typed["hold_until"]:
            typed["charge"], typed["payment"] = False, None
        return typed

    def _tender(self, typed: dict[str, Any]) -> Tender | None:
        kind, amount = typed.pop("pay", ""), typed.pop("amount", None)
        reference, keep_rest = typed.pop("reference", ""), typed.pop("keep_rest", False)
        if not kind or not amount:
            return None
        return Tender(kind=kind, amount=amount, reference=reference, keep_rest=keep_rest)

    def _hold_until(self, typed: dict[str, Any]) -> datetime | None:
        hold = typed.pop("hold", False)
        day, clock = typed.pop("hold_on", None), typed.pop("hold_at", None)
        if not hold or not day or not clock:
            return None
        until = timezone.make_aware(datetime.combine(day, clock))
        if until <= timezone.now():
            self.add_error("hold_on", ValidationError(_("Choose a time that is still to come.")))
        return until


class ChangeForm(PartyForm):
    """A party as it is to be from now on. ``version`` says which state the person has seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class QuickFamilyForm(NewFamilyForm):
    """The family that is not in the books yet: what is needed, and what the account requires."""

    BASIC = ("first_name", "last_name", "phone", "email", "portal_password", "duplicates_seen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keep_only(*self.BASIC)

    def further(self) -> list[BoundField]:
        """What the account requires beside the basic ones."""
        return [bound for bound in self if bound.name not in self.BASIC]


class HonoreeForm(NewStudentForm):
    """The child that is not in the books yet; the last name is the family's where none is given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last_name: Any = self.fields["last_name"]
        last_name.required = last_name.asked = False
        self.keep_only("first_name", "last_name", "born_on")
