"""Around the cast: a school, a company and a club with their members, and what staff noted down."""

from datetime import datetime, timedelta
from uuid import UUID

from cartwheel.demo.cast import Otters
from cartwheel.demo.when import is_holiday
from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.parties.operations import book_party
from cartwheel.domain.parties.queries import nearest_open
from cartwheel.domain.people.models import Family, Organization
from cartwheel.domain.people.operations import (
    add_guardian,
    add_member,
    add_note,
    change_exemption,
    close_note,
    create_organization,
)

FIELD_TRIP = UUID("5c1f3a52-8f6e-4d0a-9b57-2f1d3e6a7c10")


def load_circle(otters: Otters, now: datetime) -> None:
    """Three organizations, a field trip of the school, and notes of every severity."""
    desk = otters.desk_now
    school = _school(otters, now, desk)
    _club(otters, now, desk)
    _company(desk)
    _field_trip(otters, school, now, desk)
    _notes(otters, desk)


def _school(otters: Otters, now: datetime, by: Actor) -> Family:
    school = create_organization(
        name="Lakeside Elementary",
        kind="school",
        website="www.lakeside.example",
        first_name="Rosa",
        last_name="Lindgren",
        role="Principal",
        phone="+15125550190",
        email="office@lakeside.example",
        line1="12 Shore Road",
        city="Austin",
        region="TX",
        postal_code="78741",
        by=by,
    )
    add_guardian(school, first_name="Theo", last_name="Marsh", relationship="Teacher", by=by)
    change_exemption(
        Organization.objects.get(family=school),
        tax_exempt=True,
        tax_exempt_id="TX-4471-90",
        tax_exempt_until=(now + timedelta(days=400)).date(),
        by=by,
    )
    _join(otters, school, {"Banerjee": "Parents’ speaker", "Abernathy": ""}, by)
    return school


def _club(otters: Otters, now: datetime, by: Actor) -> None:
    club = create_organization(
        name="Bayside Swim Club",
        kind="club",
        first_name="Owen",
        last_name="Baptiste",
        role="Head coach",
        phone="+15125550191",
        email="coach@bayside.example",
        by=by,
    )
    organization = Organization.objects.get(family=club)
    change_exemption(
        organization,
        tax_exempt=True,
        tax_exempt_id="TX-2210-07",
        tax_exempt_until=(now - timedelta(days=30)).date(),
        by=by,
    )
    _join(otters, club, {"Castellanos": "Treasurer"}, by)


def _company(by: Actor) -> None:
    create_organization(
        name="Pelican Software",
        kind="company",
        website="pelican.example",
        first_name="Grace",
        last_name="Okafor",
        role="Office manager",
        phone="+15125550192",
        email="grace@pelican.example",
        by=by,
    )


def _join(otters: Otters, organization: Family, members: dict[str, str], by: Actor) -> None:
    joined = Organization.objects.get(family=organization)
    for name, role in members.items():
        add_member(joined, family=otters.families[name], role=role, by=by)


def _field_trip(otters: Otters, school: Family, now: datetime, by: Actor) -> None:
    """At the first opening some weeks ahead; without tax, as the school is exempt."""
    station = otters.stations["Main Gym"]
    around = now + timedelta(days=24)
    near = nearest_open(station, around=around, now=now, count=20)
    slot = min(
        (each for each in near if not is_holiday(each.on)),
        key=lambda each: abs(each.starts_at - around),
    )
    contact = school.guardians.get(is_primary=True)
    book_party(
        station=station,
        on=slot.on,
        time_slot=slot.time_slot,
        title="Lakeside field trip",
        guests=18,
        family=school,
        honoree=None,
        contact_name=str(contact),
        contact_phone="+15125550190",
        contact_email="office@lakeside.example",
        package=otters.packages["Classic Flip"],
        tax_rate=otters.tax,
        request_key=FIELD_TRIP,
        now=now,
        by=by,
    )


def _notes(otters: Otters, by: Actor) -> None:
    banerjee, abernathy = otters.families["Banerjee"], otters.families["Abernathy"]
    add_note(
        banerjee,
        text="Severe peanut allergy. EpiPen in the blue bag.",
        severity="critical",
        student=otters.students["Tara"],
        by=by,
    )
    add_note(
        abernathy, text="Asks for the invoice by mail, not email.", severity="important", by=by
    )
    add_note(abernathy, text="Luis coaches soccer; good for referrals.", by=by)
    done = add_note(
        otters.families["Castellanos"],
        text="Card was declined twice, pays by check until spring.",
        severity="critical",
        by=by,
    )
    close_note(done, by=by)
