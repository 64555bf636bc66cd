"""The words money is sorted by.

Every charge line names a *program* (what was done: Gymnastics, Parties) and a *charge category*
(what for: Tuition, Party). A *tax rate* belongs to a location.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class Program(models.Model):
    """``financial_only`` programs sort money but have no classes."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="programs")
    name = models.CharField(max_length=80)
    financial_only = models.BooleanField(default=False)
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
