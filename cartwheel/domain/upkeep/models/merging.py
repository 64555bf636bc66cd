"""People taken from one family to another, kept in a way that can be taken back exactly."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

UNDO_DAYS = 30


class Transfer(models.Model):
    """Families merged into ``family``, or one ``student`` moved there.

    ``told`` has what the undoing and the history say of it in numbers.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", _("Families merged")
        STUDENT = "student", _("Student moved")

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="transfers")
    kind = models.CharField(max_length=8, choices=Kind)
    family = models.ForeignKey("people.Family", models.PROTECT, related_name="transfers_here")
    student = models.ForeignKey(
        "people.Student", models.PROTECT, null=True, blank=True, related_name="transfers"
    )
    told = models.JSONField(default=dict)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["account", "family"], name="transfer_to_family")]

    def __str__(self) -> str:
        return str(self.student or self.family)

    @property
    def undo_until(self) -> datetime:
        return self.created_at + timedelta(days=UNDO_DAYS)

    def can_be_undone(self, *, now: datetime) -> bool:
        return self.undone_at is None and now < self.undo_until


class TransferSource(models.Model):
    """A family that something was taken from."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="sources")
    family = models.ForeignKey("people.Family", models.PROTECT, related_name="transfers_away")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "family"], name="transfer_source_once"),
        ]


class MovedReference(models.Model):
    """A row of another table that pointed at ``from_id`` and was made to point at ``to_id``."""

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="+", db_index=False
    )
    transfer = models.ForeignKey(
        Transfer, models.CASCADE, related_name="references", db_index=False
    )
    table_name = models.CharField(max_length=63)
    column_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    from_id = models.BigIntegerField()
    to_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["transfer", "table_name", "column_name"], name="moved_reference_of"
            ),
        ]


class AlteredRow(models.Model):
    """A whole row as it was and as it became; ``after`` is None for one that was taken away."""

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="+", db_index=False
    )
    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="altered_rows")
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    before = models.JSONField()
    after = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["transfer", "table_name", "row_id"], name="altered_row_once"
            ),
        ]
