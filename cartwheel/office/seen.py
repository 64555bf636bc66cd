"""Two tabs on one record that has no version of its own.

What a form was opened with travels with it, as a digest. Whoever saves locks the row and compares;
if somebody was faster, nothing is overwritten and the form shows what is there now.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.forms import ChoiceField, Form
from django.utils.translation import gettext as _


def digest(values: Mapping[str, Any]) -> str:
    """The same for the same values, whatever their order."""
    return sha256(repr(sorted(values.items())).encode()).hexdigest()[:16]


def overtaken(form: Form, seen: str, now: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What differs now from what is typed, as label and value, if somebody saved meanwhile.

    Puts the reason on the form. Empty when the record is as it was when the form was opened.
    """
    if seen == digest(now):
        return []
    form.add_error(None, _("Somebody changed this while you had it open. Nothing was saved yet."))
    return [
        (str(form.fields[name].label), shown)
        for name, value in now.items()
        if (shown := _shown(form, name, value)) != _shown(form, name, form.cleaned_data.get(name))
    ] or [("", _("Save again to keep what you typed."))]


def _shown(form: Form, name: str, value: Any) -> str:
    """A value in the words of its field."""
    field = form.fields[name]
    if value is None or value == "":
        return "—"
    if isinstance(field, ChoiceField) or hasattr(field, "queryset"):
        labels = {str(key): str(label) for key, label in field.choices}  # type: ignore[attr-defined]
        keys = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels.get(str(getattr(k, "pk", k)), str(k)) for k in keys)
    prepared = field.prepare_value(value)
    return str(prepared)
