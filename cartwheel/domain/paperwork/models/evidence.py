"""Who signed what, when, where and how; for whom that counts; and what became of it.

All of it is append-only: the database refuses to change or delete a row. That a signature was
confirmed or voided is a row of its own.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.paperwork.models.policies import Policy, PolicyVersion


class Signature(models.Model):
    """One person put her name under one wording.

    ``drawing`` holds the strokes of a drawn signature (see ``operations.drawing``), ``typed`` the
    name as typed instead; a scan is the name of a file in the storage with its SHA-256. ``people``
    keeps names and birth dates of those it was signed for, as they stood that day. ``seal`` is a
    SHA-256 over everything here and the fingerprint of the wording. What was signed in one sitting
    shares its ``sitting``.
    """

    class Manner(models.TextChoices):
        DRAWN = "drawn", _("Drawn")
        TYPED = "typed", _("Typed")
        PAPER = "paper", _("On paper")

    class Source(models.TextChoices):
        OFFICE = "office", _("At the desk")
        LINK = "link", _("Online")
        KIOSK = "kiosk", _("Waiver station")
        PAPER = "paper", _("Paper")

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="signatures")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="signatures")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="signatures")
    family = models.ForeignKey("people.Family", models.PROTECT, related_name="signatures")
    guardian = models.ForeignKey(
        "people.Guardian", models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    location = models.ForeignKey(
        "accounts.Location", models.PROTECT, null=True, blank=True, related_name="+"
    )
    signer_name = models.CharField(max_length=130)
    signer_born_on = models.DateField(null=True, blank=True)
    signer_contact = models.CharField(max_length=254, blank=True)
    people = models.JSONField(default=list)
    manner = models.CharField(max_length=8, choices=Manner.choices)
    drawing = models.JSONField(null=True, blank=True)
    typed = models.CharField(max_length=130, blank=True)
    scan = models.CharField(max_length=200, blank=True)
    scan_name = models.CharField(max_length=120, blank=True)
    scan_hash = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField()
    signed_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices)
    address = models.GenericIPAddressField(null=True, blank=True)
    device = models.CharField(max_length=400, blank=True)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)
    sitting = models.UUIDField()
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["-signed_at", "-pk"]
        indexes = [
            models.Index(fields=["account", "-signed_at", "-id"], name="signature_newest"),
            models.Index(fields=["account", "family", "-signed_at"], name="signature_of_family"),
        ]
        constraints = [
            # A form that is sent twice signs once.
            models.UniqueConstraint(fields=["sitting", "version"], name="signature_once"),
        ]

    def __str__(self) -> str:
        return self.version.title


class Cover(models.Model):
    """That a signature counts for a student, or for a family as a whole (``student`` None).

    The columns after ``student`` repeat the signature's, so that the state of thousands is found
    in one index. A cover that was ``carried`` over to another record when two were merged is the
    only kind that may be deleted, by undoing the merge.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    signature = models.ForeignKey(Signature, models.PROTECT, related_name="covers")
    family = models.ForeignKey("people.Family", models.PROTECT, related_name="covers")
    student = models.ForeignKey(
        "people.Student", models.PROTECT, null=True, blank=True, related_name="covers"
    )
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="covers")
    number = models.PositiveIntegerField()
    signed_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    awaits = models.BooleanField(default=False)
    carried = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["account", "student", "policy"], name="cover_of_student"),
            models.Index(fields=["account", "family", "policy"], name="cover_of_family"),
            models.Index(fields=["account", "expires_on"], name="cover_expiry"),
            models.Index(fields=["account", "signed_on", "id"], name="cover_signed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["signature", "family", "student"],
                name="cover_once",
                nulls_distinct=False,
            ),
        ]


class _Decision(models.Model):
    """What a member of staff said about a signature, once."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)

    class Meta:
        abstract = True


class Confirmation(_Decision):
    """Staff looked at the signature, and it counts from now on."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    signature = models.OneToOneField(Signature, models.PROTECT, related_name="confirmation")


class Voiding(_Decision):
    """The signature does not count any more, for this reason."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    signature = models.OneToOneField(Signature, models.PROTECT, related_name="voiding")
    reason = models.CharField(max_length=250)


class ExpiryNotice(models.Model):
    """That a cover's end was told, once: before it by mail, after it in the history."""

    class Kind(models.TextChoices):
        REMINDED = "reminded"
        EXPIRED = "expired"

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    cover = models.ForeignKey(Cover, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cover", "kind"], name="expiry_notice_once"),
        ]
