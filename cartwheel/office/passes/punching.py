"""Punch In: a pass, a student, a day, and the lessons of that day that the pass pays for."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _t

from cartwheel.domain.accounts.models import Location
from cartwheel.domain.appointments.models import Timeslot
from cartwheel.domain.appointments.operations import NotForThisStudent, redeem_pass
from cartwheel.domain.appointments.queries import AHEAD, redeemable, with_offer
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.passes.queries import why_not
from cartwheel.domain.people.models import Student
from cartwheel.domain.people.queries import address_of, students_of
from cartwheel.kernel.periods import read_day
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import read_key
from cartwheel.office.passes.holding import PUNCH, PassView
from cartwheel.office.passes.wording import left_of

MOST_SLOTS = 100


@dataclass
class Choice:
    """Who uses the pass, and on which day at which location."""

    held: Pass
    location: Location
    students: Sequence[Student]
    student: Student | None
    on: date


class PunchIn(PassView):
    permission = PUNCH

    def get(self, request: Any, held: int) -> HttpResponse:
        return self.page(self.choice(held, request.GET))

    def post(self, request: Any, held: int) -> HttpResponse:
        choice = self.choice(held, request.POST)
        slot = self.slot(request.POST.get("timeslot", ""))
        if choice.student is None:
            return self.page(choice, _t("Choose the student who comes."), status=422)
        if slot is None:
            return self.page(choice, _t("Choose one of the times."), status=422)
        try:
            booking = redeem_pass(
                choice.held,
                student=choice.student,
                timeslot=slot,
                unfit_seen=bool(request.POST.get("unfit_seen")),
                send_email=bool(request.POST.get("send_email") and address_of(choice.held.family)),
                request_key=self.key(slot, choice.student),
                now=timezone.now(),
                by=request.actor,
            )
        except Refused as refusal:
            unfit = isinstance(refusal, NotForThisStudent)
            return self.page(choice, str(refusal), unfit=unfit, status=422)
        choice.held.refresh_from_db(fields=["used"])
        words = {
            "student": choice.student,
            "service": booking.appointment.service,
            "pass": choice.held,
            "left": left_of(choice.held),
        }
        text = _t("%(service)s for %(student)s is booked. %(pass)s: %(left)s.")
        messages.success(request, text % words)
        return self.go("appointment-booking", booking.pk)

    def key(self, slot: Timeslot, student: Student) -> uuid.UUID:
        """Of this form, this time and this student: a page that is gone back to punches anew."""
        sent = self.request.POST.get("request_key", "")[:64].replace("\0", "")
        return uuid.uuid5(uuid.NAMESPACE_OID, f"{sent}:{slot.pk}:{student.pk}")

    def slot(self, text: str) -> Timeslot | None:
        key = read_key(text)
        rows = self.request.account.timeslots.select_related("location", "appointment__service")
        found: Timeslot | None = rows.filter(pk=key).first() if key else None
        if found is not None:
            found.account = found.location.account = self.request.account
            self.work_at(found.location)
        return found

    def choice(self, pk: int, typed: Any) -> Choice:
        held = self.held(pk)
        location = self.request.location if held.type.everywhere else held.type.location
        location.account = self.request.account
        if held.student is not None:
            students = [held.student]
        else:
            mine = students_of(held.family).filter(archived_at=None)
            students = list(mine.order_by("first_name", "pk"))
        for student in students:
            student.account = self.request.account
        asked = typed.get("student", "")
        chosen = next((each for each in students if str(each.pk) == asked), None)
        if chosen is None and len(students) == 1:
            chosen = students[0]
        today = timezone.localdate()
        on = max(read_day(typed.get("on", "")) or today, today)
        return Choice(held, location, students, chosen, on)

    def page(
        self, choice: Choice, problem: str = "", *, unfit: bool = False, status: int = 200
    ) -> HttpResponse:
        held, on, now = choice.held, choice.on, timezone.now()
        why = why_not(held, on=on, location=choice.location, student=choice.student)
        found = self.open(choice, on, on, now).order_by("starts_at", "pk")
        slots = [] if why else list(with_offer(found)[:MOST_SLOTS])
        later = None
        if not slots:
            rest = self.open(choice, max(on, held.starts_on), on + AHEAD, now)
            later = rest.order_by("starts_at", "pk").first()
        return self.render(
            "office/passes/punch.html",
            held=held,
            left=left_of(held),
            family=held.family,
            choice=choice,
            why=why,
            slots=slots,
            later=None if held.left == 0 or held.suspended_at or held.voided_at else later,
            email=address_of(held.family),
            request_key=uuid.uuid4(),
            problem=problem,
            unfit=unfit,
            status=status,
        )

    def open(self, choice: Choice, first: date, last: date, now: Any) -> Any:
        return redeemable(
            choice.held, choice.location, student=choice.student, first=first, last=last, now=now
        )
