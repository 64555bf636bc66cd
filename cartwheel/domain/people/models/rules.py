"""What an account asks of its customers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PeopleSettings(models.Model):
    """``grades`` are the names of the school's steps, the youngest first.

    Everybody moves up a step on the rollover day of each year. ``starting_age`` is how old
    children usually are when they begin the first one: by it a grade is suggested.
    ``email_types`` and ``phone_types`` are suggested as the kind of an address or a number.
    """

    account = models.OneToOneField(
        "accounts.Account", models.PROTECT, related_name="people_settings"
    )
    grades = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    starting_age = models.PositiveSmallIntegerField(default=3)
    email_types = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    phone_types = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    rollover_month = models.PositiveSmallIntegerField(default=8)
    rollover_day = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "people settings"
        constraints = [
            models.CheckConstraint(
                condition=Q(rollover_month__range=(1, 12), rollover_day__range=(1, 28)),
                name="rollover_day",
            ),
            models.CheckConstraint(
                condition=Q(starting_age__lte=99), name="people_settings_starting_age"
            ),
        ]


class Channel(models.TextChoices):
    ONLINE_BOOKING = "online_booking", _("Online Booking")
    ONLINE_STORE = "online_store", _("Online Store")
    OFFICE = "office", _("Office Portal")


class Rule(models.TextChoices):
    REQUIRED = "required", _("Required")
    OPTIONAL = "optional", _("Optional")
    HIDDEN = "hidden", _("Hide")


class FieldRule(models.Model):
    """Whether a field of a customer must be filled in, may be, or is not asked for.

    ``field`` is a key of ``people.fields``. What has no row has the field's own default.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="field_rules")
    channel = models.CharField(max_length=16, choices=Channel)
    field = models.CharField(max_length=60)
    rule = models.CharField(max_length=10, choices=Rule)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "channel", "field"], name="field_rule_once"),
        ]
