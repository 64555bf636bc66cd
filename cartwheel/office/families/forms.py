"""What the screens of families ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.operations import Contact, read_email, read_phone
from cartwheel.kernel.refusals import Refused
from cartwheel.ui.formats import phone
from cartwheel.ui.forms import OperationForm


class VersionedForm(OperationForm):
    """Knows which version of the record it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NewFamilyForm(OperationForm):
    first_name = forms.CharField(max_length=60, label=_("Guardian’s first name"))
    last_name = forms.CharField(max_length=60, label=_("Guardian’s last name"))
    relationship = forms.CharField(
        max_length=40, required=False, label=_("Relationship"), help_text=_("Mother, grandfather")
    )
    phone = forms.CharField(
        max_length=40, required=False, label=_("Phone"), widget=forms.TextInput({"type": "tel"})
    )
    email = forms.CharField(
        max_length=254, required=False, label=_("Email"), widget=forms.TextInput({"type": "email"})
    )
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
    duplicates_seen = forms.BooleanField(
        required=False, label=_("This is another family: add it all the same")
    )


class FamilyForm(VersionedForm):
    name = forms.CharField(max_length=120, label=_("Family name"))


class GuardianForm(VersionedForm):
    first_name = forms.CharField(max_length=60, label=_("First name"))
    last_name = forms.CharField(max_length=60, label=_("Last name"))
    relationship = forms.CharField(
        max_length=40, required=False, label=_("Relationship"), help_text=_("Mother, grandfather")
    )


class NewGuardianForm(GuardianForm):
    version = None  # type: ignore[assignment]


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


class ContactsForm(forms.Form):
    """The email addresses or the phone numbers of a guardian: a row each, and one to spare.

    ``contacts`` is what was typed, read; an empty row is one that is taken away.
    """

    SPARE = 1
    MOST = 20

    def __init__(self, kind: str, account: Account, contacts: Any = (), **kwargs: Any) -> None:
        super().__init__(prefix=kind, label_suffix="", **kwargs)
        self.kind, self.account = kind, account
        self.count = self._how_many(len(contacts))
        for n in range(self.count):
            given = contacts[n] if n < len(contacts) else Contact("")
            self.fields[f"value_{n}"] = self._value_field(self._as_written(given.value))
            self.fields[f"label_{n}"] = forms.CharField(
                required=False, max_length=30, initial=given.label, label=_("Kind")
            )
        primary = next((n for n, contact in enumerate(contacts) if contact.is_primary), 0)
        self.fields["primary"] = forms.IntegerField(required=False, initial=primary)

    def _how_many(self, there: int) -> int:
        """As many rows as were sent, one more when asked for."""
        if not self.is_bound:
            return there + self.SPARE
        sent = sum(1 for name in self.data if name.startswith(f"{self.kind}-value_"))
        return min(sent + (self.data.get("more") == self.kind), self.MOST)

    def _as_written(self, value: str) -> str:
        return phone(value, self.account.country) if self.kind == "phones" else value

    def _value_field(self, value: str) -> forms.CharField:
        tel = self.kind == "phones"
        return forms.CharField(
            required=False,
            initial=value,
            max_length=254,
            label=_("Phone") if tel else _("Email"),
            widget=forms.TextInput({"type": "tel" if tel else "email"}),
        )

    def rows(self) -> list[tuple[int, Any, Any, bool]]:
        """Number, value field, kind field, and whether it is the primary one."""
        chosen = str(self["primary"].value() or 0)
        return [
            (n, self[f"value_{n}"], self[f"label_{n}"], str(n) == chosen) for n in range(self.count)
        ]

    @property
    def primary_name(self) -> str:
        return self.add_prefix("primary")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for n in range(self.count):
            self._read(n, cleaned)
        return cleaned

    def _read(self, n: int, cleaned: dict[str, Any]) -> None:
        name = f"value_{n}"
        if name not in cleaned:
            return
        try:
            if self.kind == "phones":
                cleaned[name] = read_phone(cleaned[name], self.account.country, name)
            else:
                cleaned[name] = read_email(cleaned[name], name)
        except Refused as refusal:
            self.add_error(name, str(refusal))

    @property
    def contacts(self) -> list[Contact]:
        given = self.cleaned_data
        return [
            Contact(given[f"value_{n}"], given[f"label_{n}"], is_primary=n == given.get("primary"))
            for n in range(self.count)
            if given[f"value_{n}"]
        ]
