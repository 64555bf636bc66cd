"""Let an account's logo stand in its portal."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_portal"),
    ]

    operations = [
        migrations.AddField(
            model_name="portalsettings",
            name="logo",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
    ]
