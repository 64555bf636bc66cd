"""Invite other families to a booking; switches of a location; published prices."""

import django.db.models.deletion
from django.db import migrations, models

from cartwheel.kernel.tenancy.walls import ProtectTenants


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("appointments", "0005_settings"),
        ("catalog", "0003_blackouts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(db_collation="C", max_length=254)),
                ("student_name", models.CharField(max_length=120)),
                ("token_hash", models.CharField(max_length=64)),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("sent_by", models.CharField(max_length=200)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("asked_from", models.EmailField(blank=True, max_length=254)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="appointmentsettings",
            name="families_cancel",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="appointmentsettings",
            name="invitation_hours",
            field=models.PositiveSmallIntegerField(default=24),
        ),
        migrations.AddField(
            model_name="appointmentsettings",
            name="is_enabled",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="appointmentsettings",
            name="keeps_blackouts",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="appointmentsettings",
            name="notice_hours",
            field=models.PositiveSmallIntegerField(default=24),
        ),
        migrations.AddField(
            model_name="pricingschedule",
            name="is_published",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="appointmentsettings",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("invitation_hours__gte", 1),
                    ("invitation_hours__lte", 720),
                    ("notice_hours__lte", 720),
                ),
                name="appointment_portal_hours",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="booking",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="appointments.booking",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="guest",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invited_by",
                to="appointments.booking",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                fields=("token_hash",), name="invitation_token_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("used_at", None), ("withdrawn_at", None)),
                fields=("booking", "email"),
                name="invitation_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("guest", None), ("used_at", None)),
                    models.Q(
                        ("guest__isnull", False), ("used_at__isnull", False), ("withdrawn_at", None)
                    ),
                    _connector="OR",
                ),
                name="invitation_used_or_withdrawn",
            ),
        ),
        ProtectTenants("appointments"),
    ]
