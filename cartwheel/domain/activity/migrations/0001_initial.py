import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("verb", models.CharField(max_length=60)),
                ("actor_kind", models.CharField(max_length=12)),
                ("actor_id", models.BigIntegerField(blank=True, null=True)),
                ("actor_name", models.CharField(max_length=200)),
                ("surface", models.CharField(blank=True, max_length=20)),
                ("address", models.GenericIPAddressField(blank=True, null=True)),
                ("batch", models.CharField(blank=True, max_length=36)),
                ("details", models.JSONField(default=dict)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="accounts.account",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subjects",
                        to="activity.event",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("batch", models.CharField(blank=True, max_length=36)),
                ("table_name", models.CharField(max_length=63)),
                ("row_id", models.BigIntegerField()),
                ("operation", models.CharField(max_length=6)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "batch"], name="change_of_batch"),
                    models.Index(fields=["account", "table_name", "row_id"], name="change_of_row"),
                    django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="change_time"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                models.F("account"),
                models.OrderBy(models.F("at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="event_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                models.F("account"),
                models.F("actor_id"),
                models.OrderBy(models.F("at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="event_by_actor",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                models.F("account"),
                models.F("verb"),
                models.OrderBy(models.F("at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="event_by_verb",
            ),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(
                models.F("account"),
                models.F("kind"),
                models.F("record_id"),
                models.OrderBy(models.F("event"), descending=True),
                name="subject_history",
            ),
        ),
    ]
