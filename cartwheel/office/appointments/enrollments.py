"""The tab Enrollments of a family's record, and New Appointment Booking from there."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from cartwheel.domain.appointments import permissions
from cartwheel.domain.appointments.queries import AHEAD, bookings_of, open_timeslots, with_offer
from cartwheel.domain.passes import permissions as passes
from cartwheel.domain.passes.queries import passes_of
from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.queries import students_of
from cartwheel.kernel.periods import read_day
from cartwheel.office.families.screen import FamilyView
from cartwheel.office.passes.holding import MOST, passes_shown

MOST_BOOKINGS, MOST_SLOTS = 200, 100
SPAN = timedelta(days=7)


class FamilyEnrollments(FamilyView):
    """What the students of the household are booked for, and the passes that pay for it."""

    permission = people.VIEW & permissions.VIEW

    def get(self, request: Any, family: int) -> HttpResponse:
        record = self.customer(family)
        rows = bookings_of(request.account, now=timezone.now()).filter(family=record)
        actor = request.actor
        sees_passes = actor.can(passes.VIEW)
        return self.tab(
            "office/families/enrollments.html",
            record,
            "family-enrollments",
            bookings=rows[:MOST_BOOKINGS],
            passes=passes_shown(passes_of(record)[:MOST], actor) if sees_passes else None,
            may_sell=actor.can(passes.SELL) and record.archived_at is None,
            may_book_appointments=actor.can(permissions.BOOK) and record.archived_at is None,
        )


class NewAppointmentBooking(FamilyView):
    """Create Appointment Booking: the student, then the timeslots with openings from a day on.

    The student is chosen by herself where the family has only one. ``?on=`` is the day, today
    unless given; the week from that day is shown.
    """

    permission = change_permission = people.VIEW & permissions.BOOK

    def get(self, request: Any, family: int) -> HttpResponse:
        record = self.customer(family)
        students = list(students_of(record).filter(archived_at=None).order_by("first_name", "pk"))
        asked = request.GET.get("student", "")
        chosen = next((each for each in students if str(each.pk) == asked), None)
        if chosen is None and len(students) == 1:
            chosen = students[0]
        today, now = timezone.localdate(), timezone.now()
        first = max(read_day(request.GET.get("on", "")) or today, today)
        found = open_timeslots(request.location, first=first, last=first + SPAN, now=now)
        slots = list(with_offer(found).order_by("starts_at", "pk")[: MOST_SLOTS + 1])
        later = None
        if not slots:
            rest = open_timeslots(request.location, first=first, last=first + AHEAD, now=now)
            later = rest.order_by("starts_at", "pk").first()
        return self.render(
            "office/appointments/create.html",
            family=record,
            students=students,
            chosen=chosen,
            first=first,
            last=first + SPAN,
            slots=slots[:MOST_SLOTS],
            more=len(slots) > MOST_SLOTS,
            later=later,
        )
