"""What is asked of somebody who signs."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.paperwork.models import Policy, PolicyVersion
from cartwheel.domain.paperwork.operations import Child, Ink, read_drawing, require_age
from cartwheel.domain.paperwork.queries import Needed
from cartwheel.domain.people.models import Student
from cartwheel.domain.people.operations import read_email, read_phone
from cartwheel.kernel.refusals import Refused
from cartwheel.ui.forms import DateField, OperationForm

ROWS = 4  # children that can be entered at once


def name_field(label: Any, complete: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": complete, "autocapitalize": "words"})
    return forms.CharField(max_length=60, label=label, widget=widget)


class FindForm(OperationForm):
    """A phone number or an email address, whole: nothing else finds anybody."""

    contact = forms.CharField(
        max_length=254,
        label=gettext_lazy("Your phone number or email"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country

    def clean_contact(self) -> dict[str, str]:
        typed = self.cleaned_data["contact"]
        try:
            if "@" in typed:
                return {"email": read_email(typed), "phone": ""}
            return {"email": "", "phone": read_phone(typed, self.country)}
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class SignerForm(OperationForm):
    """Who signs: her name, and her birth date where texts ask for an age."""

    first_name = name_field(gettext_lazy("First name"), "off")
    last_name = name_field(gettext_lazy("Last name"), "off")
    born_on = DateField(
        required=False,
        label=gettext_lazy("Your birth date"),
        help_text=gettext_lazy("It shows that you are of age to sign."),
    )

    def require_signer_age(self, policies: Iterable[Policy], born_on: date | None) -> None:
        """Say beside the birth date that it is missing, or that she is too young."""
        if "born_on" in self.errors:
            return
        try:
            require_age(policies, born_on, timezone.localdate())
        except Refused as refusal:
            self.add_error("born_on", str(refusal))


class GuestForm(SignerForm):
    """For those whom nobody knows also how to reach her."""

    phone = forms.CharField(
        required=False,
        max_length=40,
        label=gettext_lazy("Phone"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.CharField(
        required=False,
        max_length=254,
        label=gettext_lazy("Email"),
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off"}),
    )
    students: forms.MultipleChoiceField = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("For whom do you sign?"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        country: str,
        known: Sequence[Student] | None = None,
        asks_age: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.country = country
        self.fields["born_on"].required = asks_age
        if known is None:
            del self.fields["students"]
        else:
            del self.fields["phone"], self.fields["email"]
            # First names only: whoever knows a phone number learns no more.
            choices = [(str(student.pk), student.first_name) for student in known]
            self.fields["students"].choices = choices  # type: ignore[attr-defined]
            if not choices:
                del self.fields["students"]

    def clean_phone(self) -> str:
        return self._read(read_phone, self.cleaned_data["phone"], self.country)

    def clean_email(self) -> str:
        return self._read(read_email, self.cleaned_data["email"])

    @staticmethod
    def _read(reader: Any, *given: str) -> str:
        try:
            return str(reader(*given))
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        unreached = not typed.get("phone") and not typed.get("email")
        if "phone" in self.fields and unreached and not self.errors.keys() & {"phone", "email"}:
            self.add_error("phone", _("Enter a phone number or an email address."))
        return typed


class ChildForm(OperationForm):
    """A child that is entered here; a row without a name is none."""

    first_name = forms.CharField(required=False, max_length=60, label=gettext_lazy("First name"))
    last_name = forms.CharField(required=False, max_length=60, label=gettext_lazy("Last name"))
    born_on = DateField(required=False, label=gettext_lazy("Birth date"))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("first_name") and (typed.get("last_name") or typed.get("born_on")):
            self.add_error("first_name", _("Enter the first name."))
        return typed

    def child(self, last_name: str) -> Child | None:
        typed = self.cleaned_data
        if not typed.get("first_name"):
            return None
        return Child(typed["first_name"], typed["last_name"] or last_name, typed["born_on"])


def child_forms(data: Any = None) -> list[ChildForm]:
    return [ChildForm(data, prefix=f"child-{nth}") for nth in range(ROWS)]


class SignForm(OperationForm):
    """A tick for each text and a signature below. Ticks of required texts must be set.

    ``shown`` names the versions on the page, so that a text that was edited meanwhile is read
    again; ``sitting`` makes a form that is sent twice sign once.
    """

    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    sitting = forms.CharField(widget=forms.HiddenInput, required=False)
    drawing = forms.CharField(
        required=False,
        strip=False,
        widget=forms.HiddenInput,
        label=gettext_lazy("Signature"),
    )
    typed = forms.CharField(
        required=False,
        max_length=130,
        label=gettext_lazy("Type your name as your signature"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )

    def __init__(self, *args: Any, needed: Iterable[Needed], **kwargs: Any) -> None:
        self.needed = list(needed)
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, "shown": self.named(), "sitting": str(uuid4())}
        for each in self.needed:
            self.fields[self.tick(each.version)] = forms.BooleanField(
                required=False,
                label=_("I have read “%s” and agree") % each.version.title,
            )

    def named(self) -> str:
        return ",".join(str(each.version.pk) for each in self.needed)

    @staticmethod
    def tick(version: PolicyVersion) -> str:
        return f"agree_{version.pk}"

    @property
    def texts(self) -> list[tuple[Needed, BoundField]]:
        return [(each, self[self.tick(each.version)]) for each in self.needed]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if set(typed.get("shown", "").split(",")) != set(self.named().split(",")):
            self.data = answering(self.data, self.named())
            raise forms.ValidationError(
                _("What is to be signed has changed meanwhile. Please read it again.")
            )
        self._require_ticks(typed)
        try:
            typed["ink"] = Ink(drawn=read_drawing(typed.get("drawing", "")), typed=typed["typed"])
        except Refused as refusal:
            self.add_error("drawing", str(refusal))
        except KeyError:  # too long; said beside the field
            pass
        return typed

    def _require_ticks(self, typed: dict[str, Any]) -> None:
        for each in self.asked(typed):
            name = self.tick(each.version)
            if each.policy.required and not typed.get(name):
                self.add_error(name, _("Tick this once you have read it."))

    def asked(self, typed: dict[str, Any]) -> list[Needed]:
        """The texts that whom was chosen needs."""
        return self.needed

    def agreed(self) -> list[PolicyVersion]:
        typed = self.cleaned_data
        return [n.version for n in self.asked(typed) if typed.get(self.tick(n.version))]


def answering(typed: Any, shown: str) -> Any:
    """What was typed, as an answer to the texts ``shown`` now."""
    data = typed.copy()
    data["shown"] = shown
    return data


class LinkForm(SignForm, SignerForm):
    """The same, for a family that is known: who signs, and for which of its children."""

    first_name = name_field(gettext_lazy("First name"), "given-name")
    last_name = name_field(gettext_lazy("Last name"), "family-name")
    students: forms.MultipleChoiceField = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("For whom do you sign?"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        children = {str(s.pk): str(s) for each in self.needed for s in each.students}
        self.fields["students"].choices = list(children.items())  # type: ignore[attr-defined]
        self.initial["students"] = list(children)
        if not children:
            del self.fields["students"]
        self.fields["born_on"].required = any(
            each.policy.signer_age_min is not None for each in self.needed
        )

    def asked(self, typed: dict[str, Any]) -> list[Needed]:
        chosen = {int(key) for key in typed.get("students", ())}
        return [
            each
            for each in self.needed
            if not each.students or chosen & {student.pk for student in each.students}
        ]

    def chosen(self) -> list[Student]:
        keys = set(self.cleaned_data.get("students", ()))
        children = {str(s.pk): s for each in self.needed for s in each.students}
        return [student for key, student in children.items() if key in keys]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if not self.errors and not self.asked(typed):
            self.add_error("students", _("Choose at least one child."))
        asked = [each.policy for each in self.asked(typed)]
        self.require_signer_age(asked, typed.get("born_on"))
        return typed
