"""A charge that several households share: a charge in each one's ledger, and what ties them."""

from django.db import models
from django.db.models import Q

from cartwheel.domain.ledger.models.charges import Charge


class Split(models.Model):
    """What was split, as a whole: ``total`` is what its parts came to together when it was posted.

    Each part is a charge of its own from then on: it is paid, and taken back, by itself.
    """

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="splits", db_index=False
    )
    total = models.BigIntegerField()
    request_key = models.CharField(max_length=64, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "request_key"], name="split_request_once"),
            models.CheckConstraint(condition=Q(total__gte=0), name="split_total"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.total}"


class SplitPart(models.Model):
    """One household's part. ``percent`` is what it bears where a line says nothing else."""

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    split = models.ForeignKey(Split, models.PROTECT, related_name="parts")
    charge = models.OneToOneField(Charge, models.PROTECT, related_name="split_part")
    percent = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="split_part_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.charge}: {self.percent}%"
