"""What a party can have, and what it costs today."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from cartwheel.domain.parties.models.places import Station


class Package(models.Model):
    """``tax_rate`` is what the booking form proposes; the booking has its own."""

    class Deposit(models.TextChoices):
        NONE = "none"
        AMOUNT = "amount"
        PERCENT = "percent"

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="packages")
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="packages")
    name = models.CharField(max_length=80)
    price = models.BigIntegerField()
    guests_included = models.PositiveSmallIntegerField()
    guests_max = models.PositiveSmallIntegerField()
    guest_price = models.BigIntegerField(default=0)
    deposit_kind = models.CharField(max_length=7, choices=Deposit.choices, default=Deposit.NONE)
    deposit_amount = models.BigIntegerField(default=0)
    deposit_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    description = models.TextField(blank=True)
    tax_rate = models.ForeignKey(
        "catalog.TaxRate", models.PROTECT, null=True, blank=True, related_name="+"
    )
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    stations: "models.ManyToManyField[Station, PackageStation]" = models.ManyToManyField(
        Station, through="PackageStation", related_name="packages"
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint("location", Lower("name"), name="package_name_once"),
            models.CheckConstraint(
                condition=Q(price__gte=0, guest_price__gte=0, deposit_amount__gte=0),
                name="package_amounts",
            ),
            models.CheckConstraint(
                condition=Q(guests_max__gte=F("guests_included")) & Q(guests_max__gte=1),
                name="package_guests",
            ),
            models.CheckConstraint(
                condition=Q(deposit_percent__gte=0, deposit_percent__lte=100),
                name="package_deposit_percent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PackageStation(models.Model):
    """The package is offered at the station."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    package = models.ForeignKey(Package, models.CASCADE, related_name="offers")
    station = models.ForeignKey(Station, models.CASCADE, related_name="package_offers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "station"], name="package_station_once"),
        ]

    def __str__(self) -> str:
        return f"{self.package}, {self.station}"


class Per(models.TextChoices):
    PARTY = "party"
    GUEST = "guest"


class AddOn(models.Model):
    """Priced once per quantity picked, and again for every guest when ``per`` is guest."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="add_ons")
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="add_ons")
    name = models.CharField(max_length=80)
    price = models.BigIntegerField()
    per = models.CharField(max_length=5, choices=Per.choices, default=Per.PARTY)
    quantity_min = models.PositiveSmallIntegerField(default=1)
    quantity_max = models.PositiveSmallIntegerField(default=1)
    description = models.TextField(blank=True)
    taxable = models.BooleanField(default=True)
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint("location", Lower("name"), name="add_on_name_once"),
            models.CheckConstraint(condition=Q(price__gte=0), name="add_on_price"),
            models.CheckConstraint(
                condition=Q(quantity_min__gte=1, quantity_max__gte=F("quantity_min")),
                name="add_on_quantity",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartySettings(models.Model):
    """How a location sells parties. ``program`` and ``category`` go onto every party's charge.

    ``lead_days`` is the notice that families must give when they book by themselves.
    ``confirmation`` is the account's own text in the confirmation email.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="party_settings")
    location = models.OneToOneField(
        "accounts.Location", models.PROTECT, related_name="party_settings"
    )
    program = models.ForeignKey(
        "catalog.Program", models.PROTECT, null=True, blank=True, related_name="+"
    )
    category = models.ForeignKey(
        "catalog.ChargeCategory", models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledgment = models.TextField(blank=True)
    lead_days = models.PositiveSmallIntegerField(default=0)
    confirmation = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "party settings"
        constraints = [
            models.CheckConstraint(condition=Q(lead_days__lte=365), name="party_lead_days"),
        ]

    def __str__(self) -> str:
        return f"{self.location}"
