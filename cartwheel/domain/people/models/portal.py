"""How guardians sign in to the Customer Portal of a business, and how it looks."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

from cartwheel.domain.people.models.guardians import Guardian


class PortalLogin(models.Model):
    """What lets a guardian into the Customer Portal of this business (an argon2 hash).

    ``second_step`` is the secret of her authenticator app (RFC 6238), "" without one;
    ``last_step`` the time step of the code that was used last, so that none is used twice. The
    address is kept in lower case.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    guardian = models.OneToOneField(Guardian, models.CASCADE, related_name="portal_login")
    email = models.EmailField(max_length=254)
    password = models.CharField(max_length=128)
    second_step = models.CharField(max_length=64, blank=True)
    last_step = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    signed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("account", Lower("email"), name="portal_login_email_once"),
        ]
        # The constraint's own index does not serve: lower() may not be asked before the policy.
        indexes = [models.Index(fields=["account", "email"], name="portal_login_by_email")]

    def __str__(self) -> str:
        return self.email


class PortalCode(models.Model):
    """A code that was mailed to an address, to show that whoever types it reads that mail.

    Only its hash is kept. Of one address the newest counts; ``tries`` are those that were wrong.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    email = models.EmailField(max_length=254, db_collation="C")
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "email"], name="portal_code_once"),
        ]


class PortalSettings(models.Model):
    """The account's own look and rules of the portal. ``color`` is its brand, "" for ours.

    ``logo`` names the picture in the storage that stands there in place of the business's name.

    While ``is_open`` is False families read ``closed_text`` instead of every page.
    """

    account = models.OneToOneField("accounts.Account", models.PROTECT, related_name="+")
    color = models.CharField(
        max_length=7, blank=True, validators=[RegexValidator(r"^#[0-9a-f]{6}$")]
    )
    logo = models.CharField(max_length=200, blank=True)
    welcome = models.TextField(blank=True)
    is_open = models.BooleanField(default=True)
    closed_text = models.TextField(blank=True)
    takes_new_families = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "portal settings"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(color="") | models.Q(color__regex=r"^#[0-9a-f]{6}$"),
                name="portal_color",
            ),
        ]

    def __str__(self) -> str:
        return str(self.account)
