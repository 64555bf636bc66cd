"""The customer: a household or an organization, with what is kept about it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

ERASED = "Erased"  # the name of each family that was


class Kind(models.TextChoices):
    HOUSEHOLD = "household", _("Household")
    ORGANIZATION = "organization", _("Organization")


class ReferralSource(models.Model):
    """How customers heard of the business. Archived, never re-purposed: families point at it."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="referral_sources")
    name = models.CharField(max_length=60)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="referral_source_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Family(models.Model):
    """``name`` is how the family is listed: usually the last name of the primary guardian.

    ``sort_name`` is ``name`` folded (no accents, no case), so that lists sort alike everywhere.
    An organization is a family too, of its ``kind``: it has contacts, a ledger and bookings like
    any customer; see ``Organization`` for the rest. ``flag_alert`` is shown to staff wherever the
    family appears. A suspended family may not sign in to the portal; its bookings stay.
    ``custom`` holds the values of the account's own fields by their key, as text. ``merged_into``
    is the family that this one became part of; such a one is archived. An erased family is archived
    for ever, and says nothing any more.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="families")
    name = models.CharField(max_length=120)
    sort_name = models.CharField(max_length=120, db_collation="C")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.HOUSEHOLD)
    referral_source = models.ForeignKey(
        ReferralSource, models.PROTECT, null=True, blank=True, related_name="families"
    )
    flag_alert = models.CharField(max_length=500, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspend_reason = models.CharField(max_length=500, blank=True)
    is_member = models.BooleanField(default=False)
    is_employee = models.BooleanField(default=False)
    in_service = models.BooleanField(default=False)
    do_not_solicit = models.BooleanField(default=False)
    custom = models.JSONField(default=dict, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_families"
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "families"
        ordering = ["sort_name", "pk"]
        indexes = [
            models.Index(fields=["account", "sort_name", "id"], name="family_by_name"),
            models.Index(F("account"), F("created_at").desc(), name="family_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="family_kind"),
            models.CheckConstraint(
                condition=Q(merged_into=None)
                | Q(archived_at__isnull=False) & ~Q(merged_into=F("id")),
                name="merged_family_archived",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(
                    archived_at__isnull=False,
                    name=ERASED,
                    flag_alert="",
                    suspend_reason="",
                    custom={},
                ),
                name="erased_family_nameless",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """Where a family lives or wants its mail. ``region`` is a state or province, as written."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    family = models.ForeignKey(Family, models.CASCADE, related_name="addresses")
    label = models.CharField(max_length=30, blank=True)
    line1 = models.CharField(max_length=120)
    line2 = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=60, blank=True)
    postal_code = models.CharField(max_length=20, blank=True, db_collation="C")
    country = models.CharField(max_length=2)
    is_mailing = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "addresses"
        ordering = ["-is_mailing", "pk"]
        indexes = [models.Index(fields=["account", "postal_code"], name="address_postal_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["family"], condition=Q(is_mailing=True), name="one_mailing_address"
            ),
        ]

    def __str__(self) -> str:
        town = " ".join(part for part in (self.region, self.postal_code) if part)
        return ", ".join(part for part in (self.line1, self.line2, self.city, town) if part)


class EmergencyContact(models.Model):
    """Whom to call when no guardian answers. ``phone`` is E.164 where it could be read as one."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    family = models.ForeignKey(Family, models.CASCADE, related_name="emergency_contacts")
    name = models.CharField(max_length=120)
    relationship = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=20, db_collation="C")
    email = models.EmailField(max_length=254, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
