"""A booking and a timeslot, each on a page of its own, and what is done from there."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.appointments import permissions
from cartwheel.domain.appointments.models import AppointmentSettings, Booking, Place, Timeslot
from cartwheel.domain.appointments.operations import (
    cancel_places,
    cancel_students,
    cancel_timeslot,
    mark_attendance,
    restore_timeslot,
    send_booking_email,
)
from cartwheel.domain.appointments.queries import (
    TuitionLine,
    charged_in,
    open_timeslots,
    places_in,
    settings_of,
    tuition_of,
    with_offer,
)
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.paperwork import permissions as paperwork
from cartwheel.domain.paperwork.queries import Mark, waiver_marks
from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.models import Student
from cartwheel.domain.people.queries import address_of
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import read_key
from cartwheel.office.families.alerts import alerts_about
from cartwheel.office.history.timeline import timeline
from cartwheel.office.mail import tell_posted
from cartwheel.office.views import OfficeView
from cartwheel.ui.forms import OperationForm

RELATED = (
    "appointment__service",
    "appointment__instructor",
    "appointment__program",
    "appointment__pricing",
    "student",
    "family",
    "location",
    "pricing",
)


class BookingView(OfficeView, abstract=True):
    """A view of one booking of this account; any other is not there."""

    permission = permissions.VIEW

    def booking(self, pk: int) -> Booking:
        rows = self.request.account.appointment_bookings.filter(pk=pk).select_related(*RELATED)
        booking = rows.first()
        if booking is None:
            raise self.no_such()
        account = self.request.account
        booking.account = booking.location.account = booking.family.account = account
        booking.student.account = booking.appointment.account = account
        self.work_at(booking.location)
        return booking

    def fee_of(self, booking: Booking) -> AppointmentSettings | None:
        """What the location takes for canceling late, for who may charge it."""
        settings = settings_of(booking.location)
        may_charge = self.request.actor.can(ledger.POST)
        return settings if settings.has_fee and may_charge else None


class BookingPage(BookingView):
    def get(self, request: Any, booking: int) -> HttpResponse:
        record, actor, now = self.booking(booking), request.actor, timezone.now()
        related = ("timeslot__instructor", "timeslot__zone", "punch__held_pass__type")
        places = list(record.places.select_related(*related))
        punches = [place.punch for place in places if place.punch is not None]
        places.sort(key=lambda place: place.timeslot.starts_at)
        for place in places:
            place.has_begun = place.timeslot.starts_at <= now  # type: ignore[attr-defined]
        left = [p for p in places if p.canceled_at is None and p.timeslot.ends_at > now]
        invitations = record.invitations.select_related("guest__student")
        may_book = actor.can(permissions.BOOK)
        sees_ledger = actor.can(ledger.VIEW)
        tuition, no_price = self.tuition(record) if sees_ledger else ([], "")
        return self.render(
            "office/appointments/booking.html",
            booking=record,
            alerts=alerts_about(record.family, record.student),
            waiver=waivers_at(
                [record.student],
                self.request,
                next((p.timeslot.on for p in left), timezone.localdate()),
                record.location,
            ).get(record.student_id),
            places=places,
            left=left,
            standing=any(place.canceled_at is None for place in places),
            attendances=Place.Attendance.choices,
            tuition=tuition,
            paid_with=punches[-1].held_pass if punches else None,
            punch_returned=all(punch.returned_at for punch in punches),
            no_price=no_price,
            charged=charged_in(record) if sees_ledger else [],
            is_group=any(place.timeslot.capacity > 1 for place in places),
            guests=[each.guest for each in invitations if each.guest],
            asking=any(each.asked_at for each in invitations),
            charges=record.charges.select_related("charge", "charge__family"),
            sees_ledger=sees_ledger,
            sees_families=actor.can(people.VIEW),
            may_book=may_book,
            may_cancel=may_book and bool(left),
            may_charge=may_book and actor.can(ledger.POST),
            email=address_of(record.family) if may_book else "",
            history=timeline(record, limit=20),
        )

    def tuition(self, booking: Booking) -> tuple[list[TuitionLine], str]:
        """What it costs, or why that cannot be told."""
        try:
            return tuition_of(booking), ""
        except Refused as refusal:
            return [], str(refusal)


def waivers_at(
    students: list[Student], request: Any, day: date, location: Location
) -> dict[int, Mark]:
    """Whether each may take part on that day, as far as papers go; {} for who may not see it."""
    if not students or not request.actor.can(paperwork.VIEW):
        return {}
    return waiver_marks(
        students, account=request.account, day=day, activity="appointments", location=location
    )


class SendBookingEmail(BookingView):
    permission = permissions.BOOK

    def get(self, request: Any, booking: int) -> HttpResponse:
        return self.go("appointment-booking", self.booking(booking).pk)

    def post(self, request: Any, booking: int) -> HttpResponse:
        record = self.booking(booking)
        try:
            message = send_booking_email(record, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            tell_posted(request, _t("The booking email is on its way to %s.") % message.to)
        return self.go("appointment-booking", record.pk)


class MarkAttendance(BookingView):
    permission = permissions.BOOK

    def get(self, request: Any, booking: int) -> HttpResponse:
        return self.go("appointment-booking", self.booking(booking).pk)

    def post(self, request: Any, booking: int) -> HttpResponse:
        record = self.booking(booking)
        key = read_key(request.POST.get("place", ""))
        place = record.places.filter(pk=key).first() if key else None
        if place is None:
            messages.error(request, _t("Choose a date of this booking."))
            return self.go("appointment-booking", record.pk)
        said = request.POST.get("attendance", "")
        try:
            mark_attendance(place, attendance=said, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _t("The attendance of %s is saved.") % record.student)
        return self.go("appointment-booking", record.pk)


class CancelForm(OperationForm):
    places: "forms.ModelMultipleChoiceField[Any]" = forms.ModelMultipleChoiceField(
        queryset=None,
        label=_("Dates"),
        error_messages={"required": _("Choose at least one date.")},
    )
    reason = forms.CharField(required=False, max_length=250, label=_("Reason"))
    charge_fee = forms.BooleanField(required=False, label=_("Charge the fee for canceling late"))
    send_email = forms.BooleanField(required=False, label=_("Tell the family by email"))

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"].queryset = places  # type: ignore[attr-defined]


class CancelBooking(BookingView):
    """Which dates, why, and whether the family is told."""

    permission = permissions.BOOK

    def coming(self, booking: Booking) -> Any:
        rows = booking.places.filter(canceled_at=None, timeslot__ends_at__gt=timezone.now())
        return rows.select_related("timeslot__instructor").order_by("timeslot__starts_at")

    def get(self, request: Any, booking: int) -> HttpResponse:
        record = self.booking(booking)
        places = self.coming(record)
        initial = {
            "places": [place.pk for place in places],
            "charge_fee": True,
            "send_email": True,
        }
        return self.page(record, CancelForm(places=places, initial=initial))

    def post(self, request: Any, booking: int) -> HttpResponse:
        record = self.booking(booking)
        form = CancelForm(request.POST, places=self.coming(record))
        if not address_of(record.family) and form.is_valid():
            form.cleaned_data["send_email"] = False
        if not self.fee_of(record) and form.is_valid():
            form.cleaned_data["charge_fee"] = False
        gone = form.perform(
            lambda **given: cancel_places(record, **given), now=timezone.now(), by=request.actor
        )
        if gone is None:
            return self.page(record, form, status=422)
        words = {"count": len(gone), "student": record.student}
        messages.success(request, _t("%(count)d dates of %(student)s are canceled.") % words)
        return self.go("appointment-booking", record.pk)

    def page(self, booking: Booking, form: CancelForm, status: int = 200) -> HttpResponse:
        chosen = {str(getattr(key, "pk", key)) for key in form["places"].value() or []}
        sees_ledger = self.request.actor.can(ledger.VIEW)
        coming = list(self.coming(booking))
        return self.render(
            "office/appointments/cancel.html",
            booking=booking,
            form=form,
            dates=[(p, str(p.pk) in chosen) for p in coming],
            punched=any(place.punch_id for place in coming),
            email=address_of(booking.family),
            fee=self.fee_of(booking),
            charged=charged_in(booking) if sees_ledger else [],
            status=status,
        )


class TimeslotView(OfficeView, abstract=True):
    permission = permissions.VIEW

    def timeslot(self, pk: int) -> Timeslot:
        slot = with_offer(self.request.account.timeslots.filter(pk=pk)).first()
        if slot is None:
            raise self.no_such()
        slot.account = slot.location.account = self.request.account
        self.work_at(slot.location)
        return slot


class ReasonForm(OperationForm):
    reason = forms.CharField(required=False, max_length=250, label=_("Reason"))


class TimeslotPage(TimeslotView):
    def get(self, request: Any, timeslot: int) -> HttpResponse:
        slot, now = self.timeslot(timeslot), timezone.now()
        open_now = open_timeslots(slot.location, first=slot.on, last=slot.on, now=now)
        may_book = request.actor.can(permissions.BOOK)
        coming = slot.starts_at > now
        places = places_in([slot]).get(slot.pk, [])
        for place in places:
            place.student.account = request.account
        people_there = [place.student for place in places]
        marks = waivers_at(people_there, request, slot.on, slot.location)
        for place in places:
            place.waiver = marks.get(place.student_id)  # type: ignore[attr-defined]
        return self.render(
            "office/appointments/timeslot.html",
            slot=slot,
            places=places,
            sees_families=request.actor.can(people.VIEW),
            left=slot.capacity - slot.taken,
            may_book=may_book and open_now.filter(pk=slot.pk).exists(),
            may_move=may_book and coming and not slot.canceled_at,
            form=ReasonForm() if may_book and coming and not slot.canceled_at else None,
            may_restore=may_book and coming and slot.canceled_at is not None,
            may_mark=may_book and slot.starts_at <= now,
            may_cancel=may_book and slot.ends_at > now,
            attendances=Place.Attendance.choices,
            history=timeline(slot, limit=20),
        )


class TimeslotAttendance(TimeslotView):
    """Who came: a student at a time, from the page of the timeslot."""

    permission = permissions.BOOK

    def get(self, request: Any, timeslot: int) -> HttpResponse:
        return self.go("timeslot", self.timeslot(timeslot).pk)

    def post(self, request: Any, timeslot: int) -> HttpResponse:
        slot = self.timeslot(timeslot)
        key = read_key(request.POST.get("place", ""))
        place = slot.places.filter(pk=key).first() if key else None
        if place is None:
            messages.error(request, _t("Choose a student of this timeslot."))
            return self.go("timeslot", slot.pk)
        try:
            mark_attendance(place, attendance=request.POST.get("attendance", ""), by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return self.go("timeslot", slot.pk)


class CancelStudents(TimeslotView):
    """Some or all of the students give back their places in this one timeslot."""

    permission = permissions.BOOK

    def places(self, slot: Timeslot) -> Any:
        rows = slot.places.filter(canceled_at=None).order_by("pk")
        related = ("student", "booking__family", "booking__location", "booking__appointment")
        return rows.select_related("timeslot", *related)

    def get(self, request: Any, timeslot: int) -> HttpResponse:
        slot = self.timeslot(timeslot)
        places = self.places(slot)
        if not places or slot.ends_at <= timezone.now():
            return self.go("timeslot", slot.pk)
        initial = {"charge_fee": True, "send_email": True}
        return self.page(slot, CancelForm(places=places, initial=initial))

    def post(self, request: Any, timeslot: int) -> HttpResponse:
        slot = self.timeslot(timeslot)
        form = CancelForm(request.POST, places=self.places(slot))
        if form.is_valid() and not self.may_charge(slot):
            form.cleaned_data["charge_fee"] = False
        gone = form.perform(
            lambda **given: cancel_students(slot, **given), now=timezone.now(), by=request.actor
        )
        if gone is None:
            return self.page(slot, form, status=422)
        names = ", ".join(str(place.student) for place in gone)
        messages.success(request, _t("Canceled: %s.") % (names or "–"))
        return self.go("timeslot", slot.pk)

    def may_charge(self, slot: Timeslot) -> bool:
        return settings_of(slot.location).has_fee and self.request.actor.can(ledger.POST)

    def page(self, slot: Timeslot, form: CancelForm, status: int = 200) -> HttpResponse:
        chosen = {str(getattr(key, "pk", key)) for key in form["places"].value() or []}
        return self.render(
            "office/appointments/cancel_students.html",
            slot=slot,
            form=form,
            students=[(place, str(place.pk) in chosen) for place in self.places(slot)],
            fee=self.may_charge(slot),
            status=status,
        )


class CancelTimeslot(TimeslotView):
    permission = permissions.BOOK

    def get(self, request: Any, timeslot: int) -> HttpResponse:
        return self.go("timeslot", self.timeslot(timeslot).pk)

    def post(self, request: Any, timeslot: int) -> HttpResponse:
        slot = self.timeslot(timeslot)
        form = ReasonForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        try:
            cancel_timeslot(slot, reason=reason, now=timezone.now(), by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _t("The timeslot is canceled."))
        return self.go("timeslot", slot.pk)


class RestoreTimeslot(TimeslotView):
    permission = permissions.BOOK

    def get(self, request: Any, timeslot: int) -> HttpResponse:
        return self.go("timeslot", self.timeslot(timeslot).pk)

    def post(self, request: Any, timeslot: int) -> HttpResponse:
        slot = restore_timeslot(self.timeslot(timeslot), by=request.actor)
        messages.success(request, _t("The timeslot takes place after all."))
        return self.go("timeslot", slot.pk)
