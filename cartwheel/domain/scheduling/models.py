"""Rooms and people, and who has them when.

A *resource* is something that can be in one place only: a station, a zone, a staff member. A
*claim* holds a resource from one instant up to, not including, another. Two claims on one resource
never overlap: the database refuses the second, whoever writes it.

A claim is never moved or deleted. It is *released*, and the row stays to tell who had been there.
A claim with ``expires_at`` is a hold: from that instant on it counts as free, and whoever wants
the resource next releases it.

This app does not know what a resource is claimed for: ``kind`` and ``record_id`` name the record,
``label`` says it to people.
"""

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower


class Resource(models.Model):
    class Kind(models.TextChoices):
        STATION = "station"
        STAFF = "staff"
        ZONE = "zone"

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="resources")
    location = models.ForeignKey(
        "accounts.Location", models.PROTECT, null=True, blank=True, related_name="resources"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120)
    staff = models.OneToOneField(
        "staff.StaffMember", models.PROTECT, null=True, blank=True, related_name="resource"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="staff", staff__isnull=False)
                | Q(kind__in=["station", "zone"], staff=None),
                name="resource_of_staff",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """A room or a part of one: a lane of the pool, the beam corner.

    An ``exclusive`` zone is claimed by what happens in it. In one that is shared on purpose several
    things go on at once, together for at most ``capacity`` students (None: as many as like).
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="zones")
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="zones")
    resource = models.OneToOneField(Resource, models.PROTECT, related_name="zone")
    name = models.CharField(max_length=80)
    exclusive = models.BooleanField(default=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("location", Lower("name"), name="zone_name_once"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1), name="zone_capacity"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """A window in which the location is open, every week. A location without any is always open."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        verbose_name_plural = "opening hours"
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="opening_weekday"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="opening_window"),
        ]


class WorkingHours(models.Model):
    """A window in which a staff member can work, every week. One without any can at any time."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    staff = models.ForeignKey("staff.StaffMember", models.PROTECT, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        verbose_name_plural = "working hours"
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="working_weekday"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="working_window"),
        ]


class Absence(models.Model):
    """A staff member who should be there and will not be. Taken back by ``canceled_at``."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="absences")
    staff = models.ForeignKey("staff.StaffMember", models.PROTECT, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=120, blank=True)
    canceled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["account", "staff", "ends_at"], name="absence_of_staff")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_period"),
        ]


class ClaimQuerySet(models.QuerySet["Claim"]):
    def live(self, *, now: datetime) -> "ClaimQuerySet":
        """Neither released nor expired."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), released_at=None)

    def within(self, first: datetime, last: datetime) -> "ClaimQuerySet":
        """Those that hold any instant from ``first`` up to, not including, ``last``.

        Compares the two ends instead of the ranges: row-level security lets no ``&&`` through to
        an index.
        """
        return self.filter(ends_at__gt=first, starts_at__lt=last)


class Claim(models.Model):
    """``during`` is half-open: a claim may start where another ends."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="claims")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="claims")
    during = DateTimeRangeField()
    starts_at = models.GeneratedField(
        expression=Func(F("during"), function="lower"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    ends_at = models.GeneratedField(
        expression=Func(F("during"), function="upper"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField(null=True, blank=True)
    label = models.CharField(max_length=200)
    expires_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="claim_overlap",
                expressions=[
                    ("resource", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(released_at=None),
            ),
            models.CheckConstraint(
                condition=Q(
                    during__isempty=False,
                    during__startswith__isnull=False,
                    during__endswith__isnull=False,
                ),
                name="claim_during",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "resource", "ends_at"],
                condition=Q(released_at=None),
                name="claim_of_resource",
            ),
            models.Index(fields=["account", "kind", "record_id"], name="claim_of_record"),
        ]

    def __str__(self) -> str:
        return self.label
