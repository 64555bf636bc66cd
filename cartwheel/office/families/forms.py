"""What the screens of families ask for."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import Family, Keyword, Kind, ReferralSource
from cartwheel.domain.people.operations import EmergencyPerson, Place
from cartwheel.domain.people.queries import About
from cartwheel.kernel.refusals import Refused
from cartwheel.office.families.parts import line
from cartwheel.ui.customer_fields import CustomerForm
from cartwheel.ui.forms import OperationForm


class VersionedForm(OperationForm):
    """Knows which version of the record it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NewFamilyForm(CustomerForm):
    """The family with its primary guardian; an address and an emergency contact if asked for."""

    abouts = {About.GUARDIAN: "", About.FAMILY: "", About.EMERGENCY: "emergency_"}

    first_name = forms.CharField(max_length=60, label=_("Guardian’s first name"))
    last_name = forms.CharField(max_length=60, label=_("Guardian’s last name"))
    relationship = line(_("Relationship"), 40)
    phone = line(_("Phone"), 40, type="tel")
    email = line(_("Email"), 254, type="email")
    portal_password = forms.CharField(
        required=False,
        max_length=128,
        strip=False,
        label=_("Portal password"),
        help_text=_("Lets the guardian sign in to the Customer Portal with the email."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=True),
    )
    family_name = forms.CharField(
        max_length=120,
        required=False,
        label=_("Family name"),
        help_text=_("The guardian’s last name, if left empty."),
    )
    referral_source = forms.ModelChoiceField(
        ReferralSource.objects.none(), required=False, empty_label="—", label=_("Referral source")
    )
    line1 = line(_("Address"), 120)
    city = line(_("City"), 80)
    region = line(_("State"), 60)
    postal_code = line(_("Postal code"), 20)
    emergency_name = line(_("Name"), 120)
    emergency_phone = line(_("Phone"), 40, type="tel")
    emergency_relationship = line(_("Relationship"), 40)
    emergency_email = line(_("Email"), 254, type="email")
    duplicates_seen = forms.BooleanField(
        required=False, label=_("This is another family: add it all the same")
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        if source := self.fields.get("referral_source"):
            offered = account.referral_sources.filter(archived_at=None)
            source.queryset = offered  # type: ignore[attr-defined]
        name = self.fields.get("emergency_name")
        if name is None:
            for column in ("phone", "relationship", "email"):
                self.fields.pop(f"emergency_{column}", None)
        elif name.required:
            self.fields["emergency_phone"].required = True
            self.fields["emergency_phone"].asked = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        place = {name: cleaned.pop(name, "") for name in PLACE}
        if any(place.values()):
            cleaned["addresses"] = [Place(**place)]
        person = {name: cleaned.pop(f"emergency_{name}", "") for name in PERSON}
        if any(person.values()):
            cleaned["emergency_contacts"] = [EmergencyPerson(**person)]
        return cleaned

    def refuse(self, refusal: Refused) -> None:
        """Refusals of lists stand beside the field they were typed in."""
        beside = {"addresses": "line1", "emergency_contacts": "emergency_phone"}
        field = beside.get(refusal.field or "", refusal.field)
        super().refuse(Refused(str(refusal), field=field))


PLACE = ("line1", "city", "region", "postal_code")
PERSON = ("name", "phone", "relationship", "email")


class FamilyForm(CustomerForm):
    """A customer's own facts; the lists around it are parts beside it (see ``parts``)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(max_length=120, label=_("Family name"))
    referral_source = forms.ModelChoiceField(
        ReferralSource.objects.none(), required=False, empty_label="—", label=_("Referral source")
    )
    keywords = forms.ModelMultipleChoiceField(
        Keyword.objects.none(),
        required=False,
        label=_("Keywords"),
        widget=forms.CheckboxSelectMultiple,
    )
    flag_alert = forms.CharField(
        required=False,
        max_length=500,
        label=_("Flag alert"),
        help_text=_("Shown to staff wherever the customer appears."),
        widget=forms.Textarea({"rows": 2}),
    )
    is_member = forms.BooleanField(required=False, label=_("Member"))
    is_employee = forms.BooleanField(required=False, label=_("Employee"))
    in_service = forms.BooleanField(required=False, label=_("In service (military, police, fire)"))
    do_not_solicit = forms.BooleanField(
        required=False,
        label=_("Do not solicit"),
        help_text=_("No news and no offers to anybody of this customer."),
    )

    def __init__(self, *args: Any, account: Account, record: Family, **kwargs: Any) -> None:
        organization = record.kind == Kind.ORGANIZATION
        self.abouts = {About.FAMILY: ""}
        self.own_about = About.ORGANIZATION if organization else About.FAMILY
        super().__init__(*args, account=account, record=record, **kwargs)
        fields: Any = self.fields
        if organization:
            fields["name"].label = _("Name")
        if "referral_source" in fields:
            fields["referral_source"].queryset = account.referral_sources.filter(
                Q(archived_at=None) | Q(pk=record.referral_source_id)
            )
        mine = record.keyword_links.values("keyword")
        fields["keywords"].queryset = account.keywords.filter(Q(archived_at=None) | Q(pk__in=mine))


FACTS = (
    *("version", "name", "referral_source", "flag_alert"),
    *("is_member", "is_employee", "in_service", "do_not_solicit"),
)


def facts_of(family: Family) -> dict[str, Any]:
    """What ``FamilyForm`` begins with."""
    keywords = family.keyword_links.values_list("keyword", flat=True)
    return {name: getattr(family, name) for name in FACTS} | {"keywords": list(keywords)}


class GuardianForm(CustomerForm):
    abouts = {About.GUARDIAN: ""}

    version = forms.IntegerField(widget=forms.HiddenInput)
    first_name = forms.CharField(max_length=60, label=_("First name"))
    last_name = forms.CharField(max_length=60, label=_("Last name"))
    relationship = forms.CharField(
        max_length=40, required=False, label=_("Relationship"), help_text=_("Mother, grandfather")
    )


class NewGuardianForm(GuardianForm):
    version = None  # type: ignore[assignment]


class SuspensionForm(OperationForm):
    reason = forms.CharField(
        max_length=500,
        label=_("Why"),
        help_text=_("Staff read this; the family does not."),
        widget=forms.Textarea({"rows": 3}),
    )


class PortalForm(OperationForm):
    email = forms.CharField(
        max_length=254, label=_("Signs in with"), widget=forms.TextInput({"type": "email"})
    )
    portal_password = forms.CharField(
        max_length=128,
        strip=False,
        label=_("New portal password"),
        help_text=_("At least 8 characters, and not one that everybody uses."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=True),
    )
