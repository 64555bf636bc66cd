"""The lists that belong to a customer, as parts of a form."""

from functools import cache
from typing import Any, ClassVar

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.people.models import Family, Guardian
from cartwheel.domain.people.operations import (
    Contact,
    EmergencyPerson,
    Occasion,
    Place,
    read_email,
    read_phone,
)
from cartwheel.kernel.refusals import Refused
from cartwheel.office.families.rows import RowsForm
from cartwheel.ui.formats import phone
from cartwheel.ui.forms import DateField

TEL = {"type": "tel", "autocomplete": "off"}
MAIL = {"type": "email", "autocomplete": "off"}


def line(label: Any, longest: int, **attributes: Any) -> forms.CharField:
    """One line of text that may stay empty."""
    widget = forms.TextInput(attributes)
    return forms.CharField(required=False, max_length=longest, label=label, widget=widget)


def needed(values: dict[str, Any], **reasons: Any) -> dict[str, Any]:
    """The values, when none of these is empty."""
    for column, reason in reasons.items():
        if not values[column]:
            raise Refused(str(reason), field=column)
    return values


@cache
def countries(language: str) -> list[tuple[str, str]]:
    """Codes and names of countries, by name."""
    names = Locale.parse(language, sep="-").territories
    found = [(c, name) for c, name in names.items() if len(c) == 2 and c.isalpha()]
    return sorted(found, key=lambda each: each[1])


class AddressRows(RowsForm):
    kind = "addresses"
    title = _("Addresses")
    more = _("Add another address")
    pick = "is_mailing"
    picked_label = _("Mail goes here")
    own = ("line1", "line2", "city", "region", "postal_code")

    def columns(self) -> dict[str, forms.Field]:
        return {
            "line1": line(_("Address"), 120),
            "line2": line(_("Apartment, suite"), 120),
            "city": line(_("City"), 80),
            "region": line(_("State"), 60),
            "postal_code": line(_("Postal code"), 20),
            "country": forms.ChoiceField(
                required=False,
                choices=countries(get_language() or "en"),
                initial=self.at.country,
                label=_("Country"),
            ),
            "label": line(_("Kind"), 30, placeholder=_("Home")),
        }

    def read(self, values: dict[str, Any]) -> dict[str, Any]:
        return needed(values, line1=_("Enter the street of the address."))

    def wanted(self) -> list[Place]:
        return [Place(**entry) for entry in self.entries]


class EmergencyRows(RowsForm):
    kind = "emergency_contacts"
    title = _("Emergency contacts")
    more = _("Add another contact")

    def columns(self) -> dict[str, forms.Field]:
        return {
            "name": line(_("Name"), 120),
            "phone": line(_("Phone"), 40, **TEL),
            "relationship": line(_("Relationship"), 40),
            "email": line(_("Email"), 254, **MAIL),
        }

    def written(self, column: str, value: Any) -> Any:
        return phone(value, self.at.country) if column == "phone" else value

    def read(self, values: dict[str, Any]) -> dict[str, Any]:
        needed(
            values,
            name=_("Enter the name of the emergency contact."),
            phone=_("Enter a phone number at which the emergency contact answers."),
        )
        number = read_phone(values["phone"], self.at.country)
        return values | {"phone": number, "email": read_email(values["email"])}

    def wanted(self) -> list[EmergencyPerson]:
        return [EmergencyPerson(**entry) for entry in self.entries]


class DateRows(RowsForm):
    kind = "special_dates"
    title = _("Special dates")
    more = _("Add another date")
    own = ("label", "on")

    def columns(self) -> dict[str, forms.Field]:
        yearly = forms.BooleanField(required=False, initial=True, label=_("Every year"))
        return {
            "label": line(_("What"), 60, placeholder=_("Anniversary")),
            "on": DateField(required=False, label=_("Date")),
            "yearly": yearly,
        }

    def read(self, values: dict[str, Any]) -> dict[str, Any]:
        return needed(values, label=_("Say what the date is."), on=_("Enter the date."))

    def wanted(self) -> list[Occasion]:
        return [Occasion(**entry) for entry in self.entries]


class ContactRows(RowsForm):
    """``agreed``: mailings may go to the address, texts to the number."""

    pick = "primary"
    own = ("value",)
    agreed: ClassVar[Any]
    agreed_first: ClassVar[bool]
    value_label: ClassVar[Any]
    value_attributes: ClassVar[dict[str, str]]

    def columns(self) -> dict[str, forms.Field]:
        agreed = forms.BooleanField(required=False, initial=self.agreed_first, label=self.agreed)
        return {
            "value": line(self.value_label, 254, **self.value_attributes),
            "label": line(_("Kind"), 30, list=f"{self.kind}-types", autocomplete="off"),
            "agreed": agreed,
        }

    def wanted(self) -> list[Contact]:
        return [
            Contact(e["value"], e["label"], is_primary=e["primary"], agreed=e["agreed"])
            for e in self.entries
        ]


class EmailRows(ContactRows):
    kind = "emails"
    title = _("Email addresses")
    more = _("Add another email")
    agreed, agreed_first = _("Gets mailings"), True
    value_label, value_attributes = _("Email"), MAIL

    def read(self, values: dict[str, Any]) -> dict[str, Any]:
        return values | {"value": read_email(values["value"], "value")}


class PhoneRows(ContactRows):
    kind = "phones"
    title = _("Phone numbers")
    more = _("Add another phone")
    agreed, agreed_first = _("Agreed to text messages"), False
    value_label, value_attributes = _("Phone"), TEL

    def written(self, column: str, value: Any) -> Any:
        return phone(value, self.at.country) if column == "value" else value

    def read(self, values: dict[str, Any]) -> dict[str, Any]:
        return values | {"value": read_phone(values["value"], self.at.country, "value")}


# What is there already


def addresses_of(family: Family) -> list[dict[str, Any]]:
    columns = (*AddressRows.own, "country", "label", "is_mailing")
    return list(family.addresses.order_by("pk").values(*columns))


def emergency_contacts_of(family: Family) -> list[dict[str, Any]]:
    rows: Any = family.emergency_contacts.values("name", "phone", "relationship", "email")
    return list(rows)


def special_dates_of(family: Family) -> list[dict[str, Any]]:
    """Those of the family itself; a student's stand with the student."""
    rows: Any = family.special_dates.filter(student=None).values("label", "on", "yearly")
    return list(rows)


def emails_of(guardian: Guardian) -> list[dict[str, Any]]:
    return [
        {"value": e.address, "label": e.label, "agreed": e.gets_mailings, "primary": e.is_primary}
        for e in guardian.emails.all()
    ]


def phones_of(guardian: Guardian) -> list[dict[str, Any]]:
    return [
        {"value": p.number, "label": p.label, "agreed": p.gets_texts, "primary": p.is_primary}
        for p in guardian.phones.all()
    ]
