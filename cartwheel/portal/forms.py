"""What the portal asks families for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import Gender, Guardian, ReferralSource
from cartwheel.domain.people.operations import EmergencyPerson, Place
from cartwheel.domain.people.queries import About
from cartwheel.kernel.refusals import Refused
from cartwheel.ui.customer_fields import CustomerForm
from cartwheel.ui.forms import DateField, OperationForm, PhoneField

ONE_TIME_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
PLACE = ("line1", "city", "region", "postal_code")
PERSON = ("name", "relationship", "email")


def password(label: Any, complete: str, hint: Any = "") -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": complete})
    return forms.CharField(max_length=128, strip=False, label=label, help_text=hint, widget=widget)


def line(
    label: Any, longest: int, complete: str = "off", *, kind: str = "text", required: bool = False
) -> forms.CharField:
    widget = forms.TextInput({"autocomplete": complete, "type": kind})
    return forms.CharField(max_length=longest, required=required, label=label, widget=widget)


def text(label: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": 2})
    return forms.CharField(required=False, max_length=2000, label=label, widget=widget)


CHOSEN = _("At least 8 characters. A few words make a good one.")


class SignInForm(OperationForm):
    email = forms.CharField(
        max_length=254,
        label=_("Email"),
        widget=forms.TextInput({"type": "email", "autocomplete": "username"}),
    )
    password = password(_("Password"), "current-password")
    keep = forms.BooleanField(required=False, label=_("Stay signed in on this device"))


class StepForm(OperationForm):
    code = forms.CharField(
        max_length=12,
        label=_("Code"),
        help_text=_("Six digits from your authenticator app."),
        widget=forms.TextInput(ONE_TIME_CODE),
    )


class AddressForm(OperationForm):
    email = forms.CharField(
        max_length=254,
        label=_("Email"),
        widget=forms.TextInput({"type": "email", "autocomplete": "email", "autofocus": True}),
    )


class MailedCodeForm(StepForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Six digits; the mail may take a minute.")


class NewPasswordForm(OperationForm):
    """Whose password it is where several people are known at the address."""

    guardian: "forms.ModelChoiceField[Guardian]" = forms.ModelChoiceField(
        Guardian.objects.none(),
        empty_label=None,
        label=_("Who are you?"),
        widget=forms.RadioSelect,
    )
    portal_password = password(_("New password"), "new-password", CHOSEN)

    def __init__(self, *args: Any, guardians: list[Guardian], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(guardians) == 1:
            del self.fields["guardian"]
            return
        field: Any = self.fields["guardian"]
        field.queryset = Guardian.objects.filter(pk__in=[each.pk for each in guardians])
        field.queryset = field.queryset.select_related("family")
        field.label_from_instance = lambda each: f"{each}, {each.family}"


class ChangePasswordForm(OperationForm):
    current = password(_("Current password"), "current-password")
    portal_password = password(_("New password"), "new-password", CHOSEN)


class TurnOffForm(OperationForm):
    current = password(_("Your password"), "current-password")


class RegisterForm(CustomerForm):
    """A new family by its first guardian, with what the account asks for in Online Booking."""

    abouts = {About.GUARDIAN: "", About.FAMILY: "", About.EMERGENCY: "emergency_"}

    first_name = forms.CharField(
        max_length=60,
        label=_("Your first name"),
        widget=forms.TextInput({"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        max_length=60,
        label=_("Your last name"),
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )
    relationship = line(_("Relationship to the children"), 40)
    phone = line(_("Phone"), 40, "tel", kind="tel")
    line1 = line(_("Address"), 120, "address-line1")
    city = line(_("City"), 80, "address-level2")
    region = line(_("State"), 60, "address-level1")
    postal_code = line(_("Postal code"), 20, "postal-code")
    referral_source = forms.ModelChoiceField(
        ReferralSource.objects.none(),
        required=False,
        empty_label="—",
        label=_("How did you hear about us?"),
    )
    emergency_name = line(_("Name"), 120)
    emergency_relationship = line(_("Relationship"), 40)
    emergency_phone = line(_("Phone"), 40, kind="tel")
    emergency_email = line(_("Email"), 254, kind="email")
    portal_password = password(_("Password"), "new-password", CHOSEN)
    grown_up = forms.BooleanField(label=_("I am 18 or older, and this is my family"))

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        fields: Any = self.fields
        if source := fields.get("referral_source"):
            source.queryset = account.referral_sources.filter(archived_at=None)
            if not source.queryset.exists():
                del fields["referral_source"]
        emergency = fields.get("emergency_name")
        if emergency is None or not emergency.required:
            for name in ("name", "relationship", "phone", "email"):
                fields.pop(f"emergency_{name}", None)
        else:
            fields["emergency_phone"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned.pop("grown_up", None)
        place = {name: cleaned.pop(name, "") for name in PLACE}
        if any(place.values()):
            cleaned["addresses"] = [Place(**place)]
        person = {name: cleaned.pop(f"emergency_{name}", "") for name in (*PERSON, "phone")}
        if any(person.values()):
            cleaned["emergency_contacts"] = [EmergencyPerson(**person)]
        return cleaned

    def refuse(self, refusal: Refused) -> None:
        """Refusals of lists stand beside the field they were typed in."""
        beside = {"addresses": "line1", "emergency_contacts": "emergency_phone"}
        field = beside.get(refusal.field or "", refusal.field)
        super().refuse(Refused(str(refusal), field=field))

    def about_you(self) -> list[Any]:
        return [bound for bound in self if not bound.name.startswith(("emergency_", "grown"))]

    def emergency(self) -> list[Any]:
        return [bound for bound in self if bound.name.startswith("emergency_")]


class ChildForm(CustomerForm):
    """A child of the family: the usual few questions, and whatever the account requires."""

    about = "student"
    USUAL = ("first_name", "last_name", "born_on", "gender", "allergies")

    first_name = forms.CharField(max_length=60, label=_("First name"))
    last_name = forms.CharField(max_length=60, label=_("Last name"))
    nickname = line(_("Nickname"), 60)
    born_on = DateField(required=False, label=_("Birth date"))
    gender = forms.ChoiceField(
        required=False, choices=[("", "—"), *Gender.choices], label=_("Gender")
    )
    school = line(_("School"), 120)
    shirt_size = line(_("Shirt size"), 20)
    allergies = text(_("Allergies"))
    conditions = text(_("Medical conditions"))
    medication = text(_("Medication"))
    special_needs = text(_("Special needs"))
    doctor_name = line(_("Doctor"), 120)
    doctor_phone = PhoneField(required=False, label=_("Doctor’s phone"))
    insurance_company = line(_("Insurance company"), 120)
    insurance_number = line(_("Insurance number"), 60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keep_only(*self.USUAL)
