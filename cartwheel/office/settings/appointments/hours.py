"""The hours in which a location is open, weekday by weekday."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments import permissions
from cartwheel.domain.scheduling.models import OpeningHours, WorkingHours
from cartwheel.domain.scheduling.operations import Hours, set_opening_hours
from cartwheel.office.seen import digest, overtaken
from cartwheel.office.views import OfficeView
from cartwheel.office.weekdays import WEEKDAY_NAMES
from cartwheel.ui.forms import OperationForm, TimeField

WINDOWS = 2  # of a day: there is a break at noon, or none


class HoursForm(OperationForm):
    """Two windows for each weekday; one that is left empty is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, name in enumerate(WEEKDAY_NAMES):
            for window in range(WINDOWS):
                for edge, label in (("starts", _("from")), ("ends", _("to"))):
                    self.fields[f"{edge}_{weekday}_{window}"] = TimeField(
                        required=False, label=f"{name}, {label}"
                    )

    def days(self) -> list[tuple[Any, list[tuple[BoundField, BoundField]]]]:
        return [
            (
                name,
                [
                    (self[f"starts_{weekday}_{window}"], self[f"ends_{weekday}_{window}"])
                    for window in range(WINDOWS)
                ],
            )
            for weekday, name in enumerate(WEEKDAY_NAMES)
        ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        hours = []
        for weekday in range(len(WEEKDAY_NAMES)):
            for window in range(WINDOWS):
                names = [f"{edge}_{weekday}_{window}" for edge in ("starts", "ends")]
                starts, ends = (typed.pop(name, None) for name in names)
                if starts and ends:
                    hours.append(Hours(weekday, starts, ends))
                elif (starts or ends) and not set(names) & set(self.errors):
                    half = names[0] if ends else names[1]
                    self.add_error(half, ValidationError(_t("Enter both times, or none.")))
        typed["hours"] = hours
        return typed


def hours_kept(windows: Iterable[OpeningHours | WorkingHours]) -> dict[str, Any]:
    """The hours as the form holds them; a third window of a day does not fit in."""
    values: dict[str, Any] = dict.fromkeys(HoursForm().fields)
    counted = [0] * len(WEEKDAY_NAMES)
    for each in windows:
        window = counted[each.weekday]
        counted[each.weekday] += 1
        if window < WINDOWS:
            values[f"starts_{each.weekday}_{window}"] = each.starts
            values[f"ends_{each.weekday}_{window}"] = each.ends
    return values


class PlacePage(OfficeView, abstract=True):
    """Settings of one location."""

    permission = permissions.SETUP

    def place(self, pk: int) -> Any:
        place = self.request.account.locations.filter(pk=pk, archived_at=None).first()
        if place is None:
            raise self.no_such()
        place.account = self.request.account
        self.work_at(place)
        return place


class OpeningHoursPage(PlacePage):
    def get(self, request: Any, location: int) -> HttpResponse:
        place = self.place(location)
        return self.page(place, HoursForm(initial=hours_kept(place.opening_hours.all())))

    def post(self, request: Any, location: int) -> HttpResponse:
        place = self.place(location)
        form = HoursForm(request.POST)
        if form.is_valid() and overtaken(
            form, request.POST.get("seen", ""), hours_kept(place.opening_hours.all())
        ):
            return self.page(place, form, status=422)
        if form.is_valid():
            form.perform(lambda hours: self.save(place, hours))
        if form.errors:
            return self.page(place, form, status=422)
        messages.success(request, _t("The opening hours of %s are saved.") % place)
        return self.go("appointment-settings")

    def save(self, place: Any, hours: list[Hours]) -> bool:
        set_opening_hours(place, hours=hours, by=self.request.actor)
        return True

    def page(self, place: Any, form: HoursForm, status: int = 200) -> HttpResponse:
        return self.render(
            "office/settings/appointments/hours.html",
            place=place,
            form=form,
            seen=digest(hours_kept(place.opening_hours.all())),
            status=status,
        )
