"""A year of parties at Otter Bay and Harbor Point, past and coming.

All is planned first and then done in the order of its time, so that numbers and histories grow as
they do in a real office.
"""

import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any, NamedTuple

from django.db import transaction

from cartwheel.demo.cast import Otters
from cartwheel.demo.clock import at
from cartwheel.demo.when import (
    SOON,
    at_the_desk,
    booked,
    booked_on,
    is_holiday,
    turning,
)
from cartwheel.domain.accounts.models import Location
from cartwheel.domain.ledger.operations import take_payment
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.parties.models import AddOn, Package, Party, Station, TimeSlot
from cartwheel.domain.parties.operations import (
    HostBusy,
    Tender,
    book_party,
    confirm_quote,
    delete_party,
    send_confirmation,
)
from cartwheel.domain.parties.queries import open_slots, party_money, price_party
from cartwheel.domain.people.models import Family, Student

SEED = 20240303
PAST, COMING = timedelta(days=365), timedelta(days=120)
NEAR_BIRTHDAY = 30
ONE_DAY = timedelta(days=1)
HALF_DAY = time(16), time(17, 30)  # for a party on a weekday, when school ends early
QUOTES_END = time(17)
NOTES = ("", "", "", "", "Peanut allergy in the group.", "Grandparents come too; two more chairs.")
STAFF_NOTES = ("", "", "", "", "", "Set the low tables.", "Asked twice about parking.")
ODD = "Half a day at school; Olive agreed."


class Wish(NamedTuple):
    """A party that somebody asks for. Without ``time_slot`` it is at a time of its own."""

    station: Station
    time_slot: TimeSlot | None
    on: date
    starts_at: datetime
    ends_at: datetime


class Agenda:
    """What is to be done at which moment; whatever is done may add to it."""

    def __init__(self) -> None:
        self._entries: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()

    def add(self, moment: datetime, action: Callable[[], None]) -> None:
        heappush(self._entries, (moment, next(self._order), action))

    def run(self) -> None:
        while self._entries:
            moment, _number, action = heappop(self._entries)
            with at(moment), transaction.atomic():
                action()


def load_year(otters: Otters, families: Sequence[Family], now: datetime) -> None:
    """Book, confirm, pay and call off, each at its own time."""
    agenda = Agenda()
    office = Office(otters, families, agenda, now)
    for place in (otters.bay, otters.point):
        for wish in office.wishes(place):
            office.expect(wish)
    agenda.run()


class Office:
    """The front desk over the year. What it decides comes out the same every time."""

    def __init__(
        self, otters: Otters, families: Sequence[Family], agenda: Agenda, now: datetime
    ) -> None:
        self.agenda, self.now = agenda, now
        self.random = Random(SEED)
        self.owner, self.desk = otters.owner, otters.desk_now
        self.joined = {family.pk: family for family in families}
        students = Student.objects.filter(account=otters.account, family__in=families)
        self.children = [child for child in students.order_by("pk") if child.born_on]
        self.hosts = deque(each for each in otters.staff.values() if each.may_host)
        self.celebrated: set[tuple[int, int]] = set()  # of whom the birthday at which age
        self.packages = cache(lambda station: list(station.packages.all()))
        self.add_ons = cache(lambda place: list(place.add_ons.all()))
        self.contact = cache(_contact)

    def one_in(self, n: int) -> bool:
        return self.random.randrange(n) == 0

    def percent(self, n: int) -> bool:
        return self.random.randrange(100) < n

    def today(self, place: Location) -> date:
        return self.now.astimezone(place.zone).date()

    def wishes(self, place: Location) -> Iterator[Wish]:
        today = self.today(place)
        openings = open_slots(
            place, first=today - PAST, last=today + COMING, now=self.now - PAST - ONE_DAY
        )
        for slot in booked(openings, today=today, random=self.random):
            yield Wish(slot.station, slot.time_slot, slot.on, slot.starts_at, slot.ends_at)
        if today.weekday() < 4 and not is_holiday(today):
            station = openings[0].station
            starts, ends = (datetime.combine(today, hour, place.zone) for hour in HALF_DAY)
            yield Wish(station, None, today, starts, ends)

    def expect(self, wish: Wish) -> None:
        """Put the booking of the party into the agenda."""
        place = wish.station.location
        today = self.today(place)
        day = booked_on(wish.on, today=today, random=self.random)
        moment = at_the_desk(day, place.zone, self.random, now=self.now)
        child = self._honoree(wish.on, moment)
        days_left = (wish.on - today).days
        firm = days_left < SOON or not self.one_in(6)
        held = self.one_in(8) and (today - day).days > 2 and wish.time_slot is not None
        if not firm:
            until = today + timedelta(days=self.random.randrange(1, 6))
            action = partial(self._quote, wish, child, moment, until)
        elif held:
            action = partial(self._quote_first, wish, child, moment)
        else:
            action = partial(self._book, wish, child, moment)
        self.agenda.add(moment, action)

    def _honoree(self, on: date, moment: datetime) -> Student:
        """A child with a birthday about then, of a family that was known at that moment."""
        known = [
            (child, *_turning(child, on))
            for child in self.children
            if self.joined[child.family_id].created_at < moment
        ]
        free = [each for each in known if (each[0].pk, each[1]) not in self.celebrated]
        near = [each for each in free if each[2] <= NEAR_BIRTHDAY]
        child, age, _days = self.random.choice(near or free)
        self.celebrated.add((child.pk, age))
        return child

    def _quote(self, wish: Wish, child: Student, moment: datetime, until: date) -> None:
        zone = wish.station.location.zone
        self._write(
            wish, child, moment, charge=False, hold_until=datetime.combine(until, QUOTES_END, zone)
        )

    def _quote_first(self, wish: Wish, child: Student, moment: datetime) -> None:
        """The family thinks it over for a day or two, and then takes the quote."""
        zone = wish.station.location.zone
        day = moment.astimezone(zone).date()
        until = datetime.combine(day + timedelta(days=3), QUOTES_END, zone)
        quote = self._write(wish, child, moment, charge=False, hold_until=until)
        later = at_the_desk(
            day + timedelta(days=self.random.randrange(1, 3)), zone, self.random, now=self.now
        )
        self.agenda.add(later, partial(self._take_quote, quote, later))

    def _take_quote(self, quote: Party, moment: datetime) -> None:
        picks = [(each.add_on, each.quantity) for each in quote.add_ons.select_related("add_on")]
        deposit = self._deposit(quote.package, quote.guests, picks)
        party = confirm_quote(quote, payment=deposit, due_on=quote.on, now=moment, by=self.desk)
        self._confirm(party, moment)
        self._afterwards(party, moment)

    def _confirm(self, party: Party, moment: datetime) -> None:
        """Its letter has left: that the demo has no mail server is no part of its past."""
        letter = send_confirmation(party, now=moment, by=self.desk).message
        left = {"state": Message.State.SENT, "sent_at": moment, "problem": ""}
        Message.objects.filter(pk=letter.pk).update(**left)

    def _book(self, wish: Wish, child: Student, moment: datetime) -> None:
        package, guests = self._package(wish.station)
        add_ons = self._picks(wish.station.location, guests)
        party = self._write(
            wish,
            child,
            moment,
            package=package,
            guests=guests,
            add_ons=add_ons,
            payment=self._deposit(package, guests, add_ons),
        )
        soon = (wish.on - self.today(wish.station.location)).days < SOON
        if self.percent(85 if soon else 60):
            self._confirm(party, moment)
        self._afterwards(party, moment)

    def _write(self, wish: Wish, child: Student, moment: datetime, **given: Any) -> Party:
        random, odd = self.random, wish.time_slot is None
        if "package" not in given:
            given["package"], given["guests"] = self._package(wish.station)
            given["add_ons"] = self._picks(wish.station.location, given["guests"])
        family = self.joined[child.family_id]
        return self._with_a_host(
            station=wish.station,
            on=wish.on,
            time_slot=wish.time_slot,
            starts=HALF_DAY[0] if odd else None,
            ends=HALF_DAY[1] if odd else None,
            title=f"{child.first_name} turns {_turning(child, wish.on)[0] or 1}",
            family=family,
            honoree=child,
            **self.contact(family),
            customer_notes=random.choice(NOTES),
            staff_notes=ODD if odd else random.choice(STAFF_NOTES),
            tax_rate=given["package"].tax_rate,
            due_on=wish.on,
            request_key=uuid.UUID(int=random.getrandbits(128), version=4),
            now=moment,
            by=self.owner if odd else self.desk,
            **given,
        )

    def _with_a_host(self, **party: Any) -> Party:
        """Whose turn it is hosts it, or the next who is not busy elsewhere then, or nobody yet."""
        self.hosts.rotate()
        for host in self.hosts:
            with suppress(HostBusy):
                return book_party(hosts=[host], **party)
        return book_party(**party)

    def _package(self, station: Station) -> tuple[Package, int]:
        package = self.random.choice(self.packages(station))
        return package, self.random.randrange(8, min(package.guests_max, station.capacity) + 1)

    def _picks(self, place: Location, guests: int) -> list[tuple[AddOn, int]]:
        chosen = self.random.sample(self.add_ons(place), k=self.random.choice((0, 1, 1, 2, 3)))
        return [(each, self.random.randrange(1, min(each.quantity_max, 3) + 1)) for each in chosen]

    def _deposit(
        self, package: Package, guests: int, add_ons: list[tuple[AddOn, int]]
    ) -> Tender | None:
        if self.one_in(7):
            return None
        price = price_party(
            package=package, guests=guests, add_ons=add_ons, tax_rate=package.tax_rate
        )
        in_full = self.percent(25)
        kind = self.random.choice(("cash", "check", "card_device", "card_device", "card_device"))
        reference = str(self.random.randrange(1000, 9999)) if kind == "check" else ""
        return Tender(kind, price.total if in_full else price.deposit, reference)

    def _afterwards(self, party: Party, moment: datetime) -> None:
        """What becomes of it: most are paid on the day, a few still owe, some are called off."""
        zone, today = party.location.zone, self.today(party.location)
        lost = min(party.on, today) - timedelta(days=2)
        may_go = not 0 <= (party.on - today).days < SOON and moment.astimezone(zone).date() < lost
        if self.one_in(20) and may_go:
            hour = at_the_desk(lost, zone, self.random, now=self.now)
            self.agenda.add(hour, partial(self._call_off, party, hour))
            return
        paid = party.ends_at - timedelta(minutes=self.random.randrange(5, 30))
        if paid <= self.now and not self.one_in(14):
            self.agenda.add(paid, partial(self._take_rest, party))

    def _take_rest(self, party: Party) -> None:
        owed = party_money(party).owed
        if owed > 0:
            take_payment(
                party.family,
                location=party.location,
                kind=self.random.choice(("cash", "card_device")),
                amount=owed + (2000 if self.one_in(25) else 0),
                paid_on=party.on,
                keep_rest=True,
                by=self.desk,
            )

    def _call_off(self, party: Party, moment: datetime) -> None:
        party.refresh_from_db()
        delete_party(
            party,
            version=party.version,
            reason="The family moved the celebration home.",
            reverse_charge=True,
            refund=None,
            now=moment,
            by=self.owner,
        )


def _turning(child: Student, on: date) -> tuple[int, int]:
    return turning(child.born_on, on) if child.born_on else (0, 999)


def _contact(family: Family) -> dict[str, Any]:
    guardian = family.guardians.get(is_primary=True)
    email, phone = guardian.emails.first(), guardian.phones.first()
    return {
        "contact_name": str(guardian),
        "contact_email": str(email or ""),
        "contact_phone": str(phone or ""),
    }
