"""Another date for one place: the open timeslots of the same service to choose from."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _t

from cartwheel.domain.appointments import permissions
from cartwheel.domain.appointments.models import AppointmentSettings, Booking, Place, Timeslot
from cartwheel.domain.appointments.operations import reschedule_place
from cartwheel.domain.appointments.queries import open_timeslots, with_offer
from cartwheel.domain.people.queries import address_of
from cartwheel.kernel.periods import read_day
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import read_key
from cartwheel.office.appointments.record import BookingView

SPAN = timedelta(days=30)
MOST = 60


class ReschedulePlace(BookingView):
    permission = permissions.BOOK

    def find(self, booking: int, place: int) -> tuple[Booking, Place]:
        record = self.booking(booking)
        found = record.places.filter(pk=place).select_related("timeslot__instructor").first()
        if found is None:
            raise self.no_such()
        found.account = found.timeslot.account = self.request.account
        found.booking = record
        return record, found

    def get(self, request: Any, booking: int, place: int) -> HttpResponse:
        record, found = self.find(booking, place)
        if found.canceled_at is not None:
            return self.go("appointment-booking", record.pk)
        return self.page(record, found)

    def post(self, request: Any, booking: int, place: int) -> HttpResponse:
        record, found = self.find(booking, place)
        to = request.account.timeslots.filter(pk=read_key(request.POST.get("to", "")) or 0).first()
        if to is None:
            return self.page(record, found, _t("Choose another time."), status=422)
        to.account = request.account
        try:
            moved = reschedule_place(
                found,
                to=to,
                charge_fee=bool(request.POST.get("charge_fee")) and self.fee_of(record) is not None,
                send_email=bool(request.POST.get("send_email") and address_of(record.family)),
                now=timezone.now(),
                by=request.actor,
            )
        except Refused as refusal:
            return self.page(record, found, str(refusal), status=422)
        messages.success(request, _t("The date is rescheduled."))
        return self.go("appointment-booking", moved.pk)

    def fee_of(self, booking: Booking) -> AppointmentSettings | None:
        """The same, where the location takes it for rescheduling too."""
        settings = super().fee_of(booking)
        return settings if settings and settings.fee_moved else None

    def first_day(self) -> date:
        today = timezone.localdate()
        return max(read_day(self.request.GET.get("on", "")) or today, today)

    def choices(self, booking: Booking, first: date) -> list[Timeslot]:
        """The open timeslots of the service in the thirty days from ``first``.

        Without those in which the student has a place already, this one among them.
        """
        rows = open_timeslots(
            booking.location, first=first, last=first + SPAN, now=timezone.now()
        ).filter(appointment__service=booking.appointment.service_id)
        hers = Place.objects.filter(student=booking.student_id, canceled_at=None)
        rows = rows.exclude(pk__in=hers.values("timeslot"))
        return list(with_offer(rows).order_by("starts_at", "pk")[:MOST])

    def page(
        self, booking: Booking, place: Place, problem: str = "", status: int = 200
    ) -> HttpResponse:
        first = self.first_day()
        return self.render(
            "office/appointments/reschedule.html",
            booking=booking,
            place=place,
            first=first,
            slots=self.choices(booking, first),
            fee=self.fee_of(booking),
            email=address_of(booking.family),
            problem=problem,
            status=status,
        )
