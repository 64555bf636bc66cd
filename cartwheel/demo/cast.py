"""The named cast: who works at Otter Bay, what it offers, and the families tests know."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import transaction

from cartwheel.demo.papers import load_policies, sign_for_the_cast
from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.domain.accounts.operations import open_account
from cartwheel.domain.activity import permissions as activity
from cartwheel.domain.appointments import permissions as appointments
from cartwheel.domain.calendar import permissions as calendar
from cartwheel.domain.catalog.models import TaxRate
from cartwheel.domain.catalog.operations import (
    add_charge_category,
    add_location,
    add_program,
    add_tax_rate,
)
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.mailer import permissions as mailer
from cartwheel.domain.paperwork import permissions as paperwork
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.parties.models import AddOn, Package, Station, TimeSlot
from cartwheel.domain.parties.operations import (
    add_add_on,
    add_package,
    add_station,
    add_time_slot,
    change_party_settings,
)
from cartwheel.domain.passes import permissions as passes
from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.models import Family, Guardian, Student
from cartwheel.domain.people.operations import (
    Contact,
    add_guardian,
    add_student,
    create_family,
    open_portal,
)
from cartwheel.domain.staff import permissions as staff_permissions
from cartwheel.domain.staff.models import StaffMember, UserGroup
from cartwheel.domain.staff.operations import add_staff_member, create_group, give_sign_in
from cartwheel.domain.staff.queries import actor_for
from cartwheel.domain.transactions import permissions as transactions
from cartwheel.domain.upkeep import permissions as upkeep
from cartwheel.kernel.permissions import OFFICE, Level, Right, Section
from cartwheel.kernel.permissions import SECTION as GENERAL
from cartwheel.kernel.tenancy import tenant

PASSWORD = "cartwheel-demo"  # noqa: S105 - printed by bin/run, known to everybody
OTTERS, HARBOR = "otters", "harbor"
SIGN_INS = (
    ("owner@otters.example", "everything"),
    ("desk@otters.example", "books parties, may not delete them"),
    ("coach@otters.example", "sees parties"),
    ("newcomer@otters.example", "no rights yet"),
    ("owner@harbor.example", "the business next door"),
)
GUARDIANS = (
    # sign-in to the Customer Portal, family
    ("parent@otters.example", "Banerjee"),
    ("parent2@otters.example", "Abernathy"),
)

SECTIONS: tuple[Section, ...] = (
    GENERAL,
    people.SECTION,
    paperwork.SECTION,
    appointments.SECTION,
    passes.SECTION,
    calendar.SECTION,
    parties.SECTION,
    ledger.SECTION,
    transactions.SECTION,
    staff_permissions.SECTION,
    mailer.SECTION,
    activity.SECTION,
    upkeep.SECTION,
    upkeep.CARE,
)
KNOWN = frozenset(right.key for section in SECTIONS for right in section.rights)

FULL, VIEW = Level.FULL, Level.VIEW
GROUPS: dict[str, tuple[str, dict[Right, Level]]] = {
    "Managers": (
        "Run a location.",
        {right: FULL for section in SECTIONS for right in section.rights},
    ),
    "Front desk": (
        "Book parties and appointments, look after families, take payments.",
        {
            OFFICE: FULL,
            appointments.PAGE: FULL,
            appointments.APPOINTMENTS: FULL,
            passes.PASSES: FULL,
            calendar.PAGE: FULL,
            people.PAGE: FULL,
            people.FAMILIES: FULL,
            paperwork.PAGE: FULL,
            paperwork.WAIVERS: FULL,
            paperwork.PAPER: FULL,
            paperwork.CONFIRMATION: FULL,
            people.NOTES: FULL,
            people.ORGANIZATIONS_PAGE: FULL,
            people.ORGANIZATIONS: FULL,
            parties.PAGE: FULL,
            parties.PARTIES: FULL,
            ledger.LEDGER: FULL,
            mailer.MESSAGES: VIEW,
        },
    ),
    "Coaches": (
        "See parties and appointments.",
        {
            OFFICE: FULL,
            appointments.PAGE: FULL,
            appointments.APPOINTMENTS: VIEW,
            passes.PASSES: VIEW,
            calendar.PAGE: FULL,
            parties.PAGE: FULL,
            parties.PARTIES: VIEW,
        },
    ),
    "Party hosts": (
        "See the parties they host.",
        {OFFICE: FULL, parties.PAGE: FULL, parties.PARTIES: VIEW},
    ),
}


class Otters:
    """Otter Bay Gym & Swim. Locations: ``bay`` (Chicago time) and ``point`` (Denver time).

    The others are read when they are first asked for, by the names they have then.
    """

    def __init__(self, account: Account) -> None:
        places = {place.name: place for place in account.locations.all()}
        for place in places.values():
            place.account = account
        self.account = account
        self.bay, self.point = places["Otter Bay"], places["Harbor Point"]

    @cached_property
    def staff(self) -> dict[str, StaffMember]:
        return self._named(self.account.staff.select_related("account", "user"), key="first_name")

    @cached_property
    def stations(self) -> dict[str, Station]:
        return self._named(self.account.stations.select_related("location", "resource"))

    @cached_property
    def slots(self) -> dict[str, TimeSlot]:
        slots = self.account.time_slots.select_related("location")
        return self._named(slots.filter(location=self.bay))

    @cached_property
    def packages(self) -> dict[str, Package]:
        return self._named(self.account.packages.select_related("tax_rate"))

    @cached_property
    def add_ons(self) -> dict[str, AddOn]:
        return self._named(self.account.add_ons.filter(location=self.bay))

    @cached_property
    def families(self) -> dict[str, Family]:
        return self._named(self.account.families.filter(name__in=FAMILIES))

    @cached_property
    def students(self) -> dict[str, Student]:
        students = self.account.students.filter(family__in=self.families.values())
        return self._named(students.select_related("family"), key="first_name")

    @cached_property
    def tax(self) -> TaxRate:
        with self._inside():
            return self.bay.tax_rates.get()

    def actor(self, name: str) -> Actor:
        """The staff member called ``name`` (her first name) at her desk."""
        return actor_for(self.staff[name], surface="office", address="127.0.0.1")

    @property
    def owner(self) -> Actor:
        return self.actor("Olive")

    @property
    def desk(self) -> Actor:
        return self.actor("Dana")

    @cached_property
    def desk_now(self) -> Actor:
        """The desk as it was when first asked for: for thousands of operations in a row."""
        return self.desk

    def _named(self, rows: Any, key: str = "name") -> dict[str, Any]:
        """By their names; of several with one name the first that was made."""
        with self._inside():
            return {getattr(row, key): row for row in rows.order_by("-pk")}

    @contextmanager
    def _inside(self) -> Iterator[None]:
        """Wherever somebody asks: the account's rows are read inside a transaction of its own."""
        with tenant(self.account.pk), transaction.atomic():
            yield


def find_otters() -> Otters:
    """The cast as it stands in the database; open its tenant first."""
    return Otters(Account.objects.get(slug=OTTERS))


@transaction.atomic
def load_cast(today: date) -> Otters:
    """Open both businesses with their staff, offers and named families."""
    _open_harbor(today)
    account = open_account(
        slug=OTTERS, name="Otter Bay Gym & Swim", email="hello@otters.example", phone="+15125550100"
    )
    with tenant(account.pk):
        system = Actor.system(account)
        places = _locations(system)
        _staff(account, system)
        for place in places:
            _offers(place, system)
        desk = actor_for(
            StaffMember.objects.select_related("account").get(first_name="Dana"),
            surface="office",
            address=None,
        )
        _named_families(today, desk)
        _guardians(desk)
        load_policies(places[0], system)
        otters = find_otters()
        sign_for_the_cast(otters.families, otters.bay, today, desk)
        return otters


def _locations(by: Actor) -> list[Location]:
    bay = add_location(
        name="Otter Bay",
        timezone="America/Chicago",
        address="1200 Bayside Drive\nAustin, TX 78741",
        phone="+15125550100",
        email="bay@otters.example",
        by=by,
    )
    point = add_location(
        name="Harbor Point",
        timezone="America/Denver",
        address="45 Lighthouse Road\nDenver, CO 80203",
        phone="+13035550160",
        email="point@otters.example",
        by=by,
    )
    return [bay, point]


STAFF = (
    # first name, last name, role, sign-in, groups, hosts parties
    ("Olive", "Ortiz", "Owner", "owner@otters.example", (), False),
    ("Dana", "Whitlock", "Front desk", "desk@otters.example", ("Front desk",), False),
    ("Marcus", "Cole", "Head coach", "coach@otters.example", ("Coaches",), True),
    ("Nia", "Park", "Assistant coach", "newcomer@otters.example", (), False),
    ("Jonah", "Reyes", "Party host", "", ("Party hosts",), True),
    ("Priya", "Nair", "Swim coach", "", ("Party hosts", "Coaches"), True),
)


def _staff(account: Account, by: Actor) -> None:
    groups: dict[str, UserGroup] = {
        name: create_group(
            name=name,
            description=text,
            rights={right.key: min(level, max(right.levels)) for right, level in rights.items()},
            known_rights=KNOWN,
            by=by,
        )
        for name, (text, rights) in GROUPS.items()
    }
    for first, last, role, email, joined, hosts in STAFF:
        member = add_staff_member(
            first_name=first,
            last_name=last,
            role=role,
            email=email or f"{first.lower()}@otters.example",
            is_admin=role == "Owner",
            may_host=hosts,
            groups=[groups[name] for name in joined],
            by=by,
        )
        if email:
            give_sign_in(member, email=email, password=PASSWORD, by=by)


WEEKEND, FRIDAY = (5, 6), (4,)
SLOTS = (
    ("Morning", time(10), time(11, 30), WEEKEND),
    ("Noon", time(12), time(13, 30), WEEKEND),
    ("Afternoon", time(14), time(15, 30), WEEKEND),
    ("Late afternoon", time(16), time(17, 30), WEEKEND),
    ("Friday evening", time(17, 30), time(19), FRIDAY),
)
STATIONS: dict[str, tuple[tuple[str, int, str, str], ...]] = {
    "Otter Bay": (
        (
            "Main Gym",
            40,
            "Trampolines, foam pit and the party room next door.",
            "The whole gym floor with spring floor, two trampolines and the foam pit.\n\n"
            "The party room next door has tables for 24, a fridge and a sink. Socks or bare feet.",
        ),
        (
            "Blue Room",
            16,
            "A bright room for the little ones.",
            "Soft blocks, a ball pool and low beams. Best for children up to five.",
        ),
        (
            "Pool Deck",
            24,
            "The warm pool with its own deck.",
            "Water at 88 °F, one lifeguard included, tables on the deck.\n\n"
            "Children under six need an adult in the water.",
        ),
    ),
    "Harbor Point": (
        ("Studio Loft", 20, "Mirrors, lights and a sound system.", "A dance floor of 80 m²."),
    ),
}
PACKAGES: dict[str, tuple[tuple[str, int, int, int, int, str, int, tuple[str, ...], str], ...]] = {
    # name, price, included, most, each additional, deposit kind, deposit, stations, description
    "Otter Bay": (
        (
            "Classic Flip", 29500, 12, 20, 1400, "amount", 10000, ("Main Gym", "Blue Room"),
            "90 minutes, one host, paper plates and cups.",
        ),
        (
            "Super Tumble", 39500, 18, 28, 1400, "amount", 15000, ("Main Gym",),
            "90 minutes, two hosts, decorations in the color of your choice.",
        ),
        (
            "Splash", 34500, 12, 20, 1600, "percent", 25, ("Pool Deck",),
            "90 minutes in the warm pool with a lifeguard and a host.",
        ),
        (
            "Whole Gym", 62000, 25, 40, 1200, "percent", 50, ("Main Gym",),
            "The gym to yourselves, three hosts.",
        ),
    ),
    "Harbor Point": (
        (
            "Dance Party", 26000, 10, 18, 1500, "amount", 8000, ("Studio Loft",),
            "A teacher, a playlist, a show at the end.",
        ),
    ),
}  # fmt: skip
ADD_ONS: dict[str, tuple[tuple[str, int, str, int, bool, str], ...]] = {
    # name, price, per, most, taxed, description
    "Otter Bay": (
        (
            "Pizza tray (16 slices)",
            3800,
            "party",
            10,
            True,
            "Half cheese, half pepperoni; tell us about allergies.",
        ),
        (
            "Goodie bags",
            650,
            "guest",
            1,
            True,
            "A bouncy ball, stickers and a voucher for a trial class.",
        ),
        (
            "Balloon bouquet",
            2200,
            "party",
            5,
            True,
            "Seven helium balloons in two colors of your choice.",
        ),
        ("Grip socks", 300, "guest", 1, True, ""),
        ("Extra host", 4000, "party", 2, False, ""),
        (
            "Otter mascot visit",
            7500,
            "party",
            1,
            True,
            "Our otter dances in for fifteen minutes and poses for pictures.",
        ),
        ("Juice boxes", 150, "guest", 2, True, ""),
        (
            "Face painting",
            6000,
            "party",
            2,
            False,
            "One painter for an hour, enough for about twelve faces.",
        ),
        ("Ice cream cups", 250, "guest", 2, True, ""),
    ),
    "Harbor Point": (
        ("Disco lights", 3500, "party", 1, True, ""),
        (
            "Costume rack",
            5000,
            "party",
            1,
            True,
            "Thirty costumes in sizes 4 to 12, to dance in and give back.",
        ),
        ("Cupcakes", 350, "guest", 2, True, "Vanilla or chocolate, baked the same morning."),
    ),
}
TAXES = {"Otter Bay": ("Sales tax", "8.25"), "Harbor Point": ("Sales tax", "8.81")}
CONFIRMATION = (
    "Thank you for celebrating with us. Please come ten minutes early, and bring socks.\n"
    "The balance is due on the day of the party."
)
ACKNOWLEDGMENT = "Every child needs a signed waiver before the party begins."


def _offers(place: Location, by: Actor) -> None:
    slots = [
        add_time_slot(
            location=place,
            name=name,
            starts=starts,
            ends=ends,
            weekdays=weekdays,
            setup_minutes=15,
            cleanup_minutes=15,
            by=by,
        )
        for name, starts, ends, weekdays in SLOTS
    ]
    label, percent = TAXES[place.name]
    tax = add_tax_rate(location=place, name=label, percent=Decimal(percent), by=by)
    stations = {
        name: add_station(
            location=place,
            name=name,
            capacity=capacity,
            summary=summary,
            description=text,
            time_slots=slots,
            by=by,
        )
        for name, capacity, summary, text in STATIONS[place.name]
    }
    for name, price, included, most, each, kind, deposit, rooms, text in PACKAGES[place.name]:
        add_package(
            location=place,
            name=name,
            price=price,
            guests_included=included,
            guests_max=most,
            guest_price=each,
            deposit_kind=kind,
            deposit_amount=deposit if kind == "amount" else 0,
            deposit_percent=Decimal(deposit if kind == "percent" else 0),
            description=text,
            tax_rate=tax,
            stations=[stations[room] for room in rooms],
            by=by,
        )
    for name, price, per, most, taxed, text in ADD_ONS[place.name]:
        add_add_on(
            location=place,
            name=name,
            price=price,
            per=per,
            quantity_max=most,
            taxable=taxed,
            description=text,
            by=by,
        )
    _terms(place, by)


def _terms(place: Location, by: Actor) -> None:
    account = by.account
    program = account.programs.filter(name="Parties").first() or add_program(name="Parties", by=by)
    category = account.charge_categories.filter(title="Party").first() or add_charge_category(
        title="Party", by=by
    )
    change_party_settings(
        place,
        program=program,
        category=category,
        acknowledgment=ACKNOWLEDGMENT,
        lead_days=3,
        confirmation=CONFIRMATION,
        by=by,
    )


FAMILIES = ("Banerjee", "Abernathy", "Castellanos")
NAMED: tuple[tuple[str, tuple[tuple[str, str, str], ...], tuple[tuple[str, int], ...]], ...] = (
    (
        "Banerjee",
        (("Priya", "+15125550177", "priya.b@example.com"), ("Arun", "", "arun.b@example.com")),
        (("Anika", 6), ("Rohan", 11), ("Tara", 3)),
    ),
    (
        "Abernathy",
        (("Dana", "+15125550142", "dana.abernathy@example.com"), ("Luis", "+15125550143", "")),
        (("Mia", 7), ("Leo", 4)),
    ),
    ("Castellanos", (("Marisol", "+15125550183", "marisol@example.com"),), (("Diego", 8),)),
)


def _named_families(today: date, by: Actor) -> None:
    for last, guardians, children in NAMED:
        first, phone, email = guardians[0]
        family = create_family(
            first_name=first,
            last_name=last,
            phone=phone,
            email=email,
            relationship="Mother",
            by=by,
        )
        for name, number, address in guardians[1:]:
            add_guardian(
                family,
                first_name=name,
                last_name=last,
                relationship="Father",
                emails=[Contact(address)] if address else [],
                phones=[Contact(number)] if number else [],
                by=by,
            )
        for n, (name, age) in enumerate(children):
            add_student(family, first_name=name, born_on=born(today, age, n), by=by)


def _guardians(by: Actor) -> None:
    """The primary guardians of two families come into the Customer Portal."""
    for email, family in GUARDIANS:
        guardian = Guardian.objects.get(family__name=family, is_primary=True)
        open_portal(guardian, email=email, portal_password=PASSWORD, by=by)


def born(today: date, age: int, nth: int = 0) -> date:
    """A birth date that makes a child ``age`` years old today, months ago."""
    month = (today.month + 6 + nth) % 12 + 1
    year = today.year - age - (1 if (month, 15) > (today.month, today.day) else 0)
    return date(year, month, 15)


def _open_harbor(today: date) -> None:
    account = open_account(slug=HARBOR, name="Harbor Street Dance", email="hi@harbor.example")
    with tenant(account.pk):
        system = Actor.system(account)
        place = add_location(name="Harbor Street", timezone="America/New_York", by=system)
        owner = add_staff_member(
            first_name="Hana",
            last_name="Lindqvist",
            role="Owner",
            email="owner@harbor.example",
            is_admin=True,
            by=system,
        )
        give_sign_in(owner, email="owner@harbor.example", password=PASSWORD, by=system)
        _harbor_offers(place, system)
        family = create_family(
            first_name="Ida",
            last_name="Moreau",
            phone="+12125550119",
            email="ida@example.com",
            by=system,
        )
        add_student(family, first_name="Noor", born_on=born(today, 9), by=system)


def _harbor_offers(place: Location, by: Actor) -> None:
    slot = add_time_slot(
        location=place, name="Saturday", starts=time(15), ends=time(17), weekdays=(5,), by=by
    )
    tax = add_tax_rate(location=place, name="Sales tax", percent=Decimal("8.875"), by=by)
    room = add_station(location=place, name="Front Studio", capacity=18, time_slots=[slot], by=by)
    add_package(
        location=place,
        name="Ballet Birthday",
        price=24000,
        guests_included=8,
        guests_max=16,
        guest_price=1500,
        tax_rate=tax,
        stations=[room],
        by=by,
    )
    _terms(place, by)


__all__ = [
    "GUARDIANS",
    "HARBOR",
    "OTTERS",
    "PASSWORD",
    "SIGN_INS",
    "Otters",
    "find_otters",
    "load_cast",
]
