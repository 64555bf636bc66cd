"""Programs: what is done."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.catalog.operations import (
    add_program,
    archive_program,
    change_program,
    restore_program,
)
from cartwheel.office.settings.money.pages import ArchiveRow, EditRow, NewRow, RowForm


class ProgramForm(RowForm):
    name = forms.CharField(max_length=80, label=_("Name"))
    financial_only = forms.BooleanField(
        required=False,
        label=_("Only sorts money"),
        help_text=_("It has no classes, camps or appointments, and is hidden from families."),
    )


class NewProgram(NewRow):
    form_class = ProgramForm
    related = "programs"
    heading = _("New program")
    add = add_program


class EditProgram(EditRow):
    form_class = ProgramForm
    related = "programs"
    change = change_program

    def archive_url(self, row: Any) -> str:
        return self.to("archive-program", row.pk)


class ArchiveProgram(ArchiveRow):
    form_class = ProgramForm
    related = "programs"
    archive = archive_program
    restore = restore_program
