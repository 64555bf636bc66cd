"""The journal: every movement of money as an entry whose debits equal its credits."""

from django.db import models
from django.db.models import F, Q

from cartwheel.domain.ledger.models.values import FAMILY_BOOKS, Book


class JournalEntry(models.Model):
    """One movement. ``booked_on`` is the day it counts, ``created_at`` when it was written."""

    class Kind(models.TextChoices):
        CHARGE = "charge"
        PAYMENT = "payment"
        REFUND = "refund"
        ALLOCATION = "allocation"

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="journal_entries", db_index=False
    )
    location = models.ForeignKey(
        "accounts.Location", models.PROTECT, related_name="+", db_index=False
    )
    family = models.ForeignKey(
        "people.Family", models.PROTECT, related_name="journal_entries", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    booked_on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["account", "booked_on"], name="entry_of_day")]
        constraints = [
            # What the other tables point at, to be of the same family by a foreign key.
            models.UniqueConstraint(fields=["id", "family"], name="entry_of_family"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Posting(models.Model):
    """``amount`` to the debit of a book; a negative amount is a credit.

    The foreign keys have no constraint of their own: the walls' keys over account and row check
    each of them already, and this is the table that grows fastest.
    """

    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        related_name="postings",
        db_constraint=False,
        db_index=False,
    )
    entry = models.ForeignKey(
        JournalEntry, models.PROTECT, related_name="postings", db_constraint=False
    )
    book = models.CharField(max_length=12, choices=Book.choices, db_collation="C")
    amount = models.BigIntegerField()
    family = models.ForeignKey(
        "people.Family",
        models.PROTECT,
        related_name="postings",
        db_constraint=False,
        db_index=False,
    )
    location = models.ForeignKey(
        "accounts.Location", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    program = models.ForeignKey(
        "catalog.Program",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    category = models.ForeignKey(
        "catalog.ChargeCategory",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    tax_rate = models.ForeignKey(
        "catalog.TaxRate",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="posting_amount"),
            models.CheckConstraint(condition=Q(book__in=Book.values), name="posting_book"),
        ]
        indexes = [
            models.Index(
                F("account"),
                F("family"),
                include=["amount", "book"],
                condition=Q(book__in=[book.value for book in FAMILY_BOOKS]),
                name="posting_balance",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book} {self.amount}"
