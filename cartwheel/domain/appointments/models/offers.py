"""What can be booked: services, what they cost, and who gives them when."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cartwheel.kernel.periods import WEEKDAYS


class Service(models.Model):
    """What families book: Private Lesson, Evaluation. Its name stands in the portal.

    ``image`` names its picture in the storage.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="services")
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    image = models.CharField(max_length=200, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="service_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Teaching(models.Model):
    """A service that a staff member may give. One without any may give every service."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    staff = models.ForeignKey("staff.StaffMember", models.PROTECT, related_name="teaching")
    service = models.ForeignKey(Service, models.PROTECT, related_name="teachers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "service"], name="teaching_once"),
        ]


class PricingSchedule(models.Model):
    """What a timeslot costs: for the whole of it, or for each student in it.

    ``is_published``: families read it in the price list of the Customer Portal.
    """

    class Per(models.TextChoices):
        BOOKING = "booking", _("Per timeslot")
        STUDENT = "student", _("Per student")

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="pricing_schedules"
    )
    name = models.CharField(max_length=80)
    per = models.CharField(max_length=8, choices=Per, default=Per.STUDENT)
    is_published = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="pricing_name_once"),
            models.CheckConstraint(condition=Q(per__in=["booking", "student"]), name="pricing_per"),
        ]

    def __str__(self) -> str:
        return self.name


class PricingTier(models.Model):
    """``amount`` (minor units) from ``students`` in the timeslot on, for its length.

    ``minutes`` None: whatever its length. A tier for the very length goes before one for any.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    schedule = models.ForeignKey(PricingSchedule, models.CASCADE, related_name="tiers")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    students = models.PositiveSmallIntegerField(default=1)
    amount = models.BigIntegerField()

    class Meta:
        ordering = [F("minutes").asc(nulls_first=True), "students"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "minutes", "students"],
                nulls_distinct=False,
                name="pricing_tier_once",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, students__gte=1), name="pricing_tier_amount"
            ),
        ]


class Appointment(models.Model):
    """A service that an instructor gives at weekly times, or once.

    Bookable from ``starts_on`` to ``ends_on`` (None: open-ended), both included; one that is given
    once has both on its day. Ages are in completed months, both included. The timeslots that people
    book are generated from it, see ``Timeslot``.
    """

    class Frequency(models.TextChoices):
        RECURRING = "recurring", _("Recurring")
        ONCE = "once", _("One Time")

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="appointments")
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="appointments")
    service = models.ForeignKey(Service, models.PROTECT, related_name="appointments")
    instructor = models.ForeignKey("staff.StaffMember", models.PROTECT, related_name="appointments")
    program = models.ForeignKey("catalog.Program", models.PROTECT, related_name="appointments")
    pricing = models.ForeignKey(PricingSchedule, models.PROTECT, related_name="appointments")
    zone = models.ForeignKey(
        "scheduling.Zone", models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    frequency = models.CharField(max_length=9, choices=Frequency, default=Frequency.RECURRING)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    max_students = models.PositiveSmallIntegerField(default=1)
    youngest_months = models.PositiveSmallIntegerField(null=True, blank=True)
    oldest_months = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=10, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(max_students__gte=1), name="appointment_max_students"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="appointment_days"
            ),
            models.CheckConstraint(
                condition=~Q(frequency="once") | Q(ends_on=F("starts_on")), name="appointment_once"
            ),
            models.CheckConstraint(
                condition=Q(youngest_months=None)
                | Q(oldest_months=None)
                | Q(oldest_months__gte=F("youngest_months")),
                name="appointment_ages",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "location"], name="appointment_at_location"),
        ]

    def __str__(self) -> str:
        return f"{self.service} ({self.instructor})"


class WeeklyTime(models.Model):
    """From ``starts`` to ``ends`` on the location's wall clock, on one weekday (Monday is 0).

    A time that an appointment no longer has keeps its row while timeslots point at it. One that
    took the place of another counts from ``starts_on``, and has an ``instructor`` and a ``zone`` of
    its own; where the instructor is None both are the appointment's.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="times")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    starts_on = models.DateField(null=True, blank=True)
    instructor = models.ForeignKey(
        "staff.StaffMember", models.PROTECT, null=True, blank=True, related_name="+"
    )
    zone = models.ForeignKey(
        "scheduling.Zone", models.PROTECT, null=True, blank=True, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["weekday", "starts", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "weekday", "starts"],
                condition=Q(archived_at=None),
                name="weekly_time_once",
            ),
            models.CheckConstraint(
                condition=Q(weekday__in=list(WEEKDAYS)), name="weekly_time_weekday"
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="weekly_time_window"),
        ]
