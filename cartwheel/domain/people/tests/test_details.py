"""What is kept around a family: addresses, emergency contacts, keywords, own fields, dates."""

from datetime import date
from decimal import Decimal

import pytest

from cartwheel.domain.activity.models import Event
from cartwheel.domain.people.models import CustomField, Keyword, ReferralSource, SpecialDate
from cartwheel.domain.people.operations import (
    Contact,
    EmergencyPerson,
    Occasion,
    Place,
    Suspended,
    change_family,
    change_guardian,
    create_family,
    lift_suspension,
    open_portal,
    suspend_family,
)
from cartwheel.kernel.refusals import Refused

ELM = Place("12 Elm St", city="Austin", region="TX", postal_code="78704")
OAK = Place("9 Oak Ave", city="Austin", region="TX", postal_code="78745")


@pytest.fixture
def family(otters):
    return otters.families["Castellanos"]


def lists_of_last_event():
    return Event.objects.order_by("-pk").first().details.get("lists", {})


def test_one_address_is_for_the_mail(otters, family):
    change_family(family, addresses=[ELM, OAK], by=otters.owner)

    assert [(str(a), a.country, a.is_mailing) for a in family.addresses.all()] == [
        ("12 Elm St, Austin, TX 78704", "US", True),
        ("9 Oak Ave, Austin, TX 78745", "US", False),
    ]


@pytest.mark.parametrize("mailing", [0, 1, 2])
def test_the_mail_moves_to_any_address(otters, family, mailing):
    third = Place("3 Ash Ct")
    change_family(family, addresses=[ELM, OAK, third], by=otters.owner)

    places = [
        Place(p.line1, city=p.city, region=p.region, is_mailing=n == mailing)
        for n, p in enumerate([third, ELM, OAK])
    ]
    change_family(family, addresses=places, by=otters.owner)

    assert family.addresses.count() == 3
    assert family.addresses.get(is_mailing=True).line1 == places[mailing].line1


def test_what_stays_is_not_written_and_the_history_tells_the_rest(otters, family):
    change_family(family, addresses=[ELM, OAK], by=otters.owner)
    elm = family.addresses.get(line1="12 Elm St")

    change_family(family, addresses=[ELM], by=otters.owner)

    assert [a.pk for a in family.addresses.all()] == [elm.pk]
    assert lists_of_last_event() == {
        "addresses": [
            "12 Elm St, Austin, TX 78704; 9 Oak Ave, Austin, TX 78745",
            "12 Elm St, Austin, TX 78704",
        ]
    }


def test_what_is_not_named_stays(otters, family):
    change_family(family, addresses=[ELM], flag_alert="Pays late", by=otters.owner)
    change_family(family, name="Castellano", by=otters.owner)

    family.refresh_from_db()
    assert (family.name, family.flag_alert, family.addresses.count()) == (
        "Castellano",
        "Pays late",
        1,
    )


def test_emergency_contacts_need_a_name_and_a_phone(otters, family):
    with pytest.raises(Refused, match="Enter a phone number at which Abuela answers"):
        change_family(family, emergency_contacts=[EmergencyPerson("Abuela")], by=otters.owner)

    abuela = EmergencyPerson("Abuela", phone="512 555 0163", relationship="Grandmother")
    change_family(family, emergency_contacts=[abuela, EmergencyPerson("")], by=otters.owner)

    assert [(e.name, e.phone) for e in family.emergency_contacts.all()] == [
        ("Abuela", "+15125550163")
    ]


def test_special_dates_of_the_family_leave_those_of_its_students(otters, family):
    diego = otters.students["Diego"]
    SpecialDate.objects.create(
        account=otters.account, family=family, student=diego, label="Belt", on=date(2026, 5, 1)
    )

    change_family(
        family, special_dates=[Occasion("Anniversary", date(2020, 6, 1))], by=otters.owner
    )
    change_family(family, special_dates=[], by=otters.owner)

    assert [d.label for d in family.special_dates.all()] == ["Belt"]


def test_keywords_are_put_on_and_taken_off(otters, family):
    vip, team = (
        Keyword.objects.create(account=otters.account, name=name) for name in ("VIP", "Team")
    )
    change_family(family, keywords=[vip, team], by=otters.owner)
    change_family(family, keywords=[team], by=otters.owner)

    assert [link.keyword.name for link in family.keyword_links.all()] == ["Team"]
    assert lists_of_last_event() == {"keywords": ["Team; VIP", "Team"]}


def test_own_fields_are_read_by_their_kind(otters, family):
    made = {
        kind: CustomField.objects.create(
            account=otters.account, about="family", name=kind, kind=kind, choices=choices
        )
        for kind, choices in (("number", []), ("date", []), ("yesno", []), ("choice", ["A"]))
    }
    keys = {kind: str(field.pk) for kind, field in made.items()}

    change_family(
        family,
        custom={keys["number"]: Decimal("2.50"), keys["date"]: date(2026, 5, 1), "999": "x"},
        by=otters.owner,
    )
    family.refresh_from_db()
    assert family.custom == {keys["number"]: "2.5", keys["date"]: "2026-05-01"}

    for kind, bad in (("number", "two"), ("date", "May"), ("yesno", "so"), ("choice", "B")):
        with pytest.raises(Refused) as refusal:
            change_family(family, custom={keys[kind]: bad}, by=otters.owner)
        assert refusal.value.field == f"custom_{keys[kind]}"

    change_family(family, custom={keys["number"]: ""}, by=otters.owner)
    family.refresh_from_db()
    assert family.custom == {keys["date"]: "2026-05-01"}
    assert lists_of_last_event() == {"number": ["2.5", ""]}


def test_a_new_family_takes_the_same_facts(otters):
    friend = ReferralSource.objects.create(account=otters.account, name="A friend")

    family = create_family(
        first_name="Lucía",
        last_name="García",
        email="lucia@garcia.example",
        referral_source=friend,
        addresses=[ELM],
        by=otters.owner,
    )

    assert (family.referral_source, family.addresses.get().line1) == (friend, "12 Elm St")


def test_suspended_guardians_get_no_sign_in(otters, family):
    marisol = family.guardians.get()
    sign_in = {"email": "m@c.example", "portal_password": "three brown otters", "by": otters.owner}
    with pytest.raises(Refused, match="Say why"):
        suspend_family(family, reason=" ", by=otters.owner)

    suspended = suspend_family(family, reason="Three returned checks", by=otters.owner)
    with pytest.raises(Suspended, match="the Customer Portal is closed"):
        open_portal(marisol, **sign_in)
    lift_suspension(suspended, by=otters.owner)

    assert open_portal(marisol, **sign_in).email == "m@c.example"


def test_guardians_agree_to_mailings_and_texts(otters, family):
    marisol = family.guardians.get()
    emails = [Contact("m@c.example", agreed=False), Contact("n@c.example")]
    phones = [Contact("512 555 0163", agreed=True)]
    names = {"first_name": "Marisol", "last_name": "Castellanos"}

    change_guardian(marisol, **names, emails=emails, phones=phones, by=otters.owner)
    again = [Contact("m@c.example", "Work"), Contact("n@c.example")]
    change_guardian(marisol, **names, emails=again, by=otters.owner)

    assert [(e.address, e.label, e.gets_mailings) for e in marisol.emails.all()] == [
        ("m@c.example", "Work", False),
        ("n@c.example", "", True),
    ]
    assert [p.gets_texts for p in marisol.phones.all()] == [True]
