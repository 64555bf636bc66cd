"""Companies, schools and clubs that book for their people."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.people.models.families import Family


class Organization(models.Model):
    """What a customer of the kind organization has beside what every customer has.

    Its contacts are the guardians of ``family``, its ledger and its bookings are those of
    ``family``. While it is exempt, up to and including ``tax_exempt_until``, it is charged no tax.
    """

    class Kind(models.TextChoices):
        COMPANY = "company", _("Company")
        SCHOOL = "school", _("School")
        CLUB = "club", _("Club")
        WORSHIP = "worship", _("Place of worship")
        OTHER = "other", _("Other")

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="organizations")
    family = models.OneToOneField(Family, models.PROTECT, related_name="organization")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    website = models.URLField(max_length=200, blank=True)
    tax_exempt = models.BooleanField(default=False)
    tax_exempt_id = models.CharField(max_length=60, blank=True)
    tax_exempt_until = models.DateField(null=True, blank=True)
    exemption_file = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["company", "school", "club", "worship", "other"]),
                name="organization_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.family.name


class OrganizationMember(models.Model):
    """A household affiliated with an organization: its coach, its parents' speaker, a colleague."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="members")
    family = models.ForeignKey(Family, models.CASCADE, related_name="affiliations")
    role = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "family"], name="organization_member_once"
            ),
        ]
