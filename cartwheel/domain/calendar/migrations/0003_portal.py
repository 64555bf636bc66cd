"""Give families a calendar of their own."""

import django.db.models.deletion
from django.db import migrations, models

from cartwheel.kernel.tenancy.walls import ProtectTenants


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("calendar", "0002_walls"),
        ("people", "0006_contact_types"),
        ("staff", "0002_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="feed",
            name="family",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="calendar_feed",
                to="people.family",
            ),
        ),
        migrations.AlterField(
            model_name="feed",
            name="staff",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="calendar_feed",
                to="staff.staffmember",
            ),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("family__isnull", False), ("staff", None)),
                    models.Q(("family", None), ("staff__isnull", False)),
                    _connector="OR",
                ),
                name="feed_of_one",
            ),
        ),
        ProtectTenants("calendar"),
    ]
