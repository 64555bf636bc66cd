import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("catalog", "0002_walls"),
        ("ledger", "0001_initial"),
        ("mailer", "0002_walls"),
        ("people", "0002_walls"),
        ("scheduling", "0002_walls"),
        ("staff", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddOn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("price", models.BigIntegerField()),
                (
                    "per",
                    models.CharField(
                        choices=[("party", "Party"), ("guest", "Guest")],
                        default="party",
                        max_length=5,
                    ),
                ),
                ("quantity_min", models.PositiveSmallIntegerField(default=1)),
                ("quantity_max", models.PositiveSmallIntegerField(default=1)),
                ("description", models.TextField(blank=True)),
                ("taxable", models.BooleanField(default=True)),
                ("active", models.BooleanField(default=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="add_ons",
                        to="accounts.account",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="add_ons",
                        to="accounts.location",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Package",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("price", models.BigIntegerField()),
                ("guests_included", models.PositiveSmallIntegerField()),
                ("guests_max", models.PositiveSmallIntegerField()),
                ("guest_price", models.BigIntegerField(default=0)),
                (
                    "deposit_kind",
                    models.CharField(
                        choices=[("none", "None"), ("amount", "Amount"), ("percent", "Percent")],
                        default="none",
                        max_length=7,
                    ),
                ),
                ("deposit_amount", models.BigIntegerField(default=0)),
                ("deposit_percent", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ("description", models.TextField(blank=True)),
                ("active", models.BooleanField(default=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packages",
                        to="accounts.account",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packages",
                        to="accounts.location",
                    ),
                ),
                (
                    "tax_rate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.taxrate",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("guests", models.PositiveSmallIntegerField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("contact_name", models.CharField(blank=True, max_length=120)),
                ("contact_phone", models.CharField(blank=True, max_length=20)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                ("customer_notes", models.TextField(blank=True)),
                ("staff_notes", models.TextField(blank=True)),
                ("package_price", models.BigIntegerField()),
                ("guests_included", models.PositiveSmallIntegerField()),
                ("guest_price", models.BigIntegerField()),
                ("held_until", models.DateTimeField(blank=True, null=True)),
                ("quote_expired_at", models.DateTimeField(blank=True, null=True)),
                ("canceled_at", models.DateTimeField(blank=True, null=True)),
                ("canceled_by", models.CharField(blank=True, max_length=200)),
                ("cancel_reason", models.CharField(blank=True, max_length=500)),
                ("request_key", models.UUIDField(default=uuid.uuid4)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("created_by", models.CharField(max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="accounts.account",
                    ),
                ),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="party",
                        to="scheduling.claim",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="people.family",
                    ),
                ),
                (
                    "honoree",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="people.student",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="accounts.location",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="parties.package",
                    ),
                ),
                (
                    "tax_rate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.taxrate",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "parties",
                "ordering": ["starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_by", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="party_confirmations",
                        to="accounts.account",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mailer.message",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PartyAddOn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveSmallIntegerField()),
                ("price", models.BigIntegerField()),
                (
                    "per",
                    models.CharField(
                        choices=[("party", "Party"), ("guest", "Guest")], max_length=5
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "add_on",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.addon",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="add_ons",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "ordering": ["add_on__position", "add_on_id"],
            },
        ),
        migrations.CreateModel(
            name="PartyCharge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "charge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="party_charge",
                        to="ledger.charge",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PartyHost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="party_host",
                        to="scheduling.claim",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hosts",
                        to="parties.party",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hosted_parties",
                        to="staff.staffmember",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PartySettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("acknowledgment", models.TextField(blank=True)),
                ("lead_days", models.PositiveSmallIntegerField(default=0)),
                ("confirmation", models.TextField(blank=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="party_settings",
                        to="accounts.account",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.chargecategory",
                    ),
                ),
                (
                    "location",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="party_settings",
                        to="accounts.location",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.program",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "party settings",
            },
        ),
        migrations.CreateModel(
            name="Station",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "image",
                    models.ImageField(blank=True, max_length=200, upload_to="stations/%Y/%m"),
                ),
                ("capacity", models.PositiveSmallIntegerField()),
                ("summary", models.CharField(blank=True, max_length=200)),
                ("description", models.TextField(blank=True)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("active", models.BooleanField(default=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stations",
                        to="accounts.account",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stations",
                        to="accounts.location",
                    ),
                ),
                (
                    "resource",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="party_station",
                        to="scheduling.resource",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="party",
            name="station",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parties",
                to="parties.station",
            ),
        ),
        migrations.CreateModel(
            name="PackageStation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="parties.package",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="package_offers",
                        to="parties.station",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="package",
            name="stations",
            field=models.ManyToManyField(
                related_name="packages", through="parties.PackageStation", to="parties.station"
            ),
        ),
        migrations.CreateModel(
            name="TimeSlot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None
                    ),
                ),
                ("setup_minutes", models.PositiveSmallIntegerField(default=0)),
                ("cleanup_minutes", models.PositiveSmallIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="time_slots",
                        to="accounts.account",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="time_slots",
                        to="accounts.location",
                    ),
                ),
            ],
            options={
                "ordering": ["starts", "ends", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StationSlot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="parties.station",
                    ),
                ),
                (
                    "time_slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="parties.timeslot",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="station",
            name="time_slots",
            field=models.ManyToManyField(
                related_name="stations", through="parties.StationSlot", to="parties.timeslot"
            ),
        ),
        migrations.CreateModel(
            name="SlotClosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slot_closures",
                        to="accounts.account",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="parties.station",
                    ),
                ),
                (
                    "time_slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="parties.timeslot",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "pk"],
            },
        ),
        migrations.AddField(
            model_name="party",
            name="time_slot",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parties",
                to="parties.timeslot",
            ),
        ),
        migrations.AddConstraint(
            model_name="addon",
            constraint=models.UniqueConstraint(
                models.F("location"),
                django.db.models.functions.text.Lower("name"),
                name="add_on_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="addon",
            constraint=models.CheckConstraint(
                condition=models.Q(("price__gte", 0)), name="add_on_price"
            ),
        ),
        migrations.AddConstraint(
            model_name="addon",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quantity_max__gte", models.F("quantity_min")), ("quantity_min__gte", 1)
                ),
                name="add_on_quantity",
            ),
        ),
        migrations.AddConstraint(
            model_name="partyaddon",
            constraint=models.UniqueConstraint(
                fields=("party", "add_on"), name="party_add_on_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="partyaddon",
            constraint=models.CheckConstraint(
                condition=models.Q(("price__gte", 0), ("quantity__gte", 1)),
                name="party_add_on_amounts",
            ),
        ),
        migrations.AddConstraint(
            model_name="partyhost",
            constraint=models.UniqueConstraint(fields=("party", "staff"), name="party_host_once"),
        ),
        migrations.AddConstraint(
            model_name="partysettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("lead_days__lte", 365)), name="party_lead_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="packagestation",
            constraint=models.UniqueConstraint(
                fields=("package", "station"), name="package_station_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="package",
            constraint=models.UniqueConstraint(
                models.F("location"),
                django.db.models.functions.text.Lower("name"),
                name="package_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="package",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deposit_amount__gte", 0), ("guest_price__gte", 0), ("price__gte", 0)
                ),
                name="package_amounts",
            ),
        ),
        migrations.AddConstraint(
            model_name="package",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("guests_max__gte", models.F("guests_included")), ("guests_max__gte", 1)
                ),
                name="package_guests",
            ),
        ),
        migrations.AddConstraint(
            model_name="package",
            constraint=models.CheckConstraint(
                condition=models.Q(("deposit_percent__gte", 0), ("deposit_percent__lte", 100)),
                name="package_deposit_percent",
            ),
        ),
        migrations.AddConstraint(
            model_name="timeslot",
            constraint=models.UniqueConstraint(
                models.F("location"),
                django.db.models.functions.text.Lower("name"),
                name="time_slot_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="timeslot",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts", models.F("ends")), _negated=True),
                name="time_slot_window",
            ),
        ),
        migrations.AddConstraint(
            model_name="timeslot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("weekdays__contained_by", [0, 1, 2, 3, 4, 5, 6]), ("weekdays__len__gte", 1)
                ),
                name="time_slot_weekdays",
            ),
        ),
        migrations.AddConstraint(
            model_name="timeslot",
            constraint=models.CheckConstraint(
                condition=models.Q(("cleanup_minutes__lte", 600), ("setup_minutes__lte", 600)),
                name="time_slot_margins",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationslot",
            constraint=models.UniqueConstraint(
                fields=("station", "time_slot"), name="station_slot_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.UniqueConstraint(
                models.F("location"),
                django.db.models.functions.text.Lower("name"),
                name="station_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gte", 1)), name="station_capacity"
            ),
        ),
        migrations.AddConstraint(
            model_name="slotclosure",
            constraint=models.UniqueConstraint(
                fields=("time_slot", "station", "on"), name="slot_closed_once", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(fields=["account", "location", "starts_at"], name="party_by_start"),
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(fields=["account", "family", "starts_at"], name="party_of_family"),
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(fields=["account", "station", "starts_at"], name="party_at_station"),
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(
                condition=models.Q(
                    ("canceled_at", None), ("held_until__isnull", False), ("quote_expired_at", None)
                ),
                fields=["account", "held_until"],
                name="party_open_quote",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(
                fields=("account", "number"), name="party_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(
                fields=("account", "request_key"), name="party_request_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="party_duration"
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("guests__gte", 1)), name="party_has_guests"
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("guest_price__gte", 0), ("package_price__gte", 0)),
                name="party_agreed_prices",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quote_expired_at", None), ("held_until__isnull", False), _connector="OR"
                ),
                name="party_expired_quote",
            ),
        ),
    ]
