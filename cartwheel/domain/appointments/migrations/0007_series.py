"""Let a weekly time take the place of another, with an instructor and a zone of its own."""

import django.db.models.deletion
from django.db import migrations, models

from cartwheel.kernel.tenancy.walls import ProtectTenants


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0006_portal"),
        ("scheduling", "0004_wall_clock"),
        ("staff", "0002_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="weeklytime",
            name="instructor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="staff.staffmember",
            ),
        ),
        migrations.AddField(
            model_name="weeklytime",
            name="starts_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="weeklytime",
            name="zone",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="scheduling.zone",
            ),
        ),
        ProtectTenants("appointments"),
    ]
