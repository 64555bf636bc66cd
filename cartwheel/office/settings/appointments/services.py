"""Services: what families book."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments.operations import (
    add_service,
    archive_service,
    change_service,
    restore_service,
)
from cartwheel.office.settings.appointments.pages import AppointmentSettingsPage
from cartwheel.office.settings.money.pages import ArchiveRow, EditRow, NewRow, RowForm


class ServiceForm(RowForm):
    name = forms.CharField(
        max_length=80,
        label=_("Name"),
        help_text=_("What families book, such as Private Lesson or Evaluation."),
    )
    description = forms.CharField(
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("Description"),
    )


class NewService(AppointmentSettingsPage, NewRow):
    form_class = ServiceForm
    related = "services"
    heading = _("New service")
    add = add_service


class EditService(AppointmentSettingsPage, EditRow):
    form_class = ServiceForm
    related = "services"
    change = change_service

    def archive_url(self, row: Any) -> str:
        return self.to("archive-service", row.pk)


class ArchiveService(AppointmentSettingsPage, ArchiveRow):
    form_class = ServiceForm
    related = "services"
    archive = archive_service
    restore = restore_service
