"""What was booked: students in timeslots."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments.models.offers import Appointment, PricingSchedule, WeeklyTime


class TimeslotQuerySet(models.QuerySet["Timeslot"]):
    def standing(self) -> "TimeslotQuerySet":
        return self.filter(canceled_at=None)

    def within(self, first: datetime, last: datetime) -> "TimeslotQuerySet":
        """Those that begin from ``first`` up to, not including, ``last``."""
        return self.filter(starts_at__gte=first, starts_at__lt=last)


class Timeslot(models.Model):
    """One meeting of an appointment: what a student books.

    ``taken`` is kept by the database, from the places that are booked and held; it never exceeds
    ``capacity``. The instructor and the zone are claimed from the first place that is taken to the
    last that is given back. ``planned_on`` is set once it was moved to another day: it stands for
    its weekly time on that day, so that no second one is made for it.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="timeslots")
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="timeslots")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="timeslots")
    time = models.ForeignKey(WeeklyTime, models.PROTECT, related_name="timeslots")
    instructor = models.ForeignKey("staff.StaffMember", models.PROTECT, related_name="timeslots")
    zone = models.ForeignKey(
        "scheduling.Zone", models.PROTECT, null=True, blank=True, related_name="timeslots"
    )
    on = models.DateField()
    planned_on = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    canceled_at = models.DateTimeField(null=True, blank=True)
    canceled_by = models.CharField(max_length=200, blank=True)
    cancel_reason = models.CharField(max_length=250, blank=True)

    objects = TimeslotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(F("time"), Coalesce("planned_on", "on"), name="timeslot_once"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="timeslot_not_oversold"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="timeslot_period"),
            models.CheckConstraint(
                condition=Q(canceled_at=None) | Q(taken=0), name="timeslot_canceled_empty"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "location", "starts_at"], name="timeslot_by_start"),
            models.Index(fields=["account", "instructor", "starts_at"], name="timeslot_of_staff"),
            models.Index(fields=["account", "zone", "starts_at"], name="timeslot_in_zone"),
        ]

    def __str__(self) -> str:
        return f"{self.appointment.service}, {self.on:%Y-%m-%d}"


class Booking(models.Model):
    """A student's places in the timeslots of one weekly time.

    ``pricing`` overrides the appointment's. ``ends_on`` None: until further notice, so far as the
    timeslots reach. The family is the one that is charged: a household of the student.
    """

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="appointment_bookings"
    )
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="+")
    number = models.BigIntegerField()
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="bookings")
    student = models.ForeignKey(
        "people.Student", models.PROTECT, related_name="appointment_bookings"
    )
    family = models.ForeignKey("people.Family", models.PROTECT, related_name="appointment_bookings")
    frequency = models.CharField(max_length=9, choices=Appointment.Frequency)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    pricing = models.ForeignKey(
        PricingSchedule, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)
    request_key = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="appointment_number_once"),
            models.UniqueConstraint(
                fields=["account", "request_key"], name="appointment_request_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="appointment_booking_days",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "family"], name="appointment_of_family"),
            models.Index(fields=["account", "student"], name="appointment_of_student"),
        ]

    def __str__(self) -> str:
        return f"{self.student}: {self.appointment.service}"


class PlaceQuerySet(models.QuerySet["Place"]):
    def standing(self, *, now: datetime) -> "PlaceQuerySet":
        """Neither canceled nor held by a cart whose time has run out."""
        return self.filter(Q(held_until=None) | Q(held_until__gt=now), canceled_at=None)


class Place(models.Model):
    """A student's place in one timeslot, until it is canceled. ``held_until``: taken by a cart.

    ``punch``: the use of a pass that it is paid with; it is given back when the place is.
    """

    class Attendance(models.TextChoices):
        PRESENT = "present", _("Present")
        ABSENT = "absent", _("Absent")
        NO_SHOW = "no-show", _("No-show")

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="places")
    timeslot = models.ForeignKey(Timeslot, models.PROTECT, related_name="places")
    student = models.ForeignKey("people.Student", models.PROTECT, related_name="+")
    punch = models.OneToOneField(
        "passes.Punch", models.PROTECT, null=True, blank=True, related_name="place"
    )
    attendance = models.CharField(max_length=8, choices=Attendance, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    canceled_at = models.DateTimeField(null=True, blank=True)
    canceled_by = models.CharField(max_length=200, blank=True)
    cancel_reason = models.CharField(max_length=250, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["timeslot", "student"],
                condition=Q(canceled_at=None),
                name="student_in_timeslot_once",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "student"], name="place_of_student"),
            models.Index(
                fields=["account", "held_until"],
                condition=Q(held_until__isnull=False, canceled_at=None),
                name="place_held",
            ),
        ]


class BookingChargeQuerySet(models.QuerySet["BookingCharge"]):
    def standing(self) -> "BookingChargeQuerySet":
        """Those that were not taken back."""
        return self.filter(charge__reversal=None, charge__reverses=None)


class BookingCharge(models.Model):
    """A charge that was posted for a booking, and the days it charges for: None for all of it."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="charges")
    charge = models.OneToOneField(
        "ledger.Charge", models.PROTECT, related_name="appointment_charge"
    )
    category = models.ForeignKey("catalog.ChargeCategory", models.PROTECT, related_name="+")
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)

    objects = BookingChargeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_on=None, last_on=None) | Q(last_on__gte=F("first_on")),
                name="booking_charge_days",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "booking", "category"], name="booking_charge_twin"),
        ]

    def covers(self, first: date | None, last: date | None) -> bool:
        """Whether it charges for any of these days (None: of all days)."""
        if not (first and last and self.first_on and self.last_on):
            return True
        return first <= self.last_on and last >= self.first_on
