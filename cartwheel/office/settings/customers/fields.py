"""Fields of the account's own: new, changed, moved, archived."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts import permissions
from cartwheel.domain.people.models import CustomField
from cartwheel.domain.people.operations import (
    add_custom_field,
    change_custom_field,
    move_custom_field,
    restore_word,
    set_contact_types,
)
from cartwheel.domain.people.queries import contact_types
from cartwheel.office.seen import digest, overtaken
from cartwheel.office.settings.customers.words import LABEL, ArchiveSource
from cartwheel.office.settings.money.pages import ArchiveRow, EditRow, NewRow, RowForm, RowPage
from cartwheel.office.views import OfficeView
from cartwheel.ui.forms import OperationForm

LINES = forms.Textarea({"rows": 5})


class Lines(forms.CharField):
    """One entry on each line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=LINES, required=False, max_length=8000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else "\n".join(value)

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]


class FieldForm(RowForm):
    about = forms.ChoiceField(choices=CustomField.About.choices, label=_("Is about"))
    name = forms.CharField(max_length=60, label=_("Name"))
    kind = forms.ChoiceField(choices=CustomField.Kind.choices, label=_("Kind"))
    choices = Lines(label=_("Choices"), help_text=_("One on each line; only for the kind Choice."))


class ChangeFieldForm(FieldForm):
    about = None  # type: ignore[assignment]  # what it is about, it stays


class FieldPage(RowPage, abstract=True):
    form_class: ClassVar[type[RowForm]] = FieldForm
    related, home, home_label = "custom_fields", "customer-settings", LABEL


class NewField(FieldPage, NewRow):
    heading = _("New field")
    add = add_custom_field


class EditField(FieldPage, EditRow):
    form_class = ChangeFieldForm
    change = change_custom_field

    def archive_url(self, row: Any) -> str:
        return self.to("archive-custom-field", row.pk)


class ArchiveField(FieldPage, ArchiveRow):
    restore = restore_word
    archive = ArchiveSource.archive


class MoveField(FieldPage, abstract=False):
    """``up`` or ``down``: one place among those about the same."""

    def get(self, request: Any, row: int) -> HttpResponse:
        self.row(row)
        return self.go(self.home)

    def post(self, request: Any, row: int) -> HttpResponse:
        up = request.POST.get("to") == "up"
        move_custom_field(self.row(row), up=up, by=request.actor)
        return self.go(self.home)


class TypesForm(OperationForm):
    email_types = Lines(label=_("Kinds of email addresses"))
    phone_types = Lines(label=_("Kinds of phone numbers"))


class ContactTypes(OfficeView):
    permission = permissions.SETUP

    def get(self, request: Any) -> HttpResponse:
        return self.page(TypesForm(initial=self.now()))

    def post(self, request: Any) -> HttpResponse:
        form = TypesForm(request.POST)
        now = self.now()
        newer = form.is_valid() and overtaken(form, request.POST.get("seen", ""), now)
        if newer or form.perform(partial(set_contact_types), by=request.actor) is None:
            return self.page(form, status=422, newer=newer or ())
        messages.success(request, _t("The kinds are saved."))
        return self.go("customer-settings")

    def now(self) -> dict[str, list[str]]:
        emails, phones = contact_types(self.request.account)
        return {"email_types": emails, "phone_types": phones}

    def page(self, form: Any, *, status: int = 200, newer: Any = ()) -> HttpResponse:
        return self.render(
            "office/settings/customers/types.html",
            form=form,
            newer=newer,
            seen=digest(self.now()),
            status=status,
        )
