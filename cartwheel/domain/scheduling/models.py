"""Rooms and people, and who has them when.

A *resource* is something that can be in one place only: a station, a staff member. A *claim* holds
a resource from one instant up to, not including, another. Two claims on one resource never
overlap: the database refuses the second, whoever writes it.

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


class Resource(models.Model):
    class Kind(models.TextChoices):
        STATION = "station"
        STAFF = "staff"

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
                condition=Q(kind="staff", staff__isnull=False) | Q(kind="station", staff=None),
                name="resource_of_staff",
            ),
        ]

    def __str__(self) -> str:
        return self.name


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
