"""Forms about customers ask for what the account chose to ask for, and no more.

``apply_rules(form, account, channel, about)`` fits a form that makes a new record: a hidden field
leaves the form, so that nothing can be sent for it; a required one must be filled in, and carries
the red mark. The account's own fields are added, named ``custom_<key>``; ``CustomerForm`` gives
them to the operation together, as ``custom``.

With ``record=`` the form changes what is there already. Then a required field only carries its
mark: what is missing is asked for and never keeps anybody from saving. ``still_missing(form)``
names those fields, for a note beside "saved". A hidden field is not in ``cleaned_data``, and the
operation leaves alone what it is not given.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.models import Channel, CustomField, Rule
from cartwheel.domain.people.queries import About, rules_of_form
from cartwheel.ui import formats
from cartwheel.ui.forms import DateField, OperationForm

Kind = CustomField.Kind
YES_NO = (("", "—"), ("yes", _("Yes")), ("no", _("No")))


def apply_rules(
    form: forms.BaseForm,
    account: Account,
    channel: Channel,
    about: str,
    *,
    record: Any = None,
) -> None:
    """Fit ``form`` to what the account asks about ``about`` (see ``people.fields.About``)."""
    fit(form, account, channel, {about: ""}, own_about=about, record=record)


def fit(
    form: forms.BaseForm,
    account: Account,
    channel: Channel,
    abouts: Mapping[str, str],
    *,
    own_about: str,
    record: Any = None,
) -> None:
    """Fit a form that asks about several things. Each has a prefix before its fields' names.

    The account's own fields about ``own_about`` are added.
    """
    rules, own = rules_of_form(account, channel, {*abouts, own_about})
    values = getattr(record, "custom", None) or {}
    for custom in own:
        if custom.about == own_about:
            form.fields[f"custom_{custom.pk}"] = own_field(custom, values.get(str(custom.pk)))
    named = {
        abouts.get(about, "") + name: rule
        for (about, name), rule in rules.items()
        if about in abouts or name.startswith("custom_")
    }
    obey(form, named, existing=record is not None)


def obey(form: forms.BaseForm, rules: Mapping[str, Rule], *, existing: bool = False) -> None:
    """Hide, require or merely ask for the fields of ``form``, by their names."""
    for name, rule in rules.items():
        field: Any = form.fields.get(name)
        if field is None:
            continue
        if rule == Rule.HIDDEN:
            del form.fields[name]
        elif rule == Rule.REQUIRED:
            field.asked = True
            field.required = field.required or not existing


def own_field(custom: CustomField, value: str | None) -> forms.Field:
    """A form field for a field of the account's own; ``value`` is what is kept, as text."""
    common: dict[str, Any] = {"required": False, "label": custom.name, "initial": value}
    if custom.kind == Kind.NUMBER:
        return forms.DecimalField(max_digits=20, decimal_places=6, **common)
    if custom.kind == Kind.DATE:
        return DateField(**common)
    if custom.kind == Kind.YES_NO:
        return forms.ChoiceField(choices=YES_NO, **common)
    if custom.kind == Kind.CHOICE:
        kept = [value] if value and value not in custom.choices else []
        choices = [("", "—"), *((each, each) for each in (*custom.choices, *kept))]
        return forms.ChoiceField(choices=choices, **common)
    return forms.CharField(max_length=500, **common)


def in_words(custom: CustomField, value: str) -> str:
    """A kept value of the account's own field, as people read it."""
    if value and custom.kind == Kind.DATE:
        return formats.day(date.fromisoformat(value))
    if custom.kind == Kind.YES_NO:
        return str(dict(YES_NO)[value]) if value in ("yes", "no") else ""
    return value


def still_missing(form: forms.BaseForm) -> list[str]:
    """The labels of the fields that are asked for and were left empty."""
    return [
        str(bound.label)
        for bound in form
        if getattr(bound.field, "asked", False) and bound.value() in (None, "", [])
    ]


class CustomerForm(OperationForm):
    """A form about a record of a customer, which asks for what the account chose."""

    about: ClassVar[str] = ""
    abouts: Mapping[str, str] = {}  # of a form about several things: a prefix for each
    own_about: str = About.FAMILY

    def __init__(
        self,
        *args: Any,
        account: Account,
        channel: Channel = Channel.OFFICE,
        record: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, account=account, **kwargs)
        abouts = self.abouts or {self.about: ""}
        own = self.about or self.own_about
        fit(self, account, channel, abouts, own_about=own, record=record)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        own = {name: cleaned.pop(name) for name in list(cleaned) if name.startswith("custom_")}
        if any(name.startswith("custom_") for name in self.fields):
            cleaned["custom"] = {name.removeprefix("custom_"): v for name, v in own.items()}
        return cleaned

    def own_fields(self) -> list[BoundField]:
        """The account's own fields, for the template."""
        return [bound for bound in self if bound.name.startswith("custom_")]

    def keep_only(self, *names: str) -> None:
        """A quick form: leave out everything but ``names`` and what must be filled in."""
        for name in list(self.fields):
            if name not in names and not self.fields[name].required:
                del self.fields[name]
