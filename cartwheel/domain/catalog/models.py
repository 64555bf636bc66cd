"""The words money is sorted by, and the days on which nothing is billed or the doors are shut.

Every charge line names a *program* (what was done: Gymnastics, Parties) and a *charge category*
(what for: Tuition, Party). A *tax rate* belongs to a location. A *blackout schedule* is a list of
days that programs share.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class BlackoutSchedule(models.Model):
    """Days for the programs that follow it; ``effect`` says what does not happen on them."""

    class Effect(models.TextChoices):
        BILLING = "billing", _("Billing only")
        CLOSURES = "closures", _("Closures only")
        BOTH = "both", _("Billing and closures")

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="blackout_schedules"
    )
    name = models.CharField(max_length=80)
    effect = models.CharField(max_length=8, choices=Effect, default=Effect.BOTH)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="blackout_name_once"),
            models.CheckConstraint(
                condition=Q(effect__in=["billing", "closures", "both"]), name="blackout_effect"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def closes(self) -> bool:
        """Whether the doors are shut on its days."""
        return self.effect != self.Effect.BILLING


class BlackoutDateQuerySet(models.QuerySet["BlackoutDate"]):
    def with_effect(self, effect: str) -> "BlackoutDateQuerySet":
        """Those of schedules in use that have this effect: billing or closures."""
        return self.filter(schedule__archived_at=None, schedule__effect__in=[effect, "both"])


class BlackoutDate(models.Model):
    """From ``first_on`` to ``last_on``, both included."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    schedule = models.ForeignKey(BlackoutSchedule, models.CASCADE, related_name="dates")
    first_on = models.DateField()
    last_on = models.DateField()
    reason = models.CharField(max_length=80, blank=True)

    objects = BlackoutDateQuerySet.as_manager()

    class Meta:
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="blackout_date_order"
            ),
        ]

    def __str__(self) -> str:
        return self.reason or f"{self.first_on:%Y-%m-%d}"


class Program(models.Model):
    """``financial_only`` programs sort money but have no classes."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="programs")
    name = models.CharField(max_length=80)
    financial_only = models.BooleanField(default=False)
    blackout = models.ForeignKey(
        BlackoutSchedule, models.PROTECT, null=True, blank=True, related_name="programs"
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="program_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ChargeCategory(models.Model):
    """Offered for new charges up to and including ``expires_on``; afterwards kept for reports."""

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="charge_categories"
    )
    title = models.CharField(max_length=80)
    expires_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = [Lower("title"), "pk"]
        constraints = [
            models.UniqueConstraint("account", Lower("title"), name="charge_category_once"),
        ]

    def __str__(self) -> str:
        return self.title


class TaxRate(models.Model):
    """``percent`` is 8.25 for 8.25 %."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="tax_rates")
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="tax_rates")
    name = models.CharField(max_length=60)
    percent = models.DecimalField(max_digits=7, decimal_places=4)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint("location", Lower("name"), name="tax_rate_name_once"),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lt=100), name="tax_rate_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.percent.normalize():f}%"
