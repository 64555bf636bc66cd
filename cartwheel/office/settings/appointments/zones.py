"""Zones: rooms, and parts of rooms, location by location."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.scheduling.operations import (
    add_zone,
    archive_zone,
    change_zone,
    restore_zone,
)
from cartwheel.office.settings.appointments.pages import AppointmentSettingsPage
from cartwheel.office.settings.money.pages import (
    ArchiveRow,
    EditRow,
    LocatedForm,
    NewLocatedRow,
    RowForm,
)


class ZoneForm(RowForm):
    name = forms.CharField(
        max_length=80, label=_("Name"), help_text=_("A room or a part of one, such as Lane 2.")
    )
    exclusive = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Only one thing at a time"),
        help_text=_("Nothing else can take it meanwhile. Else several things share it."),
    )
    capacity = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=9999,
        label=_("Students at once"),
        help_text=_("Of a zone that is shared; empty for as many as like."),
    )


class NewZoneForm(LocatedForm, ZoneForm):
    field_order = ["location", "name", "exclusive", "capacity"]


class NewZone(AppointmentSettingsPage, NewLocatedRow):
    form_class = NewZoneForm
    related = "zones"
    heading = _("New zone")
    add = add_zone


class EditZone(AppointmentSettingsPage, EditRow):
    form_class = ZoneForm
    related = "zones"
    change = change_zone

    def archive_url(self, row: Any) -> str:
        return self.to("archive-zone", row.pk)


class ArchiveZone(AppointmentSettingsPage, ArchiveRow):
    form_class = ZoneForm
    related = "zones"
    archive = archive_zone
    restore = restore_zone
