"""Files of customers: what was uploaded, how it was read, and what came of it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class ImportMapping(models.Model):
    """How the columns of files with these headers are understood, kept under a name.

    ``columns`` has a target for each header, in order; ``headers_key`` finds the mapping again for
    another file with the same headers.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="import_mappings")
    name = models.CharField(max_length=80)
    headers = models.JSONField(default=list)
    headers_key = models.CharField(max_length=64)
    columns = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="import_mapping_name_once"),
        ]
        indexes = [models.Index(fields=["account", "headers_key"], name="import_mapping_headers")]

    def __str__(self) -> str:
        return self.name


class FamilyImport(models.Model):
    """One uploaded file of customers, from its upload to its undoing.

    ``layout`` says where in the file the table is and how it is written, with samples of each
    column; ``columns`` has a target for each of ``headers``. ``counts``, ``problems`` and
    ``preview`` come from the last look at the whole file, ``result`` from the import, ``undoing``
    from its undoing.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        IMPORTING = "importing", _("Being imported")
        IMPORTED = "imported", _("Imported")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="family_imports")
    file = models.FileField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    layout = models.JSONField(default=dict)
    headers = models.JSONField(default=list)
    headers_key = models.CharField(max_length=64, blank=True)
    columns = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    task = models.ForeignKey(
        "background.BackgroundTask", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    preview = models.JSONField(default=list)
    result = models.JSONField(default=dict)
    undoing = models.JSONField(default=dict)
    failures = models.FileField(max_length=200, blank=True)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    imported_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            # Two at once would make each other's families twice.
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(state__in=["importing", "undoing"]),
                name="one_import_at_a_time",
            ),
        ]
        indexes = [models.Index(F("account"), F("id").desc(), name="import_newest")]

    def __str__(self) -> str:
        return self.file_name


class ImportedFamily(models.Model):
    """A family of a file, and what came of it.

    ``row`` is the first row of the file that is about it; ``fingerprint`` knows the same content
    again. ``made`` lists the keys of the rows that the import wrote, by table, and what it filled
    in: by that it is undone. ``undone`` says what the undoing did with the family, and why.
    """

    class Outcome(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        FOUND = "found", _("Already here")

    class Undone(models.TextChoices):
        REMOVED = "removed", _("Removed")
        ARCHIVED = "archived", _("Archived")
        KEPT = "kept", _("Kept")

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    run = models.ForeignKey(FamilyImport, models.CASCADE, related_name="families")
    family = models.ForeignKey(
        "people.Family", models.SET_NULL, null=True, blank=True, related_name="imports"
    )
    name = models.CharField(max_length=200)
    row = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=32, db_collation="C")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    made = models.JSONField(default=dict)
    undone = models.CharField(max_length=8, choices=Undone.choices, blank=True)
    reason = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["row", "pk"]
        indexes = [models.Index(fields=["account", "fingerprint"], name="imported_fingerprint")]

    def __str__(self) -> str:
        return self.name


class ExternalKey(models.Model):
    """The number that a family or student had in the program it came from."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    value = models.CharField(max_length=80, db_collation="C")
    family = models.ForeignKey(
        "people.Family", models.CASCADE, null=True, blank=True, related_name="external_keys"
    )
    student = models.ForeignKey(
        "people.Student", models.CASCADE, null=True, blank=True, related_name="external_keys"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(family=None, student__isnull=False)
                | Q(family__isnull=False, student=None),
                name="external_key_of_one",
            ),
            models.UniqueConstraint(
                fields=["account", "value"],
                condition=Q(student=None),
                name="external_family_once",
            ),
            models.UniqueConstraint(
                fields=["account", "value"],
                condition=Q(family=None),
                name="external_student_once",
            ),
        ]

    def __str__(self) -> str:
        return self.value
