"""Introduce staff to families; keep what they are paid."""

import django.db.models.deletion
from django.db import migrations, models

from cartwheel.kernel.tenancy.walls import ProtectTenants


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("staff", "0002_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="staffmember",
            name="bio",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="staffmember",
            name="photo",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.CreateModel(
            name="StaffRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("since_on", models.DateField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rates",
                        to="staff.staffmember",
                    ),
                ),
            ],
            options={
                "ordering": ["-since_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("staff", "since_on"), name="staff_rate_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="staff_rate_amount"
                    ),
                ],
            },
        ),
        ProtectTenants("staff"),
    ]
