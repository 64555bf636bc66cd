"""The children (or adults) who take part, and the households they belong to."""

from datetime import date

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.people.models.families import Family
from cartwheel.kernel.periods import age_on

# Letters with their marks and without: what the database can fold while it sorts.
MARKED = "àáâãäåāăąçćčđďèéêëēėęěğìíîïīįıłľñńňòóôõöøōőŕřśšşșßťţțùúûüūůűųýÿžźż"
PLAIN = "aaaaaaaaacccddeeeeeeeegiiiiiiillnnnoooooooorrssssstttuuuuuuuuyyzzz"


def _sorted_by_last_name() -> Func:
    name = Lower(Concat("last_name", Value(" "), "first_name"))
    return Func(name, Value(MARKED), Value(PLAIN), function="translate")


class Gender(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    NONBINARY = "nonbinary", _("Non-binary")


class Student(models.Model):
    """``family`` is the home household; ``HouseholdShare`` names the others.

    ``grade`` is the step in the account's list of grades (0 is the youngest) that the student was
    in during the school year that began in ``grade_year``: from one year to the next everybody
    moves up by itself; see ``people.grades``. ``photo`` names the picture in the storage.
    ``roster_alert`` stands beside the name wherever the student is listed for an instructor.
    ``custom`` and ``merged_into`` are as for a family. ``sort_name`` is kept by the database: the
    last name and the first, without case and accents.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="students")
    family = models.ForeignKey(Family, models.PROTECT, related_name="students")
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=60)
    born_on = models.DateField(null=True, blank=True)
    nickname = models.CharField(max_length=60, blank=True)
    gender = models.CharField(max_length=10, choices=Gender, blank=True)
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    grade_year = models.PositiveSmallIntegerField(null=True, blank=True)
    school = models.CharField(max_length=120, blank=True)
    photo = models.CharField(max_length=200, blank=True)
    allergies = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    medication = models.TextField(blank=True)
    special_needs = models.TextField(blank=True)
    doctor_name = models.CharField(max_length=120, blank=True)
    doctor_phone = models.CharField(max_length=20, blank=True)
    insurance_company = models.CharField(max_length=120, blank=True)
    insurance_number = models.CharField(max_length=60, blank=True)
    shirt_size = models.CharField(max_length=20, blank=True)
    roster_alert = models.CharField(max_length=500, blank=True)
    custom = models.JSONField(default=dict, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_students"
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)
    sort_name = models.GeneratedField(
        expression=_sorted_by_last_name(),
        output_field=models.CharField(max_length=130, db_collation="C"),
        db_persist=True,
    )

    class Meta:
        ordering = ["first_name", "pk"]
        indexes = [
            models.Index(fields=["account", "sort_name", "id"], name="student_by_name"),
            models.Index(fields=["account", "family"], name="student_of_family"),
            models.Index(fields=["account", "born_on", "id"], name="student_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(gender="") | Q(gender__in=Gender.values), name="student_gender"
            ),
            models.CheckConstraint(
                condition=Q(grade=None, grade_year=None)
                | Q(grade__isnull=False, grade_year__isnull=False),
                name="student_grade_dated",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None)
                | Q(archived_at__isnull=False) & ~Q(merged_into=F("id")),
                name="merged_student_archived",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def age_on(self, day: date) -> int | None:
        """Completed years on ``day``; None when the birth date is not known."""
        return age_on(self.born_on, day)

    def months_on(self, day: date) -> int | None:
        """Completed months of life on ``day``; None where the birth date is not known."""
        if self.born_on is None or day < self.born_on:
            return None
        months = (day.year - self.born_on.year) * 12 + day.month - self.born_on.month
        return months - (day.day < self.born_on.day)


class HouseholdShare(models.Model):
    """Another household to which a student belongs, and the part of the costs that it bears.

    ``percent`` is whole percents; the home household bears what the others leave. Each household
    has its own guardians, ledger and messages, and is shown nothing of the other's.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    student = models.ForeignKey(Student, models.CASCADE, related_name="shares")
    family = models.ForeignKey(Family, models.CASCADE, related_name="shares")
    percent = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["student", "family"], name="household_share_once"),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100), name="household_share_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student}, {self.family}: {self.percent}%"


class Pickup(models.Model):
    """Somebody who may fetch a student, or must not."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    student = models.ForeignKey(Student, models.CASCADE, related_name="pickups")
    name = models.CharField(max_length=120)
    relationship = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=20, blank=True, db_collation="C")
    allowed = models.BooleanField(default=True)
    note = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["-allowed", "pk"]

    def __str__(self) -> str:
        return self.name
