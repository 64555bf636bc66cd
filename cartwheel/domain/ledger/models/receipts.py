"""Receipts that were asked for by email."""

from django.db import models
from django.db.models import F


class ReceiptEmail(models.Model):
    """One request to send the receipt of a payment; ``message`` is None until a worker wrote it.

    The row is what makes the worker's job safe to run twice.
    """

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="+", db_index=False
    )
    payment = models.ForeignKey(
        "ledger.Payment", models.PROTECT, related_name="receipt_emails", db_index=False
    )
    to = models.EmailField(max_length=254)
    to_name = models.CharField(max_length=200, blank=True)
    message = models.OneToOneField(
        "mailer.Message", models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(F("payment"), F("id").desc(), name="receipt_of_payment")]

    def __str__(self) -> str:
        return self.to
