"""Settings > Parties: time slots, stations, packages, add-ons.

Each is a list of what there is and a form for one of them; ``Offered`` says what they differ in.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.parties import operations, permissions
from cartwheel.domain.parties.models import AddOn, Package, Station, TimeSlot
from cartwheel.office.seen import digest, overtaken
from cartwheel.office.settings.parties.forms import (
    AddOnForm,
    OfferForm,
    PackageForm,
    StationForm,
    TimeSlotForm,
)
from cartwheel.office.views import OfficeView

SECTIONS = (
    ("time-slots", gettext_lazy("Time slots")),
    ("stations", gettext_lazy("Stations")),
    ("packages", gettext_lazy("Packages")),
    ("add-ons", gettext_lazy("Add-ons")),
    ("party-financial", gettext_lazy("Financial")),
    ("party-other", gettext_lazy("Other")),
)


class PartySettingsView(OfficeView, abstract=True):
    """A section of Settings > Parties."""

    permission = permissions.SETUP
    section: ClassVar[str]

    def shell(self) -> dict[str, Any]:
        tabs = [(label, self.to(page), page == self.section) for page, label in SECTIONS]
        return super().shell() | {"tabs": tabs, "section": self.section}


class Offered(PartySettingsView, abstract=True):
    model: ClassVar[type[Any]]
    form_class: ClassVar[type[OfferForm]]
    add: ClassVar[Callable[..., Any]]
    change: ClassVar[Callable[..., Any]]
    new_page: ClassVar[str]
    edit_page: ClassVar[str]
    new_label: ClassVar[Any]
    empty_text: ClassVar[Any]

    def rows(self) -> QuerySet[Any]:
        found: QuerySet[Any] = self.model.objects.filter(
            account=self.request.account, location=self.request.location
        )
        return found


class OfferList(Offered, abstract=True):
    def get(self, request: Any) -> HttpResponse:
        rows = [(row, self.to(self.edit_page, row.pk)) for row in self.rows()]
        return self.render(
            f"office/settings/parties/{self.section}.html",
            rows=rows,
            new_url=self.to(self.new_page),
            new_label=self.new_label,
            empty_text=self.empty_text,
        )


class NewOffer(Offered, abstract=True):
    def get(self, request: Any) -> HttpResponse:
        return self.page(self.form_class(location=request.location))

    def post(self, request: Any) -> HttpResponse:
        form = self.form_class(request.POST, request.FILES, location=request.location)
        added = form.perform(type(self).add, location=request.location, by=request.actor)
        if added is None:
            return self.page(form, status=422)
        messages.success(request, _("%s is added.") % added)
        return self.go(self.section)

    def page(self, form: OfferForm, status: int = 200) -> HttpResponse:
        return self.render(
            "office/settings/parties/offer.html",
            form=form,
            status=status,
            heading=self.new_label,
            back_url=self.to(self.section),
        )


class EditOffer(Offered, abstract=True):
    def find(self, pk: int, *, locked: bool = False) -> Any:
        rows = self.model.objects.filter(account=self.request.account, pk=pk)
        row = (rows.select_for_update(no_key=True) if locked else rows).first()
        if row is None:
            raise self.no_such()
        row.location = next(
            (place for place in self.request.locations if place.pk == row.location_id), row.location
        )
        row.location.account = self.request.account
        self.work_at(row.location)
        return row

    def get(self, request: Any, pk: int) -> HttpResponse:
        row = self.find(pk)
        values = self.form_class.values_of(row)
        return self.page(row, self.form_class(location=row.location, initial=values))

    def post(self, request: Any, pk: int) -> HttpResponse:
        row = self.find(pk, locked=True)
        if request.POST.get("do") in ("deactivate", "activate"):
            getattr(operations, request.POST["do"])(row, by=request.actor)
            return self.go(self.section)
        form = self.form_class(request.POST, request.FILES, location=row.location)
        now = self.form_class.values_of(row)
        if form.is_valid() and (newer := overtaken(form, request.POST.get("seen", ""), now)):
            return self.page(row, form, status=422, newer=newer)
        changed = form.perform(lambda **values: type(self).change(row, **values), by=request.actor)
        if changed is None:
            return self.page(self.find(pk), form, status=422)
        messages.success(request, _("%s is changed.") % changed)
        return self.go(self.section)

    def page(self, row: Any, form: OfferForm, status: int = 200, **shown: Any) -> HttpResponse:
        return self.render(
            "office/settings/parties/offer.html",
            row=row,
            form=form,
            status=status,
            heading=str(row),
            back_url=self.to(self.section),
            seen=digest(self.form_class.values_of(row)),
            **shown,
        )


class TimeSlotOffer(Offered, abstract=True):
    section = "time-slots"
    model = TimeSlot
    form_class = TimeSlotForm
    add = staticmethod(operations.add_time_slot)
    change = staticmethod(operations.change_time_slot)
    new_page, edit_page = "new-time-slot", "edit-time-slot"
    new_label = gettext_lazy("New time slot")
    empty_text = gettext_lazy("No time slot yet: parties have no times to choose from.")


class StationOffer(Offered, abstract=True):
    section = "stations"
    model = Station
    form_class = StationForm
    add = staticmethod(operations.add_station)
    change = staticmethod(operations.change_station)
    new_page, edit_page = "new-station", "edit-station"
    new_label = gettext_lazy("New station")
    empty_text = gettext_lazy("No station yet: parties have no room to be held in.")


class PackageOffer(Offered, abstract=True):
    section = "packages"
    model = Package
    form_class = PackageForm
    add = staticmethod(operations.add_package)
    change = staticmethod(operations.change_package)
    new_page, edit_page = "new-package", "edit-package"
    new_label = gettext_lazy("New package")
    empty_text = gettext_lazy("No package yet: parties have no price.")


class AddOnOffer(Offered, abstract=True):
    section = "add-ons"
    model = AddOn
    form_class = AddOnForm
    add = staticmethod(operations.add_add_on)
    change = staticmethod(operations.change_add_on)
    new_page, edit_page = "new-add-on", "edit-add-on"
    new_label = gettext_lazy("New add-on")
    empty_text = gettext_lazy("No add-on yet.")


class TimeSlots(TimeSlotOffer, OfferList): ...


class NewTimeSlot(TimeSlotOffer, NewOffer): ...


class EditTimeSlot(TimeSlotOffer, EditOffer): ...


class Stations(StationOffer, OfferList): ...


class NewStation(StationOffer, NewOffer): ...


class EditStation(StationOffer, EditOffer): ...


class Packages(PackageOffer, OfferList): ...


class NewPackage(PackageOffer, NewOffer): ...


class EditPackage(PackageOffer, EditOffer): ...


class AddOns(AddOnOffer, OfferList): ...


class NewAddOn(AddOnOffer, NewOffer): ...


class EditAddOn(AddOnOffer, EditOffer): ...
