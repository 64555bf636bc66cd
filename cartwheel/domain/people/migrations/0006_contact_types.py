"""Let an account say which kinds of emails and phones are suggested."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_notes_move"),
    ]

    operations = [
        migrations.AddField(
            model_name="peoplesettings",
            name="email_types",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="peoplesettings",
            name="phone_types",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30), blank=True, default=list, size=None
            ),
        ),
    ]
