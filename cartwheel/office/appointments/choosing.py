"""What can be chosen while an appointment is booked, given what is chosen already."""

from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from cartwheel.domain.appointments.models import Appointment, PricingSchedule, Timeslot
from cartwheel.domain.appointments.queries import AHEAD, dates_to_choose, nearest_open
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.queries import address_of, households_of
from cartwheel.kernel.periods import read_day
from cartwheel.kernel.text import read_key

ONCE, RECURRING = Appointment.Frequency.ONCE, Appointment.Frequency.RECURRING


class Choosing:
    """The booking of ``timeslot`` as ``typed`` so far.

    A booking that is not recurring is on one day. A recurring one takes every open date of its
    weekdays from the start date to the end date, thirteen months at most. An appointment that is
    given once has one date, whatever is typed.
    """

    def __init__(self, timeslot: Timeslot, typed: QueryDict, *, now: datetime) -> None:
        self.timeslot, self.typed, self.now = timeslot, typed, now
        self.account = timeslot.location.account
        self.appointment: Appointment = timeslot.appointment

    @cached_property
    def student(self) -> Student | None:
        key = read_key(self.typed.get("student", ""))
        if key is None:
            return None
        rows = Student.objects.filter(account=self.account, pk=key, archived_at=None)
        student = rows.select_related("family").first()
        if student is not None:
            student.account = student.family.account = self.account
        return student

    @cached_property
    def households(self) -> list[Family]:
        return households_of(self.student) if self.student else []

    @property
    def is_once(self) -> bool:
        """Whether the appointment is given on one day only."""
        return self.appointment.frequency == ONCE

    @property
    def frequency(self) -> str:
        if self.is_once:
            return ONCE
        return RECURRING if self.typed.get("frequency") == RECURRING else ONCE

    @property
    def recurring(self) -> bool:
        return self.frequency == RECURRING

    @property
    def first(self) -> date:
        if self.is_once:
            return self.timeslot.on
        return read_day(self.typed.get("starts_on", "")) or self.timeslot.on

    @property
    def last(self) -> date:
        """The last day that is shown: thirteen months ahead where none is given."""
        if not self.recurring:
            return self.first
        farthest = timezone.localdate(self.now) + AHEAD
        return min(read_day(self.typed.get("ends_on", "")) or farthest, farthest)

    @cached_property
    def weekdays(self) -> list[int]:
        """The weekdays on which the appointment is given."""
        times = self.appointment.times.filter(archived_at=None)
        return sorted(set(times.values_list("weekday", flat=True)))

    @property
    def chosen_weekdays(self) -> list[int]:
        chosen = {d for d in self.typed.getlist("weekdays") if d in set("0123456")}
        known = [day for day in self.weekdays if str(day) in chosen]
        return known or [self.timeslot.on.weekday()]

    @cached_property
    def dates(self) -> list[Timeslot]:
        """The open timeslots in those days."""
        if self.last < self.first:
            return []
        weekdays = self.chosen_weekdays if self.recurring else ()
        found = dates_to_choose(
            self.timeslot, first=self.first, last=self.last, weekdays=weekdays, now=self.now
        )
        return list(found)

    @cached_property
    def ticked(self) -> set[int]:
        """Those that are ticked: as typed; what is shown for the first time is, at its hour."""
        offered = set(self.typed.get("offered", "").split(","))
        chosen = set(self.typed.getlist("timeslots"))
        return {
            slot.pk
            for slot in self.dates
            if (
                str(slot.pk) in chosen
                if str(slot.pk) in offered
                else self._clock(slot) == self._clock(self.timeslot)
            )
        }

    def _clock(self, slot: Timeslot) -> Any:
        return slot.starts_at.astimezone(self.timeslot.location.zone).time()

    @property
    def nearest(self) -> Timeslot | None:
        """The next open timeslot after those days, where there is none in them."""
        farthest = timezone.localdate(self.now) + AHEAD
        rows = dates_to_choose(self.timeslot, first=self.first, last=farthest, now=self.now)
        return nearest_open(rows, after=self.first)

    @cached_property
    def email(self) -> str:
        """Where the booking email would go; "" when the family has no address."""
        family = next(
            (home for home in self.households if str(home.pk) == self.typed.get("family")),
            self.households[0] if self.households else None,
        )
        return address_of(family) if family else ""

    @property
    def pricings(self) -> Any:
        return PricingSchedule.objects.filter(account=self.account, archived_at=None)
