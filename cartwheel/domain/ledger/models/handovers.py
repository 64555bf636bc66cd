"""Money that follows people from one family to another."""

from django.db import models


class Handover(models.Model):
    """In one transaction, rows of ``source`` may become rows of ``target``, and nothing else.

    The database admits a change of a row's family only along such a row of the same transaction;
    ``transaction`` is filled in by the database itself. ``reason`` says what moved the people.
    """

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="+", db_index=False
    )
    source = models.ForeignKey("people.Family", models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey("people.Family", models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=250)
    transaction = models.BigIntegerField(default=0, editable=False)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "source", "transaction"], name="handover_of_family"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
