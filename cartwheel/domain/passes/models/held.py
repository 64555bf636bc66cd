"""What somebody holds, and how often it was used."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from cartwheel.domain.passes.models.types import PassType


def usable(on: date) -> Q:
    """Of passes: that they can be punched, on that day or on a later one."""
    left = Q(uses=None) | Q(used__lt=F("uses"))
    open_still = Q(ends_on=None) | Q(ends_on__gte=on)
    return Q(left, open_still, voided_at=None, suspended_at=None)


class PassQuerySet(models.QuerySet["Pass"]):
    def standing(self) -> "PassQuerySet":
        """Those that were not deleted."""
        return self.filter(voided_at=None)

    def usable(self, *, on: date) -> "PassQuerySet":
        """Those that can be punched, on that day or on a later one."""
        return self.filter(usable(on))


class Pass(models.Model):
    """A punch pass that a family holds, or (with ``student``) one student.

    Good from ``starts_on`` to ``ends_on``, both included (None: without end). ``used`` is kept by
    the database, from the punches that stand, and never exceeds ``uses`` (None: without end).
    ``charge`` is what was paid for it; a free one has none. ``suspended_at`` can be taken back,
    ``voided_at`` cannot.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="passes")
    number = models.BigIntegerField()
    type = models.ForeignKey(PassType, models.PROTECT, related_name="passes")
    family = models.ForeignKey("people.Family", models.PROTECT, related_name="passes")
    student = models.ForeignKey(
        "people.Student", models.PROTECT, null=True, blank=True, related_name="passes"
    )
    uses = models.PositiveIntegerField(null=True, blank=True)
    used = models.PositiveIntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    charge = models.OneToOneField(
        "ledger.Charge", models.PROTECT, null=True, blank=True, related_name="sold_pass"
    )
    request_key = models.UUIDField()
    sold_at = models.DateTimeField()
    sold_by = models.CharField(max_length=200)
    suspended_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.CharField(max_length=200, blank=True)
    void_reason = models.CharField(max_length=250, blank=True)

    objects = PassQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "passes"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="pass_number_once"),
            models.UniqueConstraint(fields=["account", "request_key"], name="pass_request_once"),
            models.CheckConstraint(
                condition=Q(uses=None) | Q(used__lte=F("uses")), name="pass_not_overused"
            ),
            models.CheckConstraint(condition=Q(uses=None) | Q(uses__gte=1), name="pass_has_uses"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="pass_days"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "family"], name="pass_of_family"),
            models.Index(fields=["account", "student"], name="pass_of_student"),
            models.Index(fields=["account", "type"], name="pass_of_type"),
        ]

    def __str__(self) -> str:
        return _("Pass %d") % self.number

    @property
    def left(self) -> int | None:
        """How often it can still be used; None: as often as one likes."""
        return None if self.uses is None else self.uses - self.used


class PunchQuerySet(models.QuerySet["Punch"]):
    def standing(self) -> "PunchQuerySet":
        """Those that were not returned."""
        return self.filter(returned_at=None)


class Punch(models.Model):
    """One use of a pass by a student, for something ``on`` a day, until it is returned."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    held_pass = models.ForeignKey(Pass, models.PROTECT, related_name="punches")
    student = models.ForeignKey("people.Student", models.PROTECT, related_name="+")
    on = models.DateField()
    used_at = models.DateTimeField()
    used_by = models.CharField(max_length=200)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.CharField(max_length=200, blank=True)

    objects = PunchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "punches"
        ordering = ["pk"]
        indexes = [models.Index(fields=["account", "held_pass"], name="punch_of_pass")]

    def __str__(self) -> str:
        return f"{self.held_pass}, {self.on:%Y-%m-%d}"
