"""The booking page while somebody fills it in: what can be chosen, given what is chosen already.

The state of the page is what is typed, as a browser sends it (``typed``). Everything offered
follows from it: the station decides the dates, the date the slots, the station the packages, the
family the honorees; and the price. What does not fit any more after a change is let go of, and
said (``dropped``).
"""

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Account, Location
from cartwheel.domain.catalog.models import TaxRate
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.parties.models import AddOn, Package, Party, PartySettings, Station, TimeSlot
from cartwheel.domain.parties.operations import QuantityNotOffered, check_quantity
from cartwheel.domain.parties.queries import (
    Blocked,
    OpenSlot,
    Price,
    exemption_then,
    open_slots,
    price_party,
    settings_of,
    slots_on,
)
from cartwheel.domain.people.models import Family, Guardian, Kind, Note, Student
from cartwheel.domain.people.queries import Exemption, students_of
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.periods import read_day
from cartwheel.kernel.text import read_key
from cartwheel.office.families.alerts import alerts_about
from cartwheel.ui.formats import plain_money

FAMILY, HONOREE = "family", "honoree"  # who can be added on the way
HORIZON = timedelta(days=396)  # thirteen months, as far as schedules reach


class BookingScreen:
    """``party`` is the booking that is being changed; None for a new one."""

    def __init__(
        self,
        *,
        account: Account,
        location: Location,
        typed: QueryDict,
        now: datetime,
        party: Party | None = None,
        may_credit: bool = False,
    ) -> None:
        self.account, self.location = account, location
        self.typed, self.now, self.party = typed, now, party
        self.may_credit = may_credit
        self.dropped: list[str] = []
        self.today = timezone.localdate(now, location.zone)

    # What is chosen

    def _key(self, name: str) -> int | None:
        return read_key(self.typed.get(name) or "")

    @cached_property
    def station(self) -> Station | None:
        return next((s for s in self.stations if s.pk == self._key("station")), None)

    @cached_property
    def on(self) -> date | None:
        return read_day(self.typed.get("on") or "")

    @property
    def any_time(self) -> bool:
        return bool(self.typed.get("any_time"))

    @cached_property
    def package(self) -> Package | None:
        return next((p for p in self.packages if p.pk == self._key("package")), None)

    @cached_property
    def family(self) -> Family | None:
        key = self._key("family")
        if key is None:
            return None
        return (
            self.account.families.filter(pk=key)
            .prefetch_related("guardians__emails", "guardians__phones")
            .first()
        )

    @property
    def adding(self) -> str:
        """Who is being added in a form of its own: FAMILY, HONOREE, or "" for nobody."""
        possible = FAMILY if self.family is None else HONOREE
        wanted = self.typed.get("adding") == possible and not self.is_organization
        return possible if wanted else ""

    @cached_property
    def guests(self) -> int | None:
        number = self._key("guests")
        return number if number and number < 10_000 else None

    @cached_property
    def tax_rate(self) -> TaxRate | None:
        return next((r for r in self.tax_rates if r.pk == self._key("tax_rate")), None)

    # What can be chosen

    def _here(self, found: QuerySet[Any]) -> list[Any]:
        """The rows, which need not look up their account and location: they are known."""
        rows = list(found)
        for row in rows:
            row.account, row.location = self.account, self.location
        return rows

    @cached_property
    def stations(self) -> list[Station]:
        return self._here(self._stations())

    def _stations(self) -> QuerySet[Station]:
        usable = Q(active=True) & (Q(expires_on=None) | Q(expires_on__gte=self.today))
        if self.party:
            usable |= Q(pk=self.party.station_id)
        return Station.objects.filter(usable, account=self.account, location=self.location)

    @cached_property
    def openings(self) -> list[OpenSlot]:
        """Those of the chosen station from today on; the party's own time counts as open."""
        if self.station is None:
            return []
        return open_slots(
            self.station.location,
            first=self.today,
            last=self.today + HORIZON,
            now=self.now,
            station=self.station,
            moving=self.party,
        )

    @cached_property
    def day(self) -> list[OpenSlot | Blocked]:
        """The slots of the chosen day; the one the party itself has is open to it."""
        if self.station is None or self.on is None:
            return []
        return slots_on(self.station, self.on, self.now, moving=self.party)

    @property
    def open_slots(self) -> list[OpenSlot]:
        return [slot for slot in self.day if isinstance(slot, OpenSlot)]

    @property
    def blocked_slots(self) -> list[Blocked]:
        return [slot for slot in self.day if isinstance(slot, Blocked)]

    @cached_property
    def packages(self) -> list[Package]:
        """Those offered at the chosen station; all while none is chosen."""
        usable = Q(active=True)
        if self.party:
            usable |= Q(pk=self.party.package_id)
        found = Package.objects.filter(usable, account=self.account, location=self.location)
        if self.station:
            found = found.filter(stations=self.station)
        return self._here(found.select_related("tax_rate"))

    @cached_property
    def add_ons(self) -> list[AddOn]:
        usable = Q(active=True)
        if self.party:
            usable |= Q(pk__in=self.party.add_ons.values("add_on"))
        found = AddOn.objects.filter(usable, account=self.account, location=self.location)
        return self._here(found)

    @cached_property
    def hosts(self) -> QuerySet[StaffMember]:
        usable = Q(may_host=True, archived_at=None)
        if self.party:
            usable |= Q(pk__in=self.party.hosts.values("staff"))
        return StaffMember.objects.filter(usable, account=self.account)

    @cached_property
    def tax_rates(self) -> list[TaxRate]:
        return self._here(self._tax_rates())

    def _tax_rates(self) -> QuerySet[TaxRate]:
        usable = Q(archived_at=None)
        if self.party:
            usable |= Q(pk=self.party.tax_rate_id)
        return TaxRate.objects.filter(usable, account=self.account, location=self.location)

    @cached_property
    def honorees(self) -> list[Student]:
        """The family's students, at home or shared with it, each with ``age_today``."""
        if self.family is None:
            return []
        mine = students_of(self.family).filter(archived_at=None)
        students: list[Any] = list(mine.order_by("first_name", "pk"))
        for student in students:
            student.age_today = student.age_on(self.today)
        return students

    @property
    def contacts(self) -> list[Guardian]:
        """Who may be the party's contact: the guardians of today, the primary one first."""
        people = self.family.guardians.all() if self.family else []
        return [guardian for guardian in people if guardian.archived_at is None]

    @cached_property
    def alerts(self) -> list[Note]:
        """Open critical notes about the family."""
        return alerts_about(self.family) if self.family else []

    @cached_property
    def settings(self) -> PartySettings:
        return settings_of(self.location)

    def querysets(self) -> dict[str, QuerySet[Any]]:
        """What each field of the form accepts: only this account's, and only what is offered."""
        students = students_of(self.family) if self.family else Student.objects.none()
        return {
            "station": self._stations().select_related("location", "resource"),
            "time_slot": TimeSlot.objects.filter(account=self.account, location=self.location),
            "family": self.account.families.all(),
            "honoree": students,
            "package": Package.objects.filter(account=self.account, location=self.location),
            "hosts": self.hosts,
            "tax_rate": self._tax_rates(),
        }

    # Money

    @cached_property
    def picks(self) -> list[tuple[AddOn, int]]:
        chosen = [(each, self._quantity(each)) for each in self.add_ons]
        return [(each, quantity) for each, quantity in chosen if quantity > 0]

    def _quantity(self, add_on: AddOn) -> int:
        """How many are picked: 0 where nothing is typed, -1 for what is no such number."""
        text = str(self.typed.get(f"add_on_{add_on.pk}") or "").strip()
        number = read_key(text or "0")
        return -1 if number is None else number

    @cached_property
    def beyond(self) -> dict[int, str]:
        """Why an add-on cannot be had in the quantity that is picked, by its key."""
        party = self.party
        had = {each.add_on_id: each.quantity for each in party.add_ons.all()} if party else {}
        found = {}
        for add_on in self.add_ons:
            quantity = self._quantity(add_on)
            try:
                if quantity not in (0, had.get(add_on.pk)):
                    check_quantity(add_on, quantity)
            except QuantityNotOffered as refusal:
                found[add_on.pk] = str(refusal)
        return found

    @cached_property
    def price(self) -> Price | None:
        """The price as it will be charged; None until all that it takes is known and can be had."""
        if self.package is None or self.guests is None or self.beyond:
            return None
        return price_party(
            package=self.package,
            guests=self.guests,
            add_ons=self.picks,
            tax_rate=self.tax_rate,
            agreed=self.party,
            exemption=self.exemption,
        )

    @cached_property
    def exemption(self) -> Exemption | None:
        """Why it would carry no tax, if so."""
        if self.family is None or self.package is None or self.guests is None or self.beyond:
            return None
        return exemption_then(
            self.party,
            family=self.family,
            package=self.package,
            guests=self.guests,
            add_ons=self.picks,
            tax_rate=self.tax_rate,
            on=self.today,
        )

    @cached_property
    def balance(self) -> int:
        """What the family owes (negative: its credit), in minor units."""
        return balance_of(self.family) if self.family else 0

    @property
    def credit(self) -> int:
        return max(0, -self.balance)

    # What changes by itself

    def settle(self) -> None:
        """Let go of what does not fit any more; fill in what follows from the rest."""
        self._settle_time()
        self._settle_package()
        self._settle_honoree()
        self._fill_contact()
        self._fill_payment()

    def _settle_time(self) -> None:
        if self.any_time or self.station is None or self.on is None:
            return
        slot = self._key("time_slot")
        if slot and slot not in {open_slot.time_slot.pk for open_slot in self.open_slots}:
            self.typed["time_slot"] = ""
            self.dropped.append(
                _("That time is not open at %s on this day; choose another.") % self.station
            )

    def _settle_package(self) -> None:
        if self._key("package") and self.package is None:
            self.typed["package"] = ""
            self.dropped.append(_("That package is not offered at %s.") % self.station)
        if self.package and self.typed.get("priced_package") != str(self.package.pk):
            self.typed["tax_rate"] = str(self.package.tax_rate_id or "")
            self.typed["priced_package"] = str(self.package.pk)
            self.__dict__.pop("tax_rate", None)

    @property
    def is_organization(self) -> bool:
        return self.family is not None and self.family.kind == Kind.ORGANIZATION

    def _settle_honoree(self) -> None:
        if self._key("honoree") not in {student.pk for student in self.honorees}:
            self.typed["honoree"] = str(self.honorees[0].pk) if len(self.honorees) == 1 else ""
        honoree = next((s for s in self.honorees if s.pk == self._key("honoree")), None)
        if honoree and not (self.typed.get("title") or "").strip():
            self.typed["title"] = _("%s’s party") % honoree.first_name

    def _fill_contact(self) -> None:
        """Whom somebody picked; else the primary one, once per family, where nothing was typed."""
        picked = next((g for g in self.contacts if g.pk == self._key("pick_contact")), None)
        if picked is not None:
            self._contact_is(picked, anew=True)
        if self.family is None or self.typed.get("contact_of") == str(self.family.pk):
            return
        changed = bool(self.typed.get("contact_of"))
        self.typed["contact_of"] = str(self.family.pk)
        guardian = next(iter(self.contacts), None)
        if guardian is not None:
            self._contact_is(guardian, anew=changed)

    def _contact_is(self, guardian: Guardian, *, anew: bool) -> None:
        """Fill in how the guardian is reached; ``anew`` over what is there."""
        known = {
            "contact_name": str(guardian),
            "contact_email": str(next(iter(guardian.emails.all()), "")),
            "contact_phone": str(next(iter(guardian.phones.all()), "")),
        }
        for name, value in known.items():
            if anew or not self.typed.get(name):
                self.typed[name] = value

    def _fill_payment(self) -> None:
        wanted = self.typed.get("amount_is")
        if self.price is None or not self.typed.get("pay"):
            return
        if wanted == "full" or not (self.typed.get("amount") or self.price.deposit):
            self._set_amount(self.price.total)
        elif wanted == "deposit" or not self.typed.get("amount"):
            self._set_amount(self.price.deposit)

    def _set_amount(self, cents: int) -> None:
        self.typed["amount"] = plain_money(cents, self.account.currency, self.account.locale)
