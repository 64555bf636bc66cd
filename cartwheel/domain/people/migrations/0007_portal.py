"""Keep second steps, mailed codes and the look of the portal."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from cartwheel.kernel.tenancy.walls import ProtectTenants


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("people", "0006_contact_types"),
    ]

    operations = [
        migrations.CreateModel(
            name="PortalCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(db_collation="C", max_length=254)),
                ("code_hash", models.CharField(max_length=64)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PortalSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "color",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[django.core.validators.RegexValidator("^#[0-9a-f]{6}$")],
                    ),
                ),
                ("welcome", models.TextField(blank=True)),
                ("is_open", models.BooleanField(default=True)),
                ("closed_text", models.TextField(blank=True)),
                ("takes_new_families", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name_plural": "portal settings",
            },
        ),
        migrations.AddField(
            model_name="portallogin",
            name="last_step",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="portallogin",
            name="second_step",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="portallogin",
            name="signed_in_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="portallogin",
            index=models.Index(fields=["account", "email"], name="portal_login_by_email"),
        ),
        migrations.AddField(
            model_name="portalcode",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="portalsettings",
            name="account",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account"
            ),
        ),
        migrations.AddConstraint(
            model_name="portalcode",
            constraint=models.UniqueConstraint(
                fields=("account", "email"), name="portal_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="portalsettings",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("color", ""), ("color__regex", "^#[0-9a-f]{6}$"), _connector="OR"
                ),
                name="portal_color",
            ),
        ),
        ProtectTenants("people"),
    ]
