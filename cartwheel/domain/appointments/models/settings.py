"""How a location goes about its appointments."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AppointmentSettings(models.Model):
    """What canceling costs, when families are reminded, and the location's own words in its mails.

    The fee is due for each date that is canceled less than ``fee_hours`` before it begins, whenever
    that is with 0; ``fee_moved`` also when a date is rescheduled. It is ``fee_amount`` in minor
    units or ``fee_percent`` of what the date costs, charged in ``program`` and ``category``.
    ``reminder_hours`` 0: nobody is reminded. A location that is not ``is_enabled`` offers no
    appointments; one that does not keep ``keeps_blackouts`` gives them on closed days too. Families
    cancel by themselves in the portal where ``families_cancel``, until ``notice_hours`` before.
    An invitation to share a booking works for ``invitation_hours``.
    """

    class Fee(models.TextChoices):
        NONE = "none", _("No fee")
        AMOUNT = "amount", _("An amount for each date")
        PERCENT = "percent", _("A percentage of the price")

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    location = models.OneToOneField(
        "accounts.Location", models.PROTECT, related_name="appointment_settings"
    )
    is_enabled = models.BooleanField(default=True)
    keeps_blackouts = models.BooleanField(default=True)
    families_cancel = models.BooleanField(default=False)
    notice_hours = models.PositiveSmallIntegerField(default=24)
    invitation_hours = models.PositiveSmallIntegerField(default=24)
    fee_kind = models.CharField(max_length=7, choices=Fee, default=Fee.NONE)
    fee_amount = models.BigIntegerField(default=0)
    fee_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    fee_hours = models.PositiveSmallIntegerField(default=24)
    fee_moved = models.BooleanField(default=False)
    program = models.ForeignKey(
        "catalog.Program", models.PROTECT, null=True, blank=True, related_name="+"
    )
    category = models.ForeignKey(
        "catalog.ChargeCategory", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reminder_hours = models.PositiveSmallIntegerField(default=0)
    booking_text = models.TextField(blank=True)
    cancellation_text = models.TextField(blank=True)
    reminder_text = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "appointment settings"
        constraints = [
            models.CheckConstraint(
                condition=Q(fee_amount__gte=0, fee_percent__gte=0, fee_percent__lte=100),
                name="appointment_fee_range",
            ),
            models.CheckConstraint(
                condition=Q(fee_kind="none") | Q(program__isnull=False, category__isnull=False),
                name="appointment_fee_booked",
            ),
            models.CheckConstraint(
                condition=Q(fee_hours__lte=720, reminder_hours__lte=720),
                name="appointment_hours_ahead",
            ),
            models.CheckConstraint(
                condition=Q(
                    notice_hours__lte=720, invitation_hours__gte=1, invitation_hours__lte=720
                ),
                name="appointment_portal_hours",
            ),
        ]

    def __str__(self) -> str:
        return str(self.location)

    @property
    def has_fee(self) -> bool:
        return self.fee_kind != self.Fee.NONE
