"""Settings > Locations."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.accounts import permissions
from cartwheel.domain.accounts.models import Location
from cartwheel.domain.catalog.operations import add_location, change_location
from cartwheel.office.seen import digest, overtaken
from cartwheel.office.views import OfficeView
from cartwheel.ui.forms import OperationForm, PhoneField

REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def timezone_choices() -> list[tuple[str, str]]:
    known = sorted(name for name in available_timezones() if name.split("/")[0] in REGIONS)
    return [(name, name.replace("_", " ")) for name in known]


class LocationForm(OperationForm):
    name = forms.CharField(max_length=80, label=gettext_lazy("Name"))
    timezone = forms.ChoiceField(choices=timezone_choices, label=gettext_lazy("Time zone"))
    address = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), label=gettext_lazy("Address")
    )
    phone = PhoneField(required=False, label=gettext_lazy("Phone"))
    email = forms.EmailField(required=False, label=gettext_lazy("Email"))


def values_of(place: Location) -> dict[str, Any]:
    return {name: getattr(place, name) for name in LocationForm.base_fields}


class Locations(OfficeView):
    permission = permissions.SETUP

    def get(self, request: Any) -> HttpResponse:
        places = Location.objects.filter(account=request.account)
        return self.render("office/settings/locations.html", places=places)


class NewLocation(OfficeView):
    permission = permissions.SETUP

    def get(self, request: Any) -> HttpResponse:
        initial = {"timezone": request.location.timezone}
        return self.page(LocationForm(account=request.account, initial=initial))

    def post(self, request: Any) -> HttpResponse:
        form = LocationForm(request.POST, account=request.account)
        place = form.perform(add_location, by=request.actor)
        if place is None:
            return self.page(form, status=422)
        messages.success(request, _("%s is added.") % place)
        return self.go("locations")

    def page(self, form: LocationForm, status: int = 200) -> HttpResponse:
        return self.render("office/settings/location.html", form=form, status=status)


class EditLocation(OfficeView):
    permission = permissions.SETUP

    def find(self, pk: int) -> Location:
        rows = Location.objects.filter(account=self.request.account, pk=pk)
        place = rows.select_for_update(no_key=True).first()
        if place is None:
            raise self.no_such()
        self.work_at(place)
        return place

    def get(self, request: Any, location: int) -> HttpResponse:
        place = self.find(location)
        return self.page(place, LocationForm(account=request.account, initial=values_of(place)))

    def post(self, request: Any, location: int) -> HttpResponse:
        place = self.find(location)
        form = LocationForm(request.POST, account=request.account)
        seen = request.POST.get("seen", "")
        if form.is_valid() and (newer := overtaken(form, seen, values_of(place))):
            return self.page(place, form, status=422, newer=newer)
        changed = form.perform(lambda **values: change_location(place, **values), by=request.actor)
        if changed is None:
            return self.page(place, form, status=422)
        messages.success(request, _("%s is changed.") % changed)
        return self.go("locations")

    def page(
        self, place: Location, form: LocationForm, status: int = 200, **shown: Any
    ) -> HttpResponse:
        return self.render(
            "office/settings/location.html",
            place=place,
            form=form,
            status=status,
            seen=digest(values_of(place)),
            **shown,
        )
