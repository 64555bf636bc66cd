"""What a party is to be, and whether it may."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.catalog.models import TaxRate
from cartwheel.domain.parties.models import (
    AddOn,
    Package,
    Party,
    Station,
    TimeSlot,
)
from cartwheel.domain.parties.operations.common import require_here
from cartwheel.domain.parties.permissions import BOOK_ANY_TIME
from cartwheel.domain.parties.queries import (
    Price,
    Times,
    exemption_then,
    keeps_time,
    price_party,
    settings_of,
    times_kept,
    times_of,
    touches_money,
)
from cartwheel.domain.parties.queries.openings import REASON, SHUT
from cartwheel.domain.parties.refusals import (
    AddOnNotOffered,
    CustomTimeNotAllowed,
    HostNotOffered,
    PackageNotOffered,
    PartyInThePast,
    QuantityNotOffered,
    SlotClosed,
    SlotNotOffered,
    StationNotOffered,
    TooFewGuests,
    TooManyGuests,
    TooSoon,
    WrongHonoree,
)
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.queries import belongs_to
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import clean_line
from cartwheel.kernel.wording import day


@dataclass(frozen=True)
class Plan:
    """Everything that somebody decides about a party."""

    station: Station
    on: date
    time_slot: TimeSlot | None
    starts: time | None
    ends: time | None
    title: str
    guests: int
    family: Family
    honoree: Student | None
    contact_name: str
    contact_phone: str
    contact_email: str
    customer_notes: str
    staff_notes: str
    package: Package
    add_ons: tuple[tuple[AddOn, int], ...]
    hosts: tuple[StaffMember, ...]
    tax_rate: TaxRate | None

    def columns(self) -> dict[str, Any]:
        """The columns of the party that are as decided."""
        return {
            "station": self.station,
            "time_slot": self.time_slot,
            "package": self.package,
            "family": self.family,
            "honoree": self.honoree,
            "title": self.title,
            "guests": self.guests,
            "contact_name": clean_line(self.contact_name)[:120],
            "contact_phone": clean_line(self.contact_phone)[:20],
            "contact_email": self.contact_email.strip(),
            "customer_notes": self.customer_notes,
            "staff_notes": self.staff_notes,
            "tax_rate": self.tax_rate,
        }

    def times(self, before: Party | None) -> Times:
        """When it is; a party that stays where it is keeps its time, whatever its slot became."""
        if before is not None and self.keeps_time(before):
            return times_kept(before)
        return times_of(self.station, self.on, self.time_slot, self.starts, self.ends)

    def keeps_time(self, before: Party) -> bool:
        return keeps_time(before, self.on, self.time_slot, self.starts, self.ends)

    def price(self, before: Party | None, *, on: date) -> Price:
        """What it costs when it is charged on that day."""
        return price_party(
            package=self.package,
            guests=self.guests,
            add_ons=self.add_ons,
            tax_rate=self.tax_rate,
            agreed=before,
            exemption=exemption_then(before, on=on, **self._priced_by()),
        )

    def touches_money(self, before: Party) -> bool:
        return touches_money(before, **self._priced_by())

    def _priced_by(self) -> dict[str, Any]:
        """What the price follows from."""
        names = ("family", "package", "guests", "add_ons", "tax_rate")
        return {name: getattr(self, name) for name in names}


def make_plan(**values: Any) -> Plan:
    """The plan, of records of this account and of the station's location only."""
    add_ons = tuple((add_on, quantity) for add_on, quantity in values.pop("add_ons"))
    hosts = tuple(dict.fromkeys(values.pop("hosts")))
    title = clean_line(values.pop("title"))[:120]
    plan = Plan(add_ons=add_ons, hosts=hosts, title=title, **values)
    if not title:
        raise Refused(_("Enter a title."), field="title")
    require_same_account(plan.station, plan.family, plan.honoree, *hosts)
    picked = [add_on for add_on, quantity in add_ons]
    require_here(plan.station.location_id, plan.time_slot, plan.package, plan.tax_rate, *picked)
    return plan


def check(plan: Plan, times: Times, *, before: Party | None, now: datetime, by: Actor) -> None:
    """Refuse what cannot be, by name.

    What a party has ``before`` it may keep, even if nobody could book it like that today. Whether
    the station is free is for the claim to say.
    """
    stays = before is not None and before.station_id == plan.station.pk
    keeps_time = bool(stays and before and plan.keeps_time(before))
    keeps_package = bool(stays and before and before.package_id == plan.package.pk)
    offer = None if keeps_time and keeps_package else offer_of(plan)
    if offer and not keeps_time:
        _check_time(plan, times, offer, now, by)
    _check_guests(plan, before)
    if offer and not keeps_package:
        _check_package(plan, offer)
    _check_add_ons(plan, before)
    _check_people(plan, before)


@dataclass(frozen=True)
class Offer:
    """Whether the station offers the slot and the package, and why the slot is closed that day."""

    slot: bool
    package: bool
    closed: str | None


def offer_of(plan: Plan) -> Offer:
    """What is offered of the plan, in one statement."""
    slot = plan.time_slot.pk if plan.time_slot else None
    with connection.cursor() as cursor:
        keys = {"station": plan.station.pk, "package": plan.package.pk, "slot": slot}
        cursor.execute(OFFER, {**keys, "on": plan.on})
        return Offer(*cursor.fetchone())


OFFER = f"""
select
    exists(select from parties_stationslot where station_id = %(station)s
        and time_slot_id = %(slot)s),
    exists(select from parties_packagestation where station_id = %(station)s
        and package_id = %(package)s),
    coalesce(
        (select reason from parties_slotclosure where time_slot_id = %(slot)s and "on" = %(on)s
            and (station_id is null or station_id = %(station)s) order by id limit 1),
        (select {REASON} {SHUT}
            join parties_station station on station.location_id = settings.location_id
            where station.id = %(station)s and %(on)s::date between shut.first_on and shut.last_on
            order by shut.first_on limit 1))
"""  # noqa: S608 - of constants


def _check_time(plan: Plan, times: Times, offer: Offer, now: datetime, by: Actor) -> None:
    if times.window.start <= now:
        raise PartyInThePast(_("Choose a time that is still to come."))
    if by.kind == "guardian":
        _check_notice(plan, now)
    if plan.time_slot is not None:
        _check_slot(plan, plan.time_slot, offer)
    elif not by.can(BOOK_ANY_TIME):
        raise CustomTimeNotAllowed(_("You may book parties in the time slots only."))


def _check_notice(plan: Plan, now: datetime) -> None:
    """Families must book some days ahead; staff need not."""
    location = plan.station.location
    days = settings_of(location).lead_days
    if (plan.on - now.astimezone(location.zone).date()).days < days:
        sentence = ngettext("Book at least %d day ahead.", "Book at least %d days ahead.", days)
        raise TooSoon(sentence % days)


def _check_slot(plan: Plan, slot: TimeSlot, offer: Offer) -> None:
    words = {"slot": slot, "station": plan.station, "day": day(plan.on, plan.station.location)}
    if not (offer.slot and slot.active):
        raise SlotNotOffered(_("%(station)s does not offer the time slot %(slot)s.") % words)
    if plan.on.weekday() not in slot.weekdays:
        raise SlotNotOffered(_("The time slot %(slot)s is not offered on %(day)s.") % words)
    if offer.closed is not None:
        words["reason"] = offer.closed
        raise SlotClosed(_("The time slot %(slot)s is closed on %(day)s: %(reason)s") % words)


def check_station(station: Station, on: date) -> None:
    """Refuse a station that is not in use on that day, as it stands in the database now."""
    fresh = Station.objects.get(pk=station.pk)
    if not fresh.active:
        raise StationNotOffered(_("%s is not in use.") % station)
    if not fresh.open_on(on):
        sentence = _("%(station)s is offered up to %(day)s only.")
        words = {"station": station, "day": day(fresh.expires_on or on, station.location)}
        raise StationNotOffered(sentence % words)


def _check_guests(plan: Plan, before: Party | None) -> None:
    if plan.guests < 1:
        raise TooFewGuests(_("A party has at least one guest."))
    fewer = before if before and plan.guests <= before.guests else None
    words = {"guests": plan.guests, "station": plan.station, "package": plan.package}
    most = plan.station.capacity
    if plan.guests > most and not (fewer and fewer.station_id == plan.station.pk):
        sentence = _("%(station)s holds %(most)d people, %(guests)d guests are too many.")
        raise TooManyGuests(sentence % (words | {"most": most}))
    most = plan.package.guests_max
    if plan.guests > most and not (fewer and fewer.package_id == plan.package.pk):
        sentence = _("%(package)s is for at most %(most)d guests, %(guests)d are too many.")
        raise TooManyGuests(sentence % (words | {"most": most}))


def _check_package(plan: Plan, offer: Offer) -> None:
    if not (offer.package and plan.package.active):
        words = {"package": plan.package, "station": plan.station}
        raise PackageNotOffered(_("%(package)s is not offered at %(station)s.") % words)


def _check_add_ons(plan: Plan, before: Party | None) -> None:
    had = {each.add_on_id: each.quantity for each in before.add_ons.all()} if before else {}
    picked = [add_on.pk for add_on, quantity in plan.add_ons]
    if len(set(picked)) < len(picked):
        raise QuantityNotOffered(_("Pick each add-on once, with its quantity."))
    for add_on, quantity in plan.add_ons:
        if had.get(add_on.pk) == quantity:
            continue
        if not add_on.active and add_on.pk not in had:
            raise AddOnNotOffered(_("%s is not offered any more.") % add_on)
        check_quantity(add_on, quantity)


def check_quantity(add_on: AddOn, quantity: int) -> None:
    """Refuse fewer or more of an add-on than may be picked."""
    if not add_on.quantity_min <= quantity <= add_on.quantity_max:
        raise QuantityNotOffered(_quantity_sentence(add_on))


def _quantity_sentence(add_on: AddOn) -> str:
    words = {"add_on": add_on, "least": add_on.quantity_min, "most": add_on.quantity_max}
    if add_on.quantity_min == add_on.quantity_max:
        return _("%(add_on)s comes in a quantity of %(least)d.") % words
    return _("%(add_on)s comes in quantities from %(least)d to %(most)d.") % words


def _check_people(plan: Plan, before: Party | None) -> None:
    if plan.honoree is not None and not belongs_to(plan.honoree, plan.family):
        words = {"honoree": plan.honoree, "family": plan.family}
        raise WrongHonoree(_("%(honoree)s is not a child of the family %(family)s.") % words)
    had = {each.staff_id for each in before.hosts.all()} if before else set()
    for host in plan.hosts:
        if host.archived_at and host.pk not in had:
            raise HostNotOffered(_("%s does not work here any more.") % host)
