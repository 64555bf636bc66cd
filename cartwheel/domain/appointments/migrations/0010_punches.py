"""Say with which use of a pass a place is paid."""

import django.db.models.deletion
from django.db import migrations, models

from cartwheel.kernel.tenancy.walls import ProtectTenants


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0009_holds"),
        ("passes", "0002_walls_and_punches"),
    ]

    operations = [
        migrations.AddField(
            model_name="place",
            name="punch",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="place",
                to="passes.punch",
            ),
        ),
        ProtectTenants("appointments"),
    ]
