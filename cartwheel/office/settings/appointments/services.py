"""Services: what families book."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments.operations import (
    add_service,
    archive_service,
    change_service,
    remove_service_image,
    restore_service,
    set_service_image,
)
from cartwheel.office.settings.appointments.pages import AppointmentSettingsPage
from cartwheel.office.settings.money.pages import (
    ArchiveRow,
    EditRow,
    NewRow,
    RowForm,
    RowPage,
)
from cartwheel.ui.pictures import keep_picture, picture_response


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
    template = "office/settings/appointments/service.html"
    change = change_service

    def archive_url(self, row: Any) -> str:
        return self.to("archive-service", row.pk)


class ServicePicture(AppointmentSettingsPage, RowPage):
    """The picture itself; sent a new one, it takes the place of the old."""

    form_class = ServiceForm
    related = "services"

    def get(self, request: Any, row: int) -> HttpResponseBase:
        return picture_response(self.row(row).image, large=True)

    def post(self, request: Any, row: int) -> HttpResponse:
        service = self.row(row)
        kept = _t("The picture of %s is saved.") % service
        keep_picture(request, partial(set_service_image, service), kept=kept)
        return self.go("edit-service", service.pk)


class RemoveServicePicture(AppointmentSettingsPage, RowPage):
    form_class = ServiceForm
    related = "services"

    def get(self, request: Any, row: int) -> HttpResponse:
        return self.go("edit-service", self.row(row).pk)

    def post(self, request: Any, row: int) -> HttpResponse:
        service = remove_service_image(self.row(row), by=request.actor)
        messages.success(request, _t("The picture of %s is removed.") % service)
        return self.go("edit-service", service.pk)


class ArchiveService(AppointmentSettingsPage, ArchiveRow):
    form_class = ServiceForm
    related = "services"
    archive = archive_service
    restore = restore_service
