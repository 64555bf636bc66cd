"""The adults of a family, and how they are reached."""

from django.db import models
from django.db.models import Q

from cartwheel.domain.people.models.families import Family


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
    """``address`` is kept in lower case. ``gets_mailings``: news and offers may go there.

    What a booking or a bill needs is sent to the primary one whatever that says.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    guardian = models.ForeignKey(Guardian, models.CASCADE, related_name="emails")
    address = models.EmailField(max_length=254, db_collation="C")
    label = models.CharField(max_length=30, blank=True)
    is_primary = models.BooleanField(default=False)
    gets_mailings = models.BooleanField(default=True)

    class Meta:
        ordering = ["-is_primary", "pk"]
        indexes = [models.Index(fields=["account", "address"], name="guardian_email_address")]
        constraints = [
            models.UniqueConstraint(fields=["guardian", "address"], name="guardian_email_once"),
        ]

    def __str__(self) -> str:
        return self.address


class GuardianPhone(models.Model):
    """``number`` is E.164 (+15125550177) where it could be read as one, else as typed.

    ``gets_texts``: the guardian agreed to text messages at this number.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    guardian = models.ForeignKey(Guardian, models.CASCADE, related_name="phones")
    number = models.CharField(max_length=20, db_collation="C")
    label = models.CharField(max_length=30, blank=True)
    is_primary = models.BooleanField(default=False)
    gets_texts = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_primary", "pk"]
        indexes = [models.Index(fields=["account", "number"], name="guardian_phone_number")]
        constraints = [
            models.UniqueConstraint(fields=["guardian", "number"], name="guardian_phone_once"),
        ]

    def __str__(self) -> str:
        return self.number
