"""Businesses and their locations.

An *account* is one business; every other row in the database belongs to exactly one. A *location*
is a place where it works. Families, students, staff and the ledger are shared by the locations of
an account; stations, charges and settings belong to one of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

from cartwheel.kernel.permissions import Level, Permission


class Account(models.Model):
    """One business. Belongs to no tenant: it is what turns an address into one."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    currency = models.CharField(
        max_length=3, default="USD", validators=[RegexValidator(r"^[A-Z]{3}$")]
    )
    locale = models.CharField(max_length=12, default="en_US")
    country = models.CharField(max_length=2, default="US")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Location(models.Model):
    """A place of the business. Its time zone turns weekly schedules into instants."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="locations")
    name = models.CharField(max_length=80)
    timezone = models.CharField(max_length=40, default="America/Chicago")
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="location_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Counter(models.Model):
    """The last reference number given out in an account, per kind (charge, payment, party)."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="counters")
    kind = models.CharField(max_length=30)
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="counter_once")]


@dataclass(frozen=True)
class Actor:
    """Who does something, on whose account, through which interface.

    ``kind`` is staff, guardian, kiosk or system; ``id`` the row of that kind (None for system);
    ``rights`` what the person may do, as key and level; ``location_ids`` the locations she may
    work in (None: all of them).
    """

    account: Account
    kind: str
    name: str
    id: int | None = None
    surface: str = ""
    address: str | None = None
    rights: Mapping[str, Level] = field(default_factory=dict)
    everything: bool = False
    location_ids: frozenset[int] | None = None

    @classmethod
    def system(cls, account: Account, name: str = "Cartwheel") -> "Actor":
        return cls(account, "system", name, surface="system", everything=True)

    def can(self, permission: Permission) -> bool:
        return self.everything or permission.met_by(self.rights)
