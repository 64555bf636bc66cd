"""Families: the customers, their guardians and their children.

A *family* is the customer: it has the ledger and receives the messages. Its *guardians* are the
adults; one of them is the primary one. A *student* is a child (or an adult who takes lessons).
Emails and phones belong to guardians. Families and students are archived, never deleted.

``SearchTerm`` is the narrow table that finds a family by whatever is typed: it holds folded words
and numbers, compared by plain ``>=`` and ``<``, the only text operators that row-level security
lets through to an index.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


class Family(models.Model):
    """``name`` is how the family is listed: usually the last name of the primary guardian.

    ``sort_name`` is ``name`` folded (no accents, no case), so that lists sort alike everywhere.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="families")
    name = models.CharField(max_length=120)
    sort_name = models.CharField(max_length=120, db_collation="C")
    note = models.TextField(blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "families"
        ordering = ["sort_name", "pk"]
        indexes = [
            models.Index(fields=["account", "sort_name", "id"], name="family_by_name"),
            models.Index(F("account"), F("created_at").desc(), name="family_newest"),
        ]

    def __str__(self) -> str:
        return self.name


class Guardian(models.Model):
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="guardians")
    family = models.ForeignKey(Family, models.CASCADE, related_name="guardians")
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=60)
    relationship = models.CharField(max_length=40, blank=True)
    is_primary = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-is_primary", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["family"], condition=Q(is_primary=True), name="one_primary_guardian"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class GuardianEmail(models.Model):
    """``address`` is kept in lower case."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    guardian = models.ForeignKey(Guardian, models.CASCADE, related_name="emails")
    address = models.EmailField(max_length=254, db_collation="C")
    label = models.CharField(max_length=30, blank=True)
    is_primary = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_primary", "pk"]
        indexes = [models.Index(fields=["account", "address"], name="guardian_email_address")]
        constraints = [
            models.UniqueConstraint(fields=["guardian", "address"], name="guardian_email_once"),
        ]

    def __str__(self) -> str:
        return self.address


class GuardianPhone(models.Model):
    """``number`` is E.164 (+15125550177) where it could be read as one, else as typed."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    guardian = models.ForeignKey(Guardian, models.CASCADE, related_name="phones")
    number = models.CharField(max_length=20, db_collation="C")
    label = models.CharField(max_length=30, blank=True)
    is_primary = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_primary", "pk"]
        indexes = [models.Index(fields=["account", "number"], name="guardian_phone_number")]
        constraints = [
            models.UniqueConstraint(fields=["guardian", "number"], name="guardian_phone_once"),
        ]

    def __str__(self) -> str:
        return self.number


class PortalLogin(models.Model):
    """What lets a guardian into the Customer Portal of this business (an argon2 hash)."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    guardian = models.OneToOneField(Guardian, models.CASCADE, related_name="portal_login")
    email = models.EmailField(max_length=254)
    password = models.CharField(max_length=128)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("account", Lower("email"), name="portal_login_email_once"),
        ]

    def __str__(self) -> str:
        return self.email


class Student(models.Model):
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="students")
    family = models.ForeignKey(Family, models.PROTECT, related_name="students")
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=60)
    born_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["first_name", "pk"]
        indexes = [models.Index(fields=["account", "family"], name="student_of_family")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def age_on(self, day: date) -> int | None:
        """Completed years on ``day``; None when the birth date is not known."""
        if self.born_on is None or day < self.born_on:
            return None
        before = (day.month, day.day) < (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - before


class SearchTerm(models.Model):
    """A folded word or number by which a family is found; see ``search``.

    Compared by bytes, so that a prefix is a range. A business of 100,000 families has two million
    of these: hence no index but the one that finds and the one that tidies, and no foreign key but
    that of the walls, over account and family.
    """

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    family = models.ForeignKey(
        Family, models.CASCADE, related_name="search_terms", db_constraint=False
    )
    term = models.CharField(max_length=120, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "term", "family"], name="search_term_once"),
        ]

    def __str__(self) -> str:
        return self.term
