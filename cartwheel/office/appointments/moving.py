"""Another time, room or instructor for one timeslot; whoever is in it comes along."""

from datetime import datetime, time
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments import permissions
from cartwheel.domain.appointments.models import Appointment, Timeslot
from cartwheel.domain.appointments.operations import change_series, change_timeslot
from cartwheel.domain.appointments.queries import (
    ALL,
    FOLLOWING,
    free_nearby,
    places_in,
    series_of,
    substitutes_for,
    touched_bookings,
)
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.queries import address_of
from cartwheel.domain.scheduling.models import Zone
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.periods import read_day
from cartwheel.kernel.text import read_key
from cartwheel.office.appointments.record import TimeslotView
from cartwheel.office.weekdays import WEEKDAY_NAMES
from cartwheel.ui.forms import DateField, OperationForm, TimeField

MOST_SUBSTITUTES = 12


THIS = "this"
SCOPES = (
    (THIS, _("Only this one")),
    (FOLLOWING, _("This and following")),
    (ALL, _("All that are still to come")),
)


class MoveForm(OperationForm):
    """``scope``: whether one meeting moves or the whole weekly time, on the weekday of ``on``."""

    on = DateField(label=_("Date"))
    starts = TimeField(step=5, label=_("From"))
    ends = TimeField(step=5, label=_("To"))
    instructor: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Instructor"), empty_label=None
    )
    zone: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Zone"), empty_label=_("None")
    )
    scope = forms.ChoiceField(
        required=False, choices=SCOPES, widget=forms.RadioSelect, label=_("What changes")
    )
    send_email = forms.BooleanField(required=False, label=_("Email the families"))

    def __init__(self, *args: Any, slot: Timeslot, **kwargs: Any) -> None:
        super().__init__(*args, account=slot.account, **kwargs)
        if slot.appointment.frequency == Appointment.Frequency.ONCE or slot.time.archived_at:
            self.fields["scope"].widget = forms.HiddenInput()
        here = {"account": slot.account, "archived_at": None}
        self.fields["instructor"].queryset = StaffMember.objects.filter(**here)  # type: ignore[attr-defined]
        self.fields["zone"].queryset = Zone.objects.filter(location=slot.location, **here)  # type: ignore[attr-defined]

    @staticmethod
    def clock(slot: Timeslot, asked: str) -> dict[str, time]:
        """From when to when: as it is, or as long from ``asked`` on."""
        zone = slot.location.zone
        starts = slot.starts_at.astimezone(zone)
        try:
            typed = time.fromisoformat(asked)
        except ValueError:
            typed = starts.time()
        ends = datetime.combine(starts.date(), typed) + (slot.ends_at - slot.starts_at)
        return {"starts": typed, "ends": ends.time()}

    def clean_scope(self) -> str:
        return self.cleaned_data["scope"] or THIS

    @classmethod
    def of(cls, slot: Timeslot, asked: Any) -> "MoveForm":
        """As it is, with the day, the person and the zone that an address asks for."""
        initial: dict[str, Any] = {
            "on": read_day(asked.get("on", "")) or slot.on,
            **cls.clock(slot, asked.get("starts", "")),
            "instructor": read_key(asked.get("instructor", "")) or slot.instructor_id,
            "zone": read_key(asked.get("zone", "")) or slot.zone_id,
            "scope": THIS,
            "send_email": True,
        }
        return cls(slot=slot, initial=initial)


class MoveTimeslot(TimeslotView):
    permission = permissions.BOOK

    def get(self, request: Any, timeslot: int) -> HttpResponse:
        slot = self.timeslot(timeslot)
        if slot.canceled_at is not None or slot.starts_at <= timezone.now():
            return self.go("timeslot", slot.pk)
        return self.page(slot, MoveForm.of(slot, request.GET))

    def post(self, request: Any, timeslot: int) -> HttpResponse:
        slot, now = self.timeslot(timeslot), timezone.now()
        form = MoveForm(request.POST, slot=slot)
        if form.is_valid() and form.cleaned_data["scope"] != THIS and "seen" not in request.POST:
            return self.preview(slot, form, now)
        typed = dict(form.cleaned_data) if form.is_valid() else {}
        moved = form.perform(partial(self.change, slot), now=now, by=request.actor)
        if moved is None:
            near = self.near(slot, typed, now)
            return self.page(slot, form, status=422, now=now, near=near)
        messages.success(request, moved)
        return self.go("timeslot", slot.pk)

    def change(self, slot: Timeslot, *, scope: str, on: Any, **typed: Any) -> str:
        """One meeting, or the weekly time; what was done, in words."""
        if scope == THIS:
            change_timeslot(slot, on=on, **typed)
            return _t("The timeslot is changed.")
        change_series(slot, scope=ALL if scope == ALL else FOLLOWING, weekday=on.weekday(), **typed)
        return _t("The weekly time is changed.")

    def near(self, slot: Timeslot, typed: dict[str, Any], now: datetime) -> list[tuple[Any, str]]:
        """Times of that day at which it would fit, each with the address that fills them in."""
        on, starts, ends = (typed.get(name) for name in ("on", "starts", "ends"))
        if not (on and starts and ends and ends > starts and typed.get("instructor")):
            return []
        length = datetime.combine(on, ends) - datetime.combine(on, starts)
        who, zone = typed["instructor"], typed.get("zone")
        found = free_nearby(
            slot, on=on, starts=starts, length=length, instructor=who, zone=zone, now=now
        )
        asked = {"on": on.isoformat(), "instructor": who.pk, "zone": zone.pk if zone else ""}
        return [
            (at, urlencode(asked | {"starts": f"{timezone.localtime(at):%H:%M}"}))
            for at in found
            if timezone.localtime(at).time() != starts
        ]

    def preview(self, slot: Timeslot, form: MoveForm, now: datetime) -> HttpResponse:
        """Whom and what the change of a weekly time is about, before it is done."""
        typed = form.cleaned_data
        slots = list(series_of(slot, ALL if typed["scope"] == ALL else FOLLOWING, now=now))
        return self.render(
            "office/appointments/move_series.html",
            slot=slot,
            form=form,
            typed=typed,
            weekday=WEEKDAY_NAMES[typed["on"].weekday()],
            count=len(slots),
            bookings=touched_bookings(slots),
            sent=[
                (name, value) for name, value in self.request.POST.items() if name in form.fields
            ],
        )

    def page(
        self,
        slot: Timeslot,
        form: MoveForm,
        status: int = 200,
        now: datetime | None = None,
        near: list[tuple[Any, str]] | None = None,
    ) -> HttpResponse:
        places = places_in([slot]).get(slot.pk, [])
        families = Family.objects.filter(pk__in={place.booking.family_id for place in places})
        return self.render(
            "office/appointments/move.html",
            slot=slot,
            form=form,
            places=places,
            near=near,
            unreachable=[family for family in families if not address_of(family)],
            substitutes=substitutes_for(slot, now=now or timezone.now())[:MOST_SUBSTITUTES],
            status=status,
        )
