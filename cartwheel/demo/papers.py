"""What Otter Bay asks families to sign, and who of the cast and the crowd did."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from cartwheel.demo.clock import at
from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.domain.paperwork.models import Policy
from cartwheel.domain.paperwork.operations import (
    Circumstances,
    Ink,
    Signer,
    activate_policy,
    confirm,
    deactivate_policy,
    save_policy,
    sign,
)
from cartwheel.domain.paperwork.queries import latest_versions
from cartwheel.domain.people.models import Family, Student

TERMS = """Welcome to Otter Bay Gym & Swim.

Please arrive five minutes early, dressed to move. Shoes stay in the lobby; water bottles are welcome, glass is not.

Children under six need a grown-up in the building. Whoever is ill stays home, and tells us."""  # noqa: E501
LIABILITY = """Gymnastics, trampolining and swimming carry risks that no care can remove: falls, collisions, sprains, broken bones and worse.

I know these risks and accept them for the children named here. I am their parent or legal guardian. I release Otter Bay Gym & Swim, its owners and its staff from claims for injuries that ordinary care could not have prevented.

If I cannot be reached in an emergency, staff may call for medical care for my children."""  # noqa: E501
PHOTO = """Otter Bay Gym & Swim may take pictures of the children named here in class and at parties, and show them on its walls, its website and in its letters.

I may take this back at any time by writing to the office."""  # noqa: E501
TRAMPOLINE = """One jumper to a bed. No somersaults unless a coach stands beside you. Empty pockets, grip socks on.

The foam pit is entered feet first, and left as soon as you can."""  # noqa: E501
REFUNDS = """Deposits are returned when a party is canceled 14 days or more before its day. After that they count toward another date within six months."""  # noqa: E501

POLICIES = (
    {"about": "family", "kind": "terms", "name": "Terms and house rules", "text": TERMS},
    {
        "about": "student",
        "kind": "waiver",
        "name": "Liability waiver",
        "text": LIABILITY,
        "validity_days": 365,
    },
    {
        "about": "student",
        "kind": "own",
        "name": "Trampoline waiver",
        "text": TRAMPOLINE,
        "activities": ["parties"],
        "age_min": 5,
        "validity_days": 365,
        "needs_confirmation": True,
    },
    {"about": "student", "kind": "photo", "name": "Photo waiver", "text": PHOTO, "required": False},
    {
        "about": "transaction",
        "kind": "own",
        "name": "Refunds and cancellation",
        "text": REFUNDS,
        "shown_online": False,
    },
)


def load_policies(bay: Location, by: Actor) -> None:
    """The photo waiver is there, but not in use; the trampoline is at ``bay``."""
    for given in POLICIES:
        places = [bay] if given["name"] == "Trampoline waiver" else []
        policy = save_policy(**given, locations=places, by=by)
        if policy.kind == Policy.Kind.PHOTO:
            deactivate_policy(policy, by=by)


def named(account: Account) -> dict[str, Policy]:
    return {policy.name: policy for policy in Policy.objects.filter(account=account)}


def sign_for_the_cast(families: dict[str, Family], bay: Location, today: date, by: Actor) -> None:
    """Banerjee: signed, but for little Tara. Abernathy: ran out. Castellanos: to be validated."""
    students = {
        student.first_name: student
        for student in Student.objects.filter(family__in=families.values())
    }
    signed = (
        ("Banerjee", ("Anika", "Rohan"), ("Terms and house rules", "Liability waiver"), 60),
        ("Abernathy", ("Mia", "Leo"), ("Liability waiver",), 400),
        ("Castellanos", ("Diego",), ("Terms and house rules", "Liability waiver"), 20),
        ("Castellanos", ("Diego",), ("Trampoline waiver",), 20),
    )
    for nth, (family, children, policies, days) in enumerate(signed):
        _sign(
            families[family],
            [students[name] for name in children],
            [named(by.account)[name] for name in policies],
            on=today - timedelta(days=days),
            place=bay,
            sitting=UUID(int=0x0DD + nth, version=4),
            by=by,
        )


def _sign(
    family: Family,
    students: Sequence[Student],
    policies: Sequence[Policy],
    *,
    on: date,
    place: Location,
    sitting: UUID,
    drawn: bool = True,
    source: str = "kiosk",
    confirmed: bool = False,
    by: Actor,
) -> None:
    guardian = family.guardians.all()[0]
    moment = datetime.combine(on, time(16, 30), place.zone)
    name = str(guardian)
    where = Circumstances(
        now=moment,
        location=place,
        source=source,
        device="Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X)",
        sitting=sitting,
    )
    ink = Ink(drawn=scrawl(name)) if drawn else Ink(typed=name)
    signer = Signer(name, born_on=date(1986, 3, 14), guardian=guardian)
    versions = list(latest_versions(list(policies)).values())
    with at(moment):
        made = sign(
            family,
            versions=versions,
            students=students,
            signer=signer,
            ink=ink,
            where=where,
            by=by,
        )
        for each in made:
            if each.policy.needs_confirmation and confirmed:
                confirm(each, by=by)


def scrawl(name: str) -> list[list[list[int]]]:
    """Strokes that look like somebody's hand, the same for the same name."""
    random = Random(name)
    strokes, x = [], 60
    for word in name.split():
        points = [[x, 150]]
        for nth in range(3 * len(word)):
            x = min(x + random.randrange(8, 20), 960)
            up = nth % 2 == 0
            points.append([x, random.randrange(60, 140) if up else random.randrange(150, 230)])
        strokes.append(points)
        x = min(x + 40, 940)
    return strokes


def sign_for_the_crowd(
    families: Sequence[Family], places: Sequence[Location], now: datetime, by: Actor
) -> None:
    """Of ten families seven have signed, two let it run out, and one never did."""
    random = Random(20240301)
    policies = named(by.account)
    with at(by.account.created_at + timedelta(days=1)):
        activate_policy(policies["Photo waiver"], by=by)
    usual = [policies["Terms and house rules"], policies["Liability waiver"]]
    for family in families:
        fate = random.randrange(10)
        if fate == 0:
            continue
        days = random.randrange(366, 500) if fate <= 2 else random.randrange(1, 364)
        # Nobody signs before the office knew them.
        days = max(1, min(days, (now - family.created_at).days - 1))
        children = list(family.students.all())
        extra = [policies["Photo waiver"]] if random.randrange(4) else []
        extra += [policies["Trampoline waiver"]] if fate > 6 and _jumps(children, now) else []
        _sign(
            family,
            children,
            usual + extra,
            on=now.date() - timedelta(days=days),
            place=places[0],
            sitting=UUID(int=random.getrandbits(128), version=4),
            drawn=random.randrange(5) > 0,
            source=random.choice(("kiosk", "link", "office")),
            confirmed=random.randrange(4) > 0,
            by=by,
        )


def _jumps(children: Sequence[Student], now: datetime) -> bool:
    """Whether somebody is old enough for the trampoline, and was a year ago."""
    return any((child.age_on(now.date()) or 0) > 6 for child in children)
