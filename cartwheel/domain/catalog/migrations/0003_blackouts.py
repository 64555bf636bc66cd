"""Days on which nothing is billed or the doors are shut."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from cartwheel.kernel.tenancy.walls import ProtectTenants, TrackChanges


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("catalog", "0002_walls"),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="BlackoutSchedule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("billing", "Billing only"),
                            ("closures", "Closures only"),
                            ("both", "Billing and closures"),
                        ],
                        default="both",
                        max_length=8,
                    ),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blackout_schedules",
                        to="accounts.account",
                    ),
                ),
            ],
            options={
                "ordering": [django.db.models.functions.text.Lower("name"), "pk"],
            },
        ),
        migrations.CreateModel(
            name="BlackoutDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=80)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "schedule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dates",
                        to="catalog.blackoutschedule",
                    ),
                ),
            ],
            options={
                "ordering": ["first_on", "pk"],
            },
        ),
        migrations.AddField(
            model_name="program",
            name="blackout",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="programs",
                to="catalog.blackoutschedule",
            ),
        ),
        migrations.AddConstraint(
            model_name="blackoutschedule",
            constraint=models.UniqueConstraint(
                models.F("account"),
                django.db.models.functions.text.Lower("name"),
                name="blackout_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="blackoutschedule",
            constraint=models.CheckConstraint(
                condition=models.Q(("effect__in", ["billing", "closures", "both"])),
                name="blackout_effect",
            ),
        ),
        migrations.AddConstraint(
            model_name="blackoutdate",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_on__gte", models.F("first_on"))),
                name="blackout_date_order",
            ),
        ),
        ProtectTenants("catalog"),
        TrackChanges("BlackoutSchedule", "BlackoutDate"),
    ]
