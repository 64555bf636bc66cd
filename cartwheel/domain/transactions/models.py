"""Charging many families at once: first a preview, then one charge for each row that is ticked.

A *run* is prepared as a draft with a row for each booking, is posted by a background task some
hundred rows at a time (each of them with its charges or not at all, so that a run that was
interrupted goes on where it stopped), and can be taken back as a whole.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments.models import Booking


class ChargeRun(models.Model):
    """``first_on`` and ``last_on`` are the days whose bookings are charged.

    With the period "as of a date" that are the bookings of that day with all their lessons, with
    the others the lessons of these days. ``filters`` holds in words what else was asked for.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Preview")
        POSTING = "posting", _("Being charged")
        POSTED = "posted", _("Charged")
        REVERSING = "reversing", _("Being reversed")
        REVERSED = "reversed", _("Reversed")

    class Period(models.TextChoices):
        DATE = "date", _("As Of Date")
        MONTH = "month", _("In Month Of")
        RANGE = "range", _("Within the Range Of")

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="charge_runs")
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="+")
    category = models.ForeignKey("catalog.ChargeCategory", models.PROTECT, related_name="+")
    tax_rate = models.ForeignKey(
        "catalog.TaxRate", models.PROTECT, null=True, blank=True, related_name="+"
    )
    period = models.CharField(max_length=5, choices=Period)
    first_on = models.DateField()
    last_on = models.DateField()
    charged_on = models.DateField()
    due_on = models.DateField()
    filters = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    task = models.ForeignKey(
        "background.BackgroundTask", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=250, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="run_days"),
            models.CheckConstraint(condition=Q(due_on__gte=F("charged_on")), name="run_due_on"),
        ]

    def __str__(self) -> str:
        return _("%(category)s, %(first)s to %(last)s") % {
            "category": self.category,
            "first": f"{self.first_on:%Y-%m-%d}",
            "last": f"{self.last_on:%Y-%m-%d}",
        }

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_busy(self) -> bool:
        return self.state in (self.State.POSTING, self.State.REVERSING)

    @property
    def is_at_work(self) -> bool:
        return self.is_busy and not self.is_stuck

    @property
    def is_stuck(self) -> bool:
        """Nobody is at work on it any more, although it has not ended."""
        return self.is_busy and (self.task is None or self.task.finished_at is not None)

    @property
    def lesson_days(self) -> dict[str, date]:
        """Of which days the lessons are charged: none named where it is all of them."""
        if self.period == self.Period.DATE:
            return {}
        return {"first": self.first_on, "last": self.last_on}


class RunRow(models.Model):
    """A booking in a run. ``amount`` (minor units, before tax) is None when it has no price.

    ``note`` says why it is not ticked, or why it was not charged in the end.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    run = models.ForeignKey(ChargeRun, models.CASCADE, related_name="rows")
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="+")
    lessons = models.PositiveIntegerField()
    amount = models.BigIntegerField(null=True, blank=True)
    ticked = models.BooleanField(default=False)
    note = models.CharField(max_length=250, blank=True)
    charge = models.OneToOneField(
        "ledger.Charge", models.PROTECT, null=True, blank=True, related_name="run_row"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "booking"], name="run_booking_once"),
            models.CheckConstraint(
                condition=Q(ticked=False) | Q(amount__gte=0), name="run_row_priced"
            ),
            models.CheckConstraint(
                condition=Q(charge=None) | Q(ticked=True), name="run_row_charged_ticked"
            ),
        ]
        indexes = [models.Index(fields=["account", "run", "ticked"], name="run_rows")]

    def __str__(self) -> str:
        return str(self.booking)
