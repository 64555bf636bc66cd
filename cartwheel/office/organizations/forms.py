"""What the screens of organizations ask for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.people.models import Organization
from cartwheel.domain.people.queries import About
from cartwheel.office.families.forms import VersionedForm
from cartwheel.ui.customer_fields import CustomerForm
from cartwheel.ui.forms import DateField, OperationForm, PhoneField


def line(label: Any, longest: int, *, required: bool = False) -> forms.CharField:
    return forms.CharField(max_length=longest, required=required, label=label)


class OrganizationForm(CustomerForm):
    """Fields that the account does not ask for are not there; see ``ui.customer_fields``.

    Values of the account's own fields are changed with the rest of the record (``FamilyForm``).
    """

    abouts: Mapping[str, str] = {About.ORGANIZATION: ""}
    own_about = ""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(max_length=120, label=_("Name"))
    kind = forms.ChoiceField(choices=Organization.Kind.choices, label=_("Kind"))
    website = forms.CharField(max_length=190, required=False, label=_("Website"))


class NewOrganizationForm(OrganizationForm):
    abouts = {About.GUARDIAN: "", About.FAMILY: "", About.ORGANIZATION: ""}
    own_about = About.ORGANIZATION

    version = None  # type: ignore[assignment]
    first_name = line(_("Contact’s first name"), 60, required=True)
    last_name = line(_("Contact’s last name"), 60, required=True)
    role = forms.CharField(
        max_length=40, required=False, label=_("Role"), help_text=_("Principal, office manager")
    )
    phone = PhoneField(required=False, label=_("Phone"))
    email = forms.EmailField(required=False, label=_("Email"))
    line1 = line(_("Street"), 120)
    line2 = line(_("Suite, floor"), 120)
    city = line(_("City"), 80)
    region = line(_("State or region"), 60)
    postal_code = line(_("Postal code"), 20)
    duplicates_seen = forms.BooleanField(
        required=False, label=_("This is another customer: add it all the same")
    )


class ExemptionForm(VersionedForm):
    tax_exempt = forms.BooleanField(required=False, label=_("Exempt from tax"))
    tax_exempt_id = forms.CharField(max_length=60, required=False, label=_("Exemption number"))
    tax_exempt_until = DateField(
        required=False,
        label=_("Valid until"),
        help_text=_("The last day. Left empty, it does not run out."),
    )
    document = forms.FileField(
        required=False,
        label=_("Certificate"),
        help_text=_("PDF, JPEG or PNG, at most 12 MB"),
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class RoleForm(OperationForm):
    role = forms.CharField(
        max_length=60, required=False, label=_("Role"), help_text=_("Coach, parents’ speaker")
    )
