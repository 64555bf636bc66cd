"""What a business asks people to agree to, and every wording it ever had."""

from hashlib import sha256

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

LONGEST_VALIDITY = 3 * 365 + 1  # days: three years, one of which may be a leap year

ACTIVITIES = (
    ("parties", _("Parties")),
    ("classes", _("Classes")),
    ("camps", _("Camps")),
    ("appointments", _("Appointments")),
)


class Policy(models.Model):
    """Terms, a waiver, an authorization: what it is about, where it is asked, how long it counts.

    ``activities`` and ``locations`` narrow where it is asked; empty means everywhere. Ages are
    completed years of the child on the day in question, both ends included. A signature counts
    ``validity_days`` days, the day of signing included; None: for ever. ``suffices_from`` is the
    number of the oldest version that still counts; None: only the latest.
    """

    class Kind(models.TextChoices):
        TERMS = "terms", _("Terms")
        WAIVER = "waiver", _("Waiver")
        BILLING = "billing", _("Billing authorization")
        PHOTO = "photo", _("Photo waiver")
        OWN = "own", _("Own policy")

    class About(models.TextChoices):
        FAMILY = "family", _("Family")
        STUDENT = "student", _("Student")
        TRANSACTION = "transaction", _("Transactions")

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="policies")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    about = models.CharField(max_length=12, choices=About.choices)
    name = models.CharField(max_length=120)
    active = models.BooleanField(default=True)
    required = models.BooleanField(default=True)
    shown_online = models.BooleanField(default=True)
    activities = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    age_min = models.PositiveSmallIntegerField(null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(null=True, blank=True)
    signer_age_min = models.PositiveSmallIntegerField(null=True, blank=True)
    validity_days = models.PositiveSmallIntegerField(null=True, blank=True)
    remind_days = models.PositiveSmallIntegerField(default=14)
    needs_birth_date = models.BooleanField(default=False)
    needs_confirmation = models.BooleanField(default=False)
    suffices_from = models.PositiveIntegerField(null=True, blank=True)
    latest = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "policies"
        ordering = ["about", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(kind="photo"), name="one_photo_waiver"
            ),
            models.CheckConstraint(
                condition=Q(validity_days=None)
                | Q(validity_days__gte=1, validity_days__lte=LONGEST_VALIDITY),
                name="policy_validity",
            ),
            models.CheckConstraint(
                condition=Q(age_min=None) | Q(age_max=None) | Q(age_min__lte=F("age_max")),
                name="policy_ages",
            ),
            models.CheckConstraint(
                condition=Q(suffices_from=None)
                | Q(suffices_from__gte=1, suffices_from__lte=F("latest")),
                name="policy_suffices_from",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def activity_names(self) -> list[str]:
        """What one must come for to be asked, in words; empty for whatever it is."""
        return [str(label) for key, label in ACTIVITIES if key in self.activities]

    @property
    def needed_number(self) -> int:
        """The oldest version that counts."""
        return self.suffices_from or self.latest

    def fits_age(self, age: int | None) -> bool:
        """Whether it is asked of a child of this age; one of unknown age is asked everything."""
        if age is None:
            return True
        return (self.age_min or 0) <= age <= (999 if self.age_max is None else self.age_max)


class PolicyLocation(models.Model):
    """A location at which a policy is asked; a policy without any is asked at all of them."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, models.CASCADE, related_name="locations")
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "location"], name="policy_location_once"),
        ]


class PolicyVersion(models.Model):
    """One wording of a policy, kept for ever: the database refuses to change it."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    created_at = models.DateTimeField()
    author_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.number}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 over title and text: what tells this wording from any other."""
        return sha256(f"{self.title}\n{self.text}".encode()).hexdigest()
