"""What a family owes, and why."""

from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cartwheel.domain.ledger.models.payments import Allocation


def _exact(sign: str) -> Q:
    """Amount, discount and tax all on one side of zero, the discount within the amount."""
    within = f"discount__{'lte' if sign == 'gte' else 'gte'}"
    return Q(**{f"{name}__{sign}": 0 for name in ("amount", "discount", "tax")}) & Q(
        **{within: F("amount")}
    )


class ChargeQuerySet(models.QuerySet["Charge"]):
    def with_paid(self) -> "ChargeQuerySet":
        """Each charge with ``paid`` (laid against it) and ``due`` (what is left)."""
        sums = (
            Allocation.objects.filter(charge=OuterRef("pk"))
            .order_by()
            .values("charge")
            .annotate(sum=Sum("amount"))
            .values("sum")
        )
        paid = Coalesce(Subquery(sums), 0)
        return self.annotate(paid=paid, due=F("total") - paid)

    def standing(self) -> "ChargeQuerySet":
        """Neither reversed nor a reversal."""
        return self.filter(reverses=None, reversal=None)

    def open(self) -> "ChargeQuerySet":
        """Standing charges that are not fully paid, the one due first at the head."""
        return self.standing().with_paid().filter(Q(due__gt=0)).order_by("due_on", "pk")


class Charge(models.Model):
    """What a family owes for something. ``reverses`` marks a charge that takes back another.

    ``total`` is the sum of the lines. ``charged_on`` is the day it counts as income, ``due_on``
    the day after which it is overdue. ``reason`` says why, in a reversal.
    """

    paid: int  # what with_paid() adds
    due: int

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="charges", db_index=False
    )
    location = models.ForeignKey(
        "accounts.Location", models.PROTECT, related_name="charges", db_index=False
    )
    family = models.ForeignKey(
        "people.Family", models.PROTECT, related_name="charges", db_index=False
    )
    entry = models.OneToOneField(
        "ledger.JournalEntry", models.PROTECT, related_name="charge", db_constraint=False
    )
    number = models.BigIntegerField()
    title = models.CharField(max_length=200)
    charged_on = models.DateField()
    due_on = models.DateField()
    total = models.BigIntegerField()
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal", db_constraint=False
    )
    reason = models.CharField(max_length=250, blank=True)
    request_key = models.CharField(max_length=64, null=True, blank=True)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        ordering = ["charged_on", "pk"]
        indexes = [models.Index(fields=["account", "family", "due_on"], name="charge_of_family")]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="charge_number_once"),
            models.UniqueConstraint(fields=["account", "request_key"], name="charge_request_once"),
            models.UniqueConstraint(fields=["id", "family"], name="charge_in_family"),
            models.CheckConstraint(
                condition=Q(reverses=None, total__gte=0) | Q(reverses__isnull=False, total__lte=0),
                name="charge_sign",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("charged_on")), name="charge_due_on"),
        ]

    def __str__(self) -> str:
        return _("Charge %d") % self.number

    @property
    def is_reversal(self) -> bool:
        return self.reverses_id is not None


class ChargeLine(models.Model):
    """``amount`` is for the whole line; ``total = amount - discount + tax``.

    ``tax_percent`` is the rate as it was; ``trace`` the steps by which ``amount`` came about.
    ``tax_odd`` is the cent that the tax of one part of a split differs from its own rounding.
    """

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    charge = models.ForeignKey(
        Charge, models.PROTECT, related_name="lines", db_constraint=False, db_index=False
    )
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    program = models.ForeignKey(
        "catalog.Program", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    category = models.ForeignKey(
        "catalog.ChargeCategory",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    quantity = models.PositiveIntegerField(default=1)
    amount = models.BigIntegerField()
    discount = models.BigIntegerField(default=0)
    tax_rate = models.ForeignKey(
        "catalog.TaxRate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    tax_percent = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    tax = models.BigIntegerField(default=0)
    tax_odd = models.SmallIntegerField(default=0)
    total = models.BigIntegerField()
    trace = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["charge", "position"], name="charge_line_position"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="charge_line_quantity"),
            models.CheckConstraint(
                condition=_exact("gte") | _exact("lte"), name="charge_line_sign"
            ),
            models.CheckConstraint(
                condition=Q(total=F("amount") - F("discount") + F("tax")), name="charge_line_total"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def taxable(self) -> int:
        return self.amount - self.discount

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The kept steps: each has ``text`` and perhaps ``amount``."""
        return list(self.trace)
