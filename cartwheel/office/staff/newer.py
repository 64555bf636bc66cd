"""A form that was overtaken: what the record says now, beside what was typed."""

from typing import Any, NamedTuple

from django.forms import Form, ModelMultipleChoiceField
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _


class Difference(NamedTuple):
    label: str
    now: str
    typed: str


def overtaken(form: Form, version: int) -> bool:
    """Whether the record was saved by somebody else after this form was opened."""
    return form.is_bound and form.data.get("version") not in (None, "", str(version))


def differences(form: Form, now: dict[str, Any]) -> list[Difference]:
    """The fields in which the record as it is now differs from what was typed.

    Lets the form go on from the newer record: sent again, it overwrites knowingly.
    """
    found = []
    for bound in form.visible_fields():
        before = _said(bound, now.get(bound.name))
        typed = _said(bound, bound.value())
        if before != typed:
            found.append(Difference(str(bound.label), before, typed))
    data: Any = form.data  # as posted: not to be written into
    data = data.copy()
    data["version"] = str(now["version"])
    form.data = data
    return found


def _said(bound: BoundField, value: Any) -> str:
    """A value as a person reads it."""
    field = bound.field
    value = field.prepare_value(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    choices = getattr(field, "choices", None)
    if choices is None:
        return "" if value is None else str(value).strip()
    many = isinstance(field, ModelMultipleChoiceField)
    chosen = {str(each) for each in (value or [] if many else [value if value else 0])}
    names = [str(label) for key, label in choices if str(key) in chosen]
    return ", ".join(names)
