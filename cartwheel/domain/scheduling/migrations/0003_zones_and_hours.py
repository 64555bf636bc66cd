"""Zones, opening hours and absences."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from cartwheel.kernel.tenancy.walls import ProtectTenants, TrackChanges


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("scheduling", "0002_walls"),
        ("staff", "0002_walls"),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=120)),
                ("canceled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
            ],
            options={
                "verbose_name_plural": "opening hours",
                "ordering": ["weekday", "starts"],
            },
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("exclusive", models.BooleanField(default=True)),
                ("capacity", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="resource",
            name="resource_of_staff",
        ),
        migrations.AlterField(
            model_name="resource",
            name="kind",
            field=models.CharField(
                choices=[("station", "Station"), ("staff", "Staff"), ("zone", "Zone")], max_length=8
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "staff"), ("staff__isnull", False)),
                    models.Q(("kind__in", ["station", "zone"]), ("staff", None)),
                    _connector="OR",
                ),
                name="resource_of_staff",
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="absences",
                to="accounts.account",
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="absences",
                to="staff.staffmember",
            ),
        ),
        migrations.AddField(
            model_name="openinghours",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="openinghours",
            name="location",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opening_hours",
                to="accounts.location",
            ),
        ),
        migrations.AddField(
            model_name="zone",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="zones",
                to="accounts.account",
            ),
        ),
        migrations.AddField(
            model_name="zone",
            name="location",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="zones",
                to="accounts.location",
            ),
        ),
        migrations.AddField(
            model_name="zone",
            name="resource",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="zone",
                to="scheduling.resource",
            ),
        ),
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(fields=["account", "staff", "ends_at"], name="absence_of_staff"),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="absence_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__range", (0, 6))), name="opening_weekday"
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gt", models.F("starts"))), name="opening_window"
            ),
        ),
        migrations.AddConstraint(
            model_name="zone",
            constraint=models.UniqueConstraint(
                models.F("location"),
                django.db.models.functions.text.Lower("name"),
                name="zone_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="zone",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity", None), ("capacity__gte", 1), _connector="OR"),
                name="zone_capacity",
            ),
        ),
        ProtectTenants("scheduling"),
        TrackChanges("Absence", "OpeningHours", "Zone"),
    ]
