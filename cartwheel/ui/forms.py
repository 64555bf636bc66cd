"""The base of every form: fields named as the operation's parameters, errors beside them.

``form.perform(operation, by=actor)`` runs an operation with what was typed and gives back its
result, or None when the form or the operation refused; the reason then stands on the form, which
is shown again with status 422.

``Form.as_typed(data)`` gives a form that shows what was typed and judges nothing: for drafts, for
refreshing a part of a page while somebody is still typing, and for coming back to a form after
signing in again.

Draw a field with ``{% field form.guests %}``, all of them with ``{% fields form %}`` and the
summary of errors on top with ``{% form_errors form %}``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, Self

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from cartwheel.kernel.refusals import Refused
from cartwheel.ui.fields import Account, DateField, MoneyField, PhoneField, TimeField
from cartwheel.ui.widgets import Combobox

__all__ = [
    "Combobox",
    "DateField",
    "FormError",
    "MoneyField",
    "OperationForm",
    "PhoneField",
    "TimeField",
]


DASHES = "---------"  # what Django says where nothing is chosen


class FormError(NamedTuple):
    """One reason, and the id of the control it is about ("" when it is about the whole form)."""

    text: str
    control: str
    label: str


class OperationForm(forms.Form):
    """A form that asks for the parameters of one operation.

    ``account`` fits money and phone fields to the account's currency and locale.
    """

    required_css_class = "required"
    use_required_attribute = False  # the server's sentence stands beside the field, with all others
    only_typed = False

    def __init__(self, *args: Any, account: Account | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.account = account
        for field in self.fields.values():
            if account is not None and hasattr(field, "adopt"):
                field.adopt(account)
            if getattr(field, "empty_label", None) == DASHES:
                field.empty_label = _("Choose") if field.required else _("None")  # type: ignore[attr-defined]

    @classmethod
    def as_typed(cls, data: MultiValueDict[str, Any] | dict[str, Any], **kwargs: Any) -> Self:
        """A form that shows exactly ``data``, without validating it and without errors.

        It is never valid, so that no operation can run on what nobody has checked.
        """
        form = cls(data=data, **kwargs)
        form.only_typed = True
        form.cleaned_data = {}
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # what full_clean would fill
        return form

    def is_valid(self) -> bool:
        return not self.only_typed and super().is_valid()

    def perform(self, operation: Callable[..., Any], **context: Any) -> Any:
        """Run the operation; give back its result, or None with the reason on the form."""
        if not self.is_valid():
            return None
        try:
            return operation(**self.cleaned_data, **context)
        except Refused as refusal:
            self.refuse(refusal)
            return None

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal beside the field it is about, or on top when the form has no such field."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    def error_list(self) -> list[FormError]:
        """Every reason on the form, in the order of its fields; the summary shows these."""
        return [*error_list(self)]


def error_list(*parts: forms.BaseForm) -> Iterator[FormError]:
    """The reasons on one or several forms: those about the whole first."""
    for form in parts:
        if form.is_bound:
            yield from _whole_form(form)
            for bound in form:
                yield from _beside(bound)


def _whole_form(form: forms.BaseForm) -> Iterable[FormError]:
    return (FormError(str(text), "", "") for text in form.non_field_errors())


def _beside(bound: BoundField) -> Iterable[FormError]:
    return (FormError(str(text), control_id(bound), str(bound.label)) for text in bound.errors)


def control_id(bound: BoundField) -> str:
    """The id of the control that takes the focus when a person goes to the field."""
    widget = bound.field.widget
    if hasattr(widget, "focus_id"):
        return str(widget.focus_id(bound.auto_id))
    return f"{bound.auto_id}_0" if bound.use_fieldset else str(bound.auto_id)
