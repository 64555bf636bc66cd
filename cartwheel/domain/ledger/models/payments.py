"""What a family gave, what it paid for, and what it got back."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cartwheel.domain.ledger.models.values import MONEY_KINDS, PaymentKind


def _sum_of(rows: "models.QuerySet") -> Coalesce:
    """The sum of ``amount`` of the rows of a payment, as a column."""
    sums = rows.filter(payment=OuterRef("pk")).order_by().values("payment")
    return Coalesce(Subquery(sums.annotate(sum=Sum("amount")).values("sum")), 0)


class PaymentQuerySet(models.QuerySet["Payment"]):
    def with_left(self) -> "PaymentQuerySet":
        """Each payment with ``applied``, ``refunded`` and ``left`` (its account credit)."""
        applied, refunded = _sum_of(Allocation.objects.all()), _sum_of(Refund.objects.all())
        left = F("amount") - applied - refunded
        return self.annotate(applied=applied, refunded=refunded, left=left)

    def standing(self) -> "PaymentQuerySet":
        """Neither reversed nor a reversal."""
        return self.filter(reverses=None, reversal=None)

    def unapplied(self) -> "PaymentQuerySet":
        """Standing payments with account credit left, the oldest first."""
        return self.standing().with_left().filter(Q(left__gt=0)).order_by("paid_on", "pk")


class Payment(models.Model):
    """Value that came in. ``reverses`` marks a row that takes back a payment made in error.

    ``paid_on`` is the day it counts, ``reference`` a check number or the device's own number.
    """

    Kind = PaymentKind

    applied: int  # what with_left() adds
    refunded: int
    left: int

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="payments", db_index=False
    )
    location = models.ForeignKey(
        "accounts.Location", models.PROTECT, related_name="payments", db_index=False
    )
    family = models.ForeignKey(
        "people.Family", models.PROTECT, related_name="payments", db_index=False
    )
    entry = models.OneToOneField(
        "ledger.JournalEntry", models.PROTECT, related_name="payment", db_constraint=False
    )
    number = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=PaymentKind.choices)
    amount = models.BigIntegerField()
    paid_on = models.DateField()
    title = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal", db_constraint=False
    )
    reason = models.CharField(max_length=250, blank=True)
    request_key = models.CharField(max_length=64, null=True, blank=True)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["paid_on", "pk"]
        indexes = [models.Index(fields=["account", "family", "paid_on"], name="payment_of_family")]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="payment_number_once"),
            models.UniqueConstraint(fields=["account", "request_key"], name="payment_request_once"),
            models.UniqueConstraint(fields=["id", "family"], name="payment_in_family"),
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="payment_sign",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PaymentKind.values), name="payment_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return _("Payment %d") % self.number

    @property
    def is_reversal(self) -> bool:
        return self.reverses_id is not None

    @property
    def is_money(self) -> bool:
        """Money, as opposed to a credit."""
        return self.kind in MONEY_KINDS


class Allocation(models.Model):
    """Part of a payment laid against a charge; ``undoes`` marks a row that takes one back."""

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    family = models.ForeignKey(
        "people.Family", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    entry = models.ForeignKey(
        "ledger.JournalEntry", models.PROTECT, related_name="allocations", db_constraint=False
    )
    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="allocations", db_constraint=False
    )
    charge = models.ForeignKey(
        "ledger.Charge", models.PROTECT, related_name="allocations", db_constraint=False
    )
    amount = models.BigIntegerField()
    undoes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_by",
        db_constraint=False,
    )
    reason = models.CharField(max_length=250, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undoes=None, amount__gt=0) | Q(undoes__isnull=False, amount__lt=0),
                name="allocation_sign",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment} → {self.charge}"


class Refund(models.Model):
    """Money given back from a payment. ``reverses`` marks a row that takes back a refund."""

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="refunds", db_index=False
    )
    location = models.ForeignKey(
        "accounts.Location", models.PROTECT, related_name="refunds", db_index=False
    )
    family = models.ForeignKey(
        "people.Family", models.PROTECT, related_name="refunds", db_index=False
    )
    entry = models.OneToOneField(
        "ledger.JournalEntry", models.PROTECT, related_name="refund", db_constraint=False
    )
    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="refunds", db_constraint=False
    )
    number = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=PaymentKind.choices)
    amount = models.BigIntegerField()
    refunded_on = models.DateField()
    reference = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=250, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal", db_constraint=False
    )
    request_key = models.CharField(max_length=64, null=True, blank=True)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["refunded_on", "pk"]
        indexes = [
            models.Index(fields=["account", "family", "refunded_on"], name="refund_of_family")
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="refund_number_once"),
            models.UniqueConstraint(fields=["account", "request_key"], name="refund_request_once"),
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="refund_sign",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in MONEY_KINDS]), name="refund_of_money"
            ),
        ]

    def __str__(self) -> str:
        return _("Refund %d") % self.number
