"""Families that may be one and the same, for people to look at."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    EMAIL = "email", _("Same email")
    PHONE = "phone", _("Same phone")
    ADDRESS = "address", _("Similar name and address")
    STUDENT = "student", _("Same student name and birth date")


class DuplicateGroup(models.Model):
    """Families that have something in common; found anew every night.

    ``families_key`` is their keys in order: a group that is found again stays the same row.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="duplicate_groups")
    families_key = models.TextField(db_collation="C")
    title = models.CharField(max_length=250)
    size = models.PositiveIntegerField()
    reasons = ArrayField(models.CharField(max_length=8, choices=Reason))
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["-size", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "families_key"], name="duplicates_once"),
        ]
        indexes = [
            models.Index(F("account"), F("found_at").desc(), F("id"), name="duplicates_newest"),
        ]

    def __str__(self) -> str:
        return self.title


class DuplicateMember(models.Model):
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    group = models.ForeignKey(DuplicateGroup, models.CASCADE, related_name="members")
    family = models.ForeignKey("people.Family", models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "family"], name="duplicate_member_once"),
        ]


class NotDuplicates(models.Model):
    """Somebody looked at two families and said that they are not the same. It is remembered."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    first = models.ForeignKey("people.Family", models.CASCADE, related_name="+")
    second = models.ForeignKey("people.Family", models.CASCADE, related_name="+")
    said_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_duplicates_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_duplicates_order"),
        ]


class DuplicateSearch(models.Model):
    """When the duplicates of an account were last looked for, and whether that goes on now."""

    account = models.OneToOneField(
        "accounts.Account", models.PROTECT, related_name="duplicate_search"
    )
    finished_at = models.DateTimeField()
    found = models.PositiveIntegerField(default=0)
