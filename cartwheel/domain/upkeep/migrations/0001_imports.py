"""Files of customers, how they are read, and what came of them."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from cartwheel.kernel.tenancy.walls import ProtectTenants, TrackChanges


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("activity", "0002_walls_and_capture"),
        ("accounts", "0001_initial"),
        ("background", "0002_walls"),
        ("people", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="FamilyImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(blank=True, max_length=200, upload_to="")),
                ("file_name", models.CharField(max_length=200)),
                ("size", models.BigIntegerField()),
                ("layout", models.JSONField(default=dict)),
                ("headers", models.JSONField(default=list)),
                ("headers_key", models.CharField(blank=True, max_length=64)),
                ("columns", models.JSONField(default=list)),
                ("options", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("checking", "Being checked"),
                            ("checked", "Checked"),
                            ("importing", "Being imported"),
                            ("imported", "Imported"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="uploaded",
                        max_length=10,
                    ),
                ),
                ("counts", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("preview", models.JSONField(default=list)),
                ("result", models.JSONField(default=dict)),
                ("undoing", models.JSONField(default=dict)),
                ("failures", models.FileField(blank=True, max_length=200, upload_to="")),
                ("actor_kind", models.CharField(max_length=12)),
                ("actor_id", models.BigIntegerField(blank=True, null=True)),
                ("actor_name", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("imported_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="family_imports",
                        to="accounts.account",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="background.backgroundtask",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ImportedFamily",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("row", models.PositiveIntegerField()),
                ("fingerprint", models.CharField(db_collation="C", max_length=32)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("new", "New"), ("changed", "Changed"), ("found", "Already here")],
                        max_length=8,
                    ),
                ),
                ("made", models.JSONField(default=dict)),
                (
                    "undone",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("removed", "Removed"),
                            ("archived", "Archived"),
                            ("kept", "Kept"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=250)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="imports",
                        to="people.family",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="families",
                        to="upkeep.familyimport",
                    ),
                ),
            ],
            options={
                "ordering": ["row", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("headers", models.JSONField(default=list)),
                ("headers_key", models.CharField(max_length=64)),
                ("columns", models.JSONField(default=list)),
                ("options", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="import_mappings",
                        to="accounts.account",
                    ),
                ),
            ],
            options={
                "ordering": [django.db.models.functions.text.Lower("name"), "pk"],
            },
        ),
        migrations.CreateModel(
            name="ExternalKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.CharField(db_collation="C", max_length=80)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="external_keys",
                        to="people.family",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="external_keys",
                        to="people.student",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("family", None), ("student__isnull", False)),
                            models.Q(("family__isnull", False), ("student", None)),
                            _connector="OR",
                        ),
                        name="external_key_of_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("student", None)),
                        fields=("account", "value"),
                        name="external_family_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("family", None)),
                        fields=("account", "value"),
                        name="external_student_once",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="familyimport",
            index=models.Index(
                models.F("account"),
                models.OrderBy(models.F("id"), descending=True),
                name="import_newest",
            ),
        ),
        migrations.AddConstraint(
            model_name="familyimport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["importing", "undoing"])),
                fields=("account",),
                name="one_import_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="importedfamily",
            index=models.Index(fields=["account", "fingerprint"], name="imported_fingerprint"),
        ),
        migrations.AddIndex(
            model_name="importmapping",
            index=models.Index(fields=["account", "headers_key"], name="import_mapping_headers"),
        ),
        migrations.AddConstraint(
            model_name="importmapping",
            constraint=models.UniqueConstraint(
                models.F("account"),
                django.db.models.functions.text.Lower("name"),
                name="import_mapping_name_once",
            ),
        ),
        ProtectTenants("upkeep"),
        TrackChanges("ImportMapping", "ExternalKey"),
    ]
