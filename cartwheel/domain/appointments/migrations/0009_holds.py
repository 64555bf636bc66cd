"""Find the places whose hold has run out without reading the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("appointments", "0008_teaching"),
        ("people", "0007_portal"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="place",
            index=models.Index(
                condition=models.Q(("canceled_at", None), ("held_until__isnull", False)),
                fields=["account", "held_until"],
                name="place_held",
            ),
        ),
    ]
