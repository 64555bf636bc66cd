"""What canceling costs at a location, when families are reminded, and its own words in mails."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.appointments.models import AppointmentSettings
from cartwheel.domain.appointments.operations import change_appointment_settings
from cartwheel.domain.appointments.queries import settings_of
from cartwheel.domain.catalog.models import ChargeCategory, Program
from cartwheel.office.seen import digest, overtaken
from cartwheel.office.settings.appointments.hours import PlacePage
from cartwheel.ui.forms import MoneyField, OperationForm

TEXT = {"rows": 3}


class TermsForm(OperationForm):
    is_enabled = forms.BooleanField(required=False, label=_("Offer appointments at this location"))
    keeps_blackouts = forms.BooleanField(
        required=False,
        label=_("Apply blackout dates"),
        help_text=_("On days on which a program is closed its appointments are not offered."),
    )
    families_cancel = forms.BooleanField(
        required=False, label=_("Families may cancel in the Customer Portal")
    )
    notice_hours = forms.IntegerField(
        min_value=0,
        max_value=720,
        label=_("Until so many hours before"),
        help_text=_("24 is a day before. Later they have to call."),
    )
    invitation_hours = forms.IntegerField(
        min_value=1,
        max_value=720,
        label=_("An invitation works for, hours"),
        help_text=_("The link with which another family shares a booking."),
    )
    fee_kind = forms.ChoiceField(
        choices=AppointmentSettings.Fee.choices,
        widget=forms.RadioSelect,
        label=_("Fee for canceling late"),
    )
    fee_amount = MoneyField(required=False, label=_("Amount for each date"))
    fee_percent = forms.DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        label=_("Percent of the price"),
    )
    fee_hours = forms.IntegerField(
        min_value=0,
        max_value=720,
        label=_("Late is, hours before"),
        help_text=_("0: whenever it is canceled."),
    )
    fee_moved = forms.BooleanField(required=False, label=_("Also for dates that are rescheduled"))
    program: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Program of the fee"), empty_label=_("Choose")
    )
    category: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=_("Charge category of the fee"),
        empty_label=_("Choose"),
    )
    reminder_hours = forms.IntegerField(
        min_value=0,
        max_value=720,
        label=_("Remind families, hours before"),
        help_text=_("24 is a day, 168 a week. 0: nobody is reminded."),
    )
    booking_text = forms.CharField(
        required=False, widget=forms.Textarea(TEXT), label=_("Your words in the booking email")
    )
    cancellation_text = forms.CharField(
        required=False, widget=forms.Textarea(TEXT), label=_("Your words in the cancellation email")
    )
    reminder_text = forms.CharField(
        required=False, widget=forms.Textarea(TEXT), label=_("Your words in the reminder")
    )

    def __init__(self, *args: Any, location: Location, **kwargs: Any) -> None:
        account = location.account
        super().__init__(*args, account=account, **kwargs)
        choices = {
            "program": Program.objects.filter(account=account, archived_at=None),
            "category": ChargeCategory.objects.filter(account=account),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name in ("fee_amount", "fee_percent"):
            if name in typed:
                typed[name] = typed[name] or 0
        return typed


class AppointmentTerms(PlacePage):
    def get(self, request: Any, location: int) -> HttpResponse:
        place = self.place(location)
        return self.page(place, TermsForm(location=place, initial=self.kept(place)))

    def post(self, request: Any, location: int) -> HttpResponse:
        place = self.place(location)
        form = TermsForm(request.POST, location=place)
        seen, newer = request.POST.get("seen", ""), []
        if form.is_valid():
            newer = overtaken(form, seen, self.kept(place))
        if newer:
            return self.page(place, form, status=422, newer=newer)
        change = partial(change_appointment_settings, place)
        if form.perform(change, by=request.actor) is None:
            return self.page(place, form, status=422)
        messages.success(request, _t("The appointment settings of %s are saved.") % place)
        return self.go("appointment-settings")

    def kept(self, place: Location) -> dict[str, Any]:
        rows = AppointmentSettings.objects.filter(location=place)
        settings = rows.select_for_update(no_key=True).first() or settings_of(place)
        return {name: getattr(settings, name) for name in TermsForm.base_fields}

    def page(
        self, place: Location, form: TermsForm, status: int = 200, **shown: Any
    ) -> HttpResponse:
        return self.render(
            "office/settings/appointments/terms.html",
            place=place,
            form=form,
            seen=digest(self.kept(place)),
            status=status,
            **shown,
        )
