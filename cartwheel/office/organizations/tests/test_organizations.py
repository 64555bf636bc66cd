"""Organizations at the desk: made, changed, exempted, joined, booked for."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cartwheel.domain.activity.models import Event
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.operations import book_party, change_party
from cartwheel.domain.parties.queries import price_of
from cartwheel.domain.people.models import Family, Organization, OrganizationMember
from cartwheel.domain.people.operations import (
    add_member,
    change_exemption,
    create_organization,
)

HOME = "/a/otters/organizations/"
LAKESIDE = {
    "name": "Lakeside Elementary",
    "kind": "school",
    "website": "lakeside.example",
    "first_name": "Rosa",
    "last_name": "Lindgren",
    "role": "Principal",
    "phone": "(512) 555-0190",
    "email": "office@lakeside.example",
    "line1": "12 Shore Road",
    "city": "Austin",
}


def lakeside(otters, **exemption):
    given = {name: value for name, value in LAKESIDE.items() if name not in ("line1", "city")}
    family = create_organization(**given, by=otters.desk)
    if exemption:
        organization = Organization.objects.get(family=family)
        change_exemption(organization, tax_exempt=True, **exemption, by=otters.desk)
    return family


def saturday():
    day = timezone.localdate() + timedelta(days=28)
    return day + timedelta(days=(5 - day.weekday()) % 7)


def booked(otters, family, **changes):
    values = {
        "station": otters.stations["Main Gym"],
        "on": saturday(),
        "time_slot": otters.slots["Noon"],
        "title": "Field trip",
        "guests": 10,
        "family": family,
        "honoree": None,
        "package": otters.packages["Classic Flip"],
        "tax_rate": otters.tax,
        "request_key": uuid4(),
        "now": timezone.now(),
        "by": otters.desk,
    }
    return book_party(**values | changes)


def test_an_organization_is_added_with_its_contact_and_address(otters, dana):
    response = dana.post(f"{HOME}new/", LAKESIDE)

    organization = Organization.objects.get()
    family = organization.family
    assert response.url == f"/a/otters/families/{family.pk}/"
    assert (family.name, organization.kind) == ("Lakeside Elementary", "school")
    assert organization.website == "https://lakeside.example"
    contact = family.guardians.get()
    assert (str(contact), contact.relationship) == ("Rosa Lindgren", "Principal")
    assert family.addresses.get().line1 == "12 Shore Road"
    assert Event.objects.filter(verb="organization.added").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "planet"}, "kind"),
        ({"website": "not an address"}, "website"),
        ({"phone": "", "email": ""}, "phone"),
        ({"line1": ""}, "line1"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(otters, dana, changes, field):
    response = dana.post(f"{HOME}new/", LAKESIDE | changes)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Organization.objects.exists()


def test_a_second_one_with_the_same_email_is_looked_at_first(otters, dana):
    lakeside(otters)

    asked = dana.post(f"{HOME}new/", LAKESIDE | {"name": "Lakeside PTA"})
    assert (asked.status_code, Organization.objects.count()) == (422, 1)
    dana.post(f"{HOME}new/", LAKESIDE | {"name": "Lakeside PTA", "duplicates_seen": "on"})

    assert Organization.objects.count() == 2


def test_families_and_organizations_are_listed_apart(otters, dana):
    row = f"/a/otters/families/{lakeside(otters).pk}/"

    assert row in dana.get(HOME).content.decode()
    assert "Banerjee" not in dana.get(HOME).content.decode()
    assert row not in dana.get("/a/otters/families/").content.decode()
    assert "Lakeside" in dana.get(HOME, {"q": "rosa lind"}).content.decode()
    assert row not in dana.get(HOME, {"kind": "club"}).content.decode()
    assert row not in dana.get(HOME, {"tax": "exempt"}).content.decode()


def test_name_and_kind_change_and_the_newer_change_is_shown(otters, dana):
    family = lakeside(otters)
    edit = f"{HOME}{family.pk}/edit/"
    dana.post(edit, {"name": "Lakeside Middle", "kind": "school", "website": "", "version": 1})

    late = dana.post(edit, {"name": "Lakeside High", "kind": "club", "website": "", "version": 1})

    assert late.status_code == 409
    assert "Lakeside Middle" in late.content.decode()
    family.refresh_from_db()
    assert family.name == "Lakeside Middle"


def test_the_certificate_is_kept_and_shown(otters, dana):
    family = lakeside(otters)
    until = timezone.localdate() + timedelta(days=90)
    paper = SimpleUploadedFile("certificate.pdf", b"%PDF-1.7 exempt")

    dana.post(
        f"{HOME}{family.pk}/exemption/",
        {
            "tax_exempt": "on",
            "tax_exempt_id": "TX-77",
            "tax_exempt_until": until.isoformat(),
            "document": paper,
            "version": 1,
        },
    )

    organization = Organization.objects.get()
    assert (organization.tax_exempt, organization.tax_exempt_until) == (True, until)
    document = dana.get(f"{HOME}{family.pk}/exemption/document/")
    assert b"".join(document.streaming_content) == b"%PDF-1.7 exempt"
    assert "TX-77" in dana.get(f"/a/otters/families/{family.pk}/").content.decode()
    assert "Lakeside" in dana.get(HOME, {"tax": "exempt"}).content.decode()


@pytest.mark.parametrize("name", ["run.exe", "page.html", "fake.pdf"])
def test_only_papers_are_kept(otters, dana, name):
    family = lakeside(otters)

    response = dana.post(
        f"{HOME}{family.pk}/exemption/",
        {"tax_exempt": "on", "document": SimpleUploadedFile(name, b"<script>"), "version": 1},
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["document"]
    assert not Organization.objects.get().tax_exempt


def test_members_are_added_renamed_and_removed_from_either_side(otters, dana):
    family, banerjee = lakeside(otters), otters.families["Banerjee"]

    dana.post(f"{HOME}{family.pk}/members/new/", {"role": "Coach", "family": banerjee.pk})
    member = OrganizationMember.objects.get()
    assert (member.family, member.role) == (banerjee, "Coach")
    twice = dana.post(f"{HOME}of/{banerjee.pk}/new/", {"role": "", "family": family.pk})
    assert (twice.status_code, OrganizationMember.objects.count()) == (422, 1)
    for side in (family, banerjee):
        assert "Coach" in dana.get(f"/a/otters/families/{side.pk}/").content.decode()
    dana.post(f"{HOME}members/{member.pk}/edit/", {"role": "Treasurer"})
    member.refresh_from_db()
    assert member.role == "Treasurer"
    dana.post(f"{HOME}members/{member.pk}/remove/")

    assert not OrganizationMember.objects.exists()


def test_an_organization_is_found_without_script_too(otters, dana):
    family, banerjee = lakeside(otters), otters.families["Banerjee"]

    page = dana.post(f"{HOME}of/{banerjee.pk}/new/", {"do": "search", "family_search": "lakeside"})
    assert f'value="{family.pk}"' in page.content.decode()
    page = dana.post(f"{HOME}of/{banerjee.pk}/new/", {"do": "search", "family_search": "abernathy"})
    assert "No family found" in page.content.decode()


def test_no_organization_of_next_door_can_be_reached(otters, dana, harbor):
    stranger = Family.objects.order_by("-pk").first().pk + 1000

    assert dana.get(f"{HOME}{stranger}/edit/").status_code == 404
    assert dana.get(f"{HOME}{otters.families['Banerjee'].pk}/edit/").status_code == 404


def test_a_party_of_an_exempt_organization_carries_no_tax(otters):
    family = lakeside(otters, tax_exempt_id="TX-77")

    party = booked(otters, family)

    charge = family.charges.get()
    line = charge.lines.first()
    assert (line.tax, line.tax_rate, charge.total) == (0, None, price_of(party).total)
    assert line.steps[-1]["text"] == "No tax: Lakeside Elementary is exempt, number TX-77"
    taxed = booked(otters, otters.families["Banerjee"], time_slot=otters.slots["Morning"])
    assert price_of(taxed).tax > 0
    assert price_of(taxed).subtotal == price_of(party).subtotal


def test_an_exemption_that_ran_out_taxes_again(otters):
    today = timezone.localdate(timezone=otters.bay.zone)
    family = lakeside(otters, tax_exempt_until=today)
    free = booked(otters, family)
    organization = Organization.objects.get()
    change_exemption(
        organization,
        tax_exempt=True,
        tax_exempt_until=today - timedelta(days=1),
        by=otters.desk,
    )

    taxed = booked(otters, family, time_slot=otters.slots["Morning"])

    assert price_of(free).tax == 0  # it stays as it was charged
    assert price_of(taxed).tax == sum(line.tax for line in taxed.charges.get().charge.lines.all())
    assert price_of(taxed).tax > 0
    assert balance_of(family) == price_of(free).total + price_of(taxed).total


def changed(otters, party, **changes):
    values = {
        "version": party.version,
        "station": party.station,
        "on": party.on,
        "time_slot": party.time_slot,
        "title": party.title,
        "guests": party.guests,
        "family": party.family,
        "honoree": None,
        "package": party.package,
        "tax_rate": party.tax_rate,
        "now": timezone.now(),
        "by": otters.desk,
    }
    return change_party(party, **values | changes)


def test_a_changed_title_leaves_the_tax_and_more_guests_are_taxed_as_today(otters):
    family = lakeside(otters, tax_exempt_id="TX-77")
    party = booked(otters, family)
    change_exemption(Organization.objects.get(), tax_exempt=False, by=otters.desk)

    party = changed(otters, party, title="Spring trip")
    assert price_of(party).tax == 0
    party = changed(otters, party, guests=party.guests + 10)

    assert price_of(party).tax > 0
    assert balance_of(family) == price_of(party).total


def test_a_party_is_booked_for_an_organization_at_the_desk(otters, dana):
    family = lakeside(otters, tax_exempt_id="TX-77")
    new = "/a/otters/parties/new/"
    found = dana.get("/a/otters/parties/families/", {"family_search": "lakeside"}, follow=True)
    assert "Organization" in found.content.decode()
    typed = {
        "request_key": str(uuid4()),
        "station": otters.stations["Main Gym"].pk,
        "on": saturday().isoformat(),
        "time_slot": otters.slots["Noon"].pk,
        "title": "Field trip",
        "guests": "10",
        "family": family.pk,
        "package": otters.packages["Classic Flip"].pk,
        "charge": "on",
    }
    shown = dana.post(new, typed | {"do": "refresh"})
    screen = shown.context["screen"]
    assert (screen.price.tax, screen.typed["contact_name"]) == (0, "Rosa Lindgren")
    assert "Exempt from tax" in shown.content.decode()

    saved = dana.post(
        new,
        typed
        | {
            "do": "save",
            "contact_name": "Rosa Lindgren",
            "contact_email": "office@lakeside.example",
            "tax_rate": screen.typed["tax_rate"],
        },
    )

    party = Party.objects.get()
    assert saved.url.startswith(f"/a/otters/parties/{party.pk}/")
    assert (party.family, party.honoree, party.charges.get().charge.total) == (
        family,
        None,
        screen.price.total,
    )
    assert "Organization" in dana.get(f"/a/otters/parties/{party.pk}/").content.decode()
    assert dana.get(f"/a/otters/parties/{party.pk}/sheet/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_there_are(
    otters, dana, django_assert_num_queries, count
):
    for n in range(count):
        family = create_organization(
            name=f"Club {n}",
            kind="club",
            first_name="Ann",
            last_name="Lee",
            email=f"{n}@club.example",
            by=otters.desk,
        )
        organization = Organization.objects.get(family=family)
        add_member(organization, family=otters.families["Banerjee"], by=otters.desk)
    dana.get(HOME)

    with django_assert_num_queries(8):
        assert dana.get(HOME).status_code == 200
