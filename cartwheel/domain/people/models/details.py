"""What an account keeps of its customers beyond the common: keywords, own fields, dates, notes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.people.models.families import Family
from cartwheel.domain.people.models.students import Student


class Keyword(models.Model):
    """A label of the account's own for families and students; it stays until taken off."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="keywords")
    name = models.CharField(max_length=40)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="keyword_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class FamilyKeyword(models.Model):
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    family = models.ForeignKey(Family, models.CASCADE, related_name="keyword_links")
    keyword = models.ForeignKey(Keyword, models.PROTECT, related_name="family_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family", "keyword"], name="family_keyword_once"),
        ]


class StudentKeyword(models.Model):
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    student = models.ForeignKey(Student, models.CASCADE, related_name="keyword_links")
    keyword = models.ForeignKey(Keyword, models.PROTECT, related_name="student_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["student", "keyword"], name="student_keyword_once"),
        ]


class SpecialDate(models.Model):
    """A day worth remembering: of the family, or of one of its students."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    family = models.ForeignKey(Family, models.CASCADE, related_name="special_dates")
    student = models.ForeignKey(
        Student, models.CASCADE, null=True, blank=True, related_name="special_dates"
    )
    label = models.CharField(max_length=60)
    on = models.DateField()
    yearly = models.BooleanField(default=True)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return self.label


class CustomField(models.Model):
    """A field of the account's own on every family, student or organization."""

    class About(models.TextChoices):
        FAMILY = "family", _("Family")
        STUDENT = "student", _("Student")
        ORGANIZATION = "organization", _("Organization")

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        YES_NO = "yesno", _("Yes or no")
        CHOICE = "choice", _("Choice")

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="custom_fields")
    about = models.CharField(max_length=12, choices=About)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=Kind)
    choices = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "account", "about", Lower("name"), name="custom_field_name_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="choice") | Q(choices__len__gte=1), name="custom_field_choices"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Note(models.Model):
    """What staff should know of a family or of one of its students.

    An open critical note alerts wherever the person appears. A note that is done with is closed,
    by whom and when; it stays to be read.
    """

    class Severity(models.TextChoices):
        INFO = "info", _("Info")
        IMPORTANT = "important", _("Important")
        CRITICAL = "critical", _("Critical")

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="notes")
    family = models.ForeignKey(Family, models.CASCADE, related_name="notes")
    student = models.ForeignKey(
        Student, models.CASCADE, null=True, blank=True, related_name="notes"
    )
    text = models.TextField()
    severity = models.CharField(max_length=10, choices=Severity, default=Severity.INFO)
    author_kind = models.CharField(max_length=12)
    author_id = models.BigIntegerField(null=True, blank=True)
    author_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["account", "family"], name="note_of_family"),
            models.Index(
                fields=["account", "severity", "family"],
                condition=Q(closed_at=None),
                name="note_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__in=["info", "important", "critical"]), name="note_severity"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
