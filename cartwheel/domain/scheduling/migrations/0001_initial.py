import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("staff", "0002_walls"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.CreateModel(
            name="Resource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("station", "Station"), ("staff", "Staff")], max_length=8
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resources",
                        to="accounts.account",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resources",
                        to="accounts.location",
                    ),
                ),
                (
                    "staff",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resource",
                        to="staff.staffmember",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "starts_at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("during"), function="lower"),
                        output_field=models.DateTimeField(),
                    ),
                ),
                (
                    "ends_at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("during"), function="upper"),
                        output_field=models.DateTimeField(),
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("record_id", models.BigIntegerField(blank=True, null=True)),
                ("label", models.CharField(max_length=200)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="accounts.account",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="scheduling.resource",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "staff"), ("staff__isnull", False)),
                    models.Q(("kind", "station"), ("staff", None)),
                    _connector="OR",
                ),
                name="resource_of_staff",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("released_at", None)),
                fields=["account", "resource", "ends_at"],
                name="claim_of_resource",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["account", "kind", "record_id"], name="claim_of_record"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("released_at", None)),
                expressions=[("resource", "="), ("during", "&&")],
                name="claim_overlap",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("during__endswith__isnull", False),
                    ("during__isempty", False),
                    ("during__startswith__isnull", False),
                ),
                name="claim_during",
            ),
        ),
    ]
