"""What families have booked."""

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from cartwheel.domain.parties.models.offers import AddOn, Package, Per
from cartwheel.domain.parties.models.places import Station, TimeSlot


class PartyQuerySet(models.QuerySet["Party"]):
    def standing(self, *, now: datetime) -> "PartyQuerySet":
        """Booked or quoted: neither canceled nor a quote that ran out."""
        return self.filter(
            Q(held_until=None) | Q(held_until__gt=now), canceled_at=None, quote_expired_at=None
        )

    def upcoming(self, *, now: datetime) -> "PartyQuerySet":
        return self.standing(now=now).filter(ends_at__gt=now).order_by("starts_at", "pk")


class Party(models.Model):
    """A celebration of a family at a station. The station is held longer: see ``claim``.

    ``held_until`` makes it a quote. ``package_price``, ``guests_included`` and ``guest_price`` are
    what was agreed. ``version`` goes up with every change, so that a stale form is noticed.
    ``time_slot`` is None at a time of its own.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="parties")
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="parties")
    number = models.BigIntegerField()
    station = models.ForeignKey(Station, models.PROTECT, related_name="parties")
    time_slot = models.ForeignKey(
        TimeSlot, models.PROTECT, null=True, blank=True, related_name="parties"
    )
    package = models.ForeignKey(Package, models.PROTECT, related_name="parties")
    family = models.ForeignKey("people.Family", models.PROTECT, related_name="parties")
    honoree = models.ForeignKey(
        "people.Student", models.PROTECT, null=True, blank=True, related_name="parties"
    )
    title = models.CharField(max_length=120)
    guests = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    contact_email = models.EmailField(max_length=254, blank=True)
    customer_notes = models.TextField(blank=True)
    staff_notes = models.TextField(blank=True)
    tax_rate = models.ForeignKey(
        "catalog.TaxRate", models.PROTECT, null=True, blank=True, related_name="+"
    )
    package_price = models.BigIntegerField()
    guests_included = models.PositiveSmallIntegerField()
    guest_price = models.BigIntegerField()
    claim = models.OneToOneField("scheduling.Claim", models.PROTECT, related_name="party")
    held_until = models.DateTimeField(null=True, blank=True)
    quote_expired_at = models.DateTimeField(null=True, blank=True)
    canceled_at = models.DateTimeField(null=True, blank=True)
    canceled_by = models.CharField(max_length=200, blank=True)
    cancel_reason = models.CharField(max_length=500, blank=True)
    request_key = models.UUIDField(default=uuid.uuid4)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=200)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "parties"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="party_number_once"),
            models.UniqueConstraint(fields=["account", "request_key"], name="party_request_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="party_duration"),
            models.CheckConstraint(condition=Q(guests__gte=1), name="party_has_guests"),
            models.CheckConstraint(
                condition=Q(package_price__gte=0, guest_price__gte=0), name="party_agreed_prices"
            ),
            models.CheckConstraint(
                condition=Q(quote_expired_at=None) | Q(held_until__isnull=False),
                name="party_expired_quote",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "location", "starts_at"], name="party_by_start"),
            models.Index(fields=["account", "family", "starts_at"], name="party_of_family"),
            models.Index(fields=["account", "station", "starts_at"], name="party_at_station"),
            models.Index(
                fields=["account", "held_until"],
                condition=Q(held_until__isnull=False, quote_expired_at=None, canceled_at=None),
                name="party_open_quote",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def on(self) -> date:
        """The day it begins, on the location's calendar."""
        return self.starts_at.astimezone(self.location.zone).date()

    @property
    def is_quote(self) -> bool:
        return self.held_until is not None

    def lapsed(self, *, now: datetime) -> bool:
        """Whether it is a quote that no longer holds its slot."""
        return self.held_until is not None and (
            self.quote_expired_at is not None or self.held_until <= now
        )

    def stands(self, *, now: datetime) -> bool:
        return self.canceled_at is None and not self.lapsed(now=now)


class PartyAddOn(models.Model):
    """An add-on as picked, with the price agreed."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.CASCADE, related_name="add_ons")
    add_on = models.ForeignKey(AddOn, models.PROTECT, related_name="+")
    quantity = models.PositiveSmallIntegerField()
    price = models.BigIntegerField()
    per = models.CharField(max_length=5, choices=Per.choices)

    class Meta:
        ordering = ["add_on__position", "add_on_id"]
        constraints = [
            models.UniqueConstraint(fields=["party", "add_on"], name="party_add_on_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, price__gte=0), name="party_add_on_amounts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pieces} × {self.add_on}"

    @property
    def pieces(self) -> int:
        """How many there are to be: of what is picked per guest, so many for each of them."""
        return self.quantity * (self.party.guests if self.per == Per.GUEST else 1)


class PartyHost(models.Model):
    """A staff member who looks after the party, and the claim on her time."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.CASCADE, related_name="hosts")
    staff = models.ForeignKey("staff.StaffMember", models.PROTECT, related_name="hosted_parties")
    claim = models.OneToOneField("scheduling.Claim", models.PROTECT, related_name="party_host")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["party", "staff"], name="party_host_once"),
        ]

    def __str__(self) -> str:
        return str(self.staff)


class PartyCharge(models.Model):
    """A charge posted for the party; the reversed ones stay."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="charges")
    charge = models.OneToOneField("ledger.Charge", models.PROTECT, related_name="party_charge")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.charge)


class Confirmation(models.Model):
    """A confirmation email that was sent."""

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="party_confirmations"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="confirmations")
    message = models.OneToOneField("mailer.Message", models.PROTECT, related_name="+")
    sent_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.message)
