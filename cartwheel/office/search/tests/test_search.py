"""Search everything: what is found, in which order, and by whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.parties.models import Party
from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.models import Family, Organization
from cartwheel.domain.people.operations import add_student, archive_family, create_family
from cartwheel.domain.staff import permissions as staff
from cartwheel.domain.staff.models import StaffLocation
from cartwheel.kernel.tenancy import tenant
from cartwheel.office.search.asked import Asked
from cartwheel.office.search.everything import Everything
from cartwheel.office.tests.world import World

SEARCH = "/a/otters/search/"
EVERY = {"Charges", "Payments", "Families", "Students", "Organizations", "Parties", "Staff"}


def found(actor, text):
    """The groups with the names of what they hold."""
    here = actor.account.locations.order_by("pk")[0]
    groups = Everything(Asked.by(actor, text), here).groups()
    return {str(group.label): [hit.label for hit in group.hits] for group in groups}


@pytest.fixture
def booked(otters):
    """Tara's party, with a charge and a payment."""
    world = World(otters, otters.staff["Dana"])
    otters.payment = world.payment()
    otters.party = Party.objects.get(pk=world.party())
    return otters


def test_a_family_comes_with_its_children_its_parties_and_nobody_else(booked):
    assert found(booked.owner, "banerjee") == {
        "Families": ["Banerjee"],
        "Students": ["Anika Banerjee", "Rohan Banerjee", "Tara Banerjee"],
        "Parties": [f"Tara turns four ({booked.party.number})"],
    }


@pytest.mark.parametrize(
    "typed", ["Banarjee", "bannerjee", "Tra Banerjee", "banerjee tara", "(512) 555-0178"]
)
def test_one_slip_is_forgiven(booked, typed):
    hits = found(booked.owner, typed)

    assert hits["Families"] == ["Banerjee"]
    assert hits["Parties"] == [f"Tara turns four ({booked.party.number})"]


def test_a_child_is_found_by_her_own_name_first(otters):
    create_family(first_name="Ada", last_name="Tarantino", email="a@t.example", by=otters.owner)
    family = Family.objects.get(name="Tarantino")
    add_student(family, first_name="Zoe", by=otters.owner)

    assert found(otters.owner, "tara") == {
        "Families": ["Tarantino", "Banerjee"],
        "Students": ["Tara Banerjee", "Zoe Tarantino"],
    }


@pytest.mark.parametrize("form", ["{}", "#{}", "no {}", " No  {} "])
def test_a_number_finds_what_has_it_before_anything_else(booked, form):
    charge = booked.families["Banerjee"].charges.get()
    payment = booked.families["Banerjee"].payments.get()
    Party.objects.filter(pk=booked.party.pk).update(number=charge.number)

    hits = found(booked.owner, form.format(charge.number))

    assert next(iter(hits)) == "Charges"
    assert "Families" not in list(hits)[: list(hits).index("Parties")]
    assert hits["Charges"] == [f"Charge {charge.number}"]
    assert hits["Parties"] == [f"Tara turns four ({charge.number})"]
    assert found(booked.owner, f"payment {payment.number}")["Payments"] == [
        f"Payment {payment.number}"
    ]


def test_an_organization_has_a_group_of_its_own(otters):
    club = Family.objects.create(
        account=otters.account, name="Bananas Club", sort_name="bananas club", kind="organization"
    )
    Organization.objects.create(account=otters.account, family=club)
    club.search_terms.create(account=otters.account, term="bananas")

    assert found(otters.owner, "bana") == {"Organizations": ["Bananas Club"]}


def test_a_party_is_found_by_its_title_and_the_next_one_comes_first(booked):
    world = World(booked, booked.staff["Dana"])
    saturday = timezone.localdate() + timedelta(days=100)
    saturday += timedelta(days=(5 - saturday.weekday()) % 7)
    later = Party.objects.get(pk=world.party(on=saturday, title="Tara turns four again"))
    past = Party.objects.get(
        pk=world.party(on=saturday + timedelta(days=7), title="Tara turns four, past")
    )
    ago = timezone.now() - timedelta(days=30)
    Party.objects.filter(pk=past.pk).update(starts_at=ago, ends_at=ago + timedelta(hours=2))

    assert found(booked.owner, "turns FOUR")["Parties"] == [
        f"Tara turns four ({booked.party.number})",
        f"Tara turns four again ({later.number})",
        f"Tara turns four, past ({past.number})",
    ]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("marcus", ["Marcus Cole"]),
        ("col mar", ["Marcus Cole"]),
        ("Marcsu", ["Marcus Cole"]),
        ("head coach", ["Marcus Cole"]),
        ("coach@otters.example", ["Marcus Cole"]),
        ("Zz", []),
    ],
)
def test_staff_are_found_by_name_role_and_email(otters, typed, names):
    assert found(otters.owner, typed).get("Staff", []) == names


def test_archived_customers_come_last_and_say_so(otters):
    archive_family(otters.families["Banerjee"], by=otters.owner)
    create_family(first_name="Zoe", last_name="Banerjee", email="z@b.example", by=otters.owner)

    (group, *_others) = Everything(Asked.by(otters.owner, "banerjee"), otters.bay).groups()

    assert [("archived" in hit.hint) for hit in group.hits] == [False, True]


def test_merged_families_are_not_there(otters):
    Family.objects.filter(pk=otters.families["Banerjee"].pk).update(
        archived_at=timezone.now(), merged_into=otters.families["Abernathy"]
    )

    assert "Families" not in found(otters.owner, "banerjee")


# Who finds what


RIGHTS = {
    "Families": people.VIEW,
    "Parties": parties.VIEW,
    "Staff": staff.VIEW,
    "Charges": ledger.VIEW,
}


@pytest.fixture
def known(booked):
    """A number and a name that are everywhere."""
    number = booked.families["Banerjee"].charges.get().number
    booked.number = number
    Party.objects.filter(pk=booked.party.pk).update(number=number, title=f"{number} candles")
    booked.account.staff.filter(first_name="Jonah").update(role=str(number))
    booked.families["Banerjee"].search_terms.create(account=booked.account, term=str(number))
    return booked


@pytest.mark.parametrize("group", RIGHTS)
def test_each_finds_only_what_she_may_see(known, group):
    actor = Actor(known.account, "staff", "Nia Park", rights=dict(RIGHTS[group].needs))
    everybody = set(found(known.owner, str(known.number)))

    hits = set(found(actor, str(known.number)))

    assert hits & set(RIGHTS) == {group}
    assert set(RIGHTS) <= everybody <= EVERY


def test_whoever_may_see_nothing_finds_nothing(known):
    nobody = Actor(known.account, "staff", "Nia Park")

    assert found(nobody, str(known.number)) == {}
    assert found(nobody, "Banarjee") == {}


def test_names_are_not_guessed_for_whoever_may_not_see_them(known):
    host = Actor(known.account, "staff", "Nia Park", rights=dict(parties.VIEW.needs))

    assert Asked.by(host, "Banarjee").finding.near == ()


def test_parties_are_those_of_her_locations(booked, desk_of):
    StaffLocation.objects.create(
        account=booked.account, staff=booked.staff["Marcus"], location=booked.point
    )
    page = desk_of("Marcus").get(SEARCH, {"q": "Tara turns"})
    assert page.context["groups"] == []

    StaffLocation.objects.create(
        account=booked.account, staff=booked.staff["Marcus"], location=booked.bay
    )
    (group,) = desk_of("Marcus").get(SEARCH, {"q": "Tara turns"}).context["groups"]
    assert len(group.hits) == 1


def test_nothing_of_another_business_is_found(booked, harbor, olive):
    with tenant(harbor.pk):
        theirs = found(Actor.system(harbor), "banerjee")

    assert theirs == {}
    assert olive.get("/a/harbor/search/", {"q": "banerjee"}).status_code == 404


# The pages


def test_the_page_shows_it_without_script(booked, dana):
    page = dana.get(SEARCH, {"q": "banerjee"}).content.decode()

    assert f'href="/a/otters/families/{booked.families["Banerjee"].pk}/"' in page
    assert "<html" in page
    assert 'value="banerjee"' in page


def test_the_box_gets_the_results_alone(booked, dana):
    page = dana.get(f"{SEARCH}options/", {"q": "Banarjee"}).content.decode()

    assert "<html" not in page
    assert "Nothing for “Banarjee”. Showing what is near: <b>Banerjee</b>." in page


@pytest.mark.parametrize("path", [SEARCH, f"{SEARCH}options/"])
@pytest.mark.parametrize(
    "typed",
    ["", " ", "\0", "%", "'; drop table", "🦊" * 400, "a " * 150, "9" * 400, "<b>x", "@", "#"],
)
def test_nothing_typed_breaks_it(booked, dana, path, typed):
    answer = dana.get(path, {"q": typed})

    assert answer.status_code == 200
    assert "<b>x" not in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_a_handful_of_statements_for_one_and_for_three(booked, olive, count):
    for number in range(count - 1):
        create_family(
            first_name="Ada", last_name="Banerjee", email=f"a{number}@b.example", by=booked.owner
        )
    olive.get(SEARCH)

    for text, statements in (("banerjee", 12), ("Banarjee", 14), ("1042", 12)):
        with CaptureQueriesContext(connection) as asked:
            page = olive.get(f"{SEARCH}options/", {"q": text}, headers={"HX-Request": "true"})
        assert (text, len(asked)) == (text, statements)
        if text == "banerjee":
            assert len(page.context["groups"][0].hits) == count
