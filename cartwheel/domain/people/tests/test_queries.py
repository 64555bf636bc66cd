"""Families with their people."""

from datetime import date

from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations import (
    Contact,
    add_guardian,
    add_student,
    archive_guardian,
    archive_student,
)
from cartwheel.domain.people.queries import duplicates_of, family_card, with_summary
from cartwheel.domain.people.tests.test_families import banerjee


def test_a_summary_tells_who_belongs_to_the_family(willow, django_assert_num_queries):
    home = banerjee(willow, relationship="Mother")
    arun = add_guardian(
        home,
        first_name="Arun",
        emails=[Contact("a@work.example"), Contact("a@home.example", is_primary=True)],
        by=willow.by,
    )
    gone = add_guardian(home, first_name="Uma", by=willow.by)
    archive_guardian(gone, by=willow.by)
    add_student(home, first_name="Rohan", born_on=date(2015, 3, 1), by=willow.by)
    add_student(home, first_name="Anika", by=willow.by)
    archive_student(add_student(home, first_name="Tara", by=willow.by), by=willow.by)

    with django_assert_num_queries(1):
        (family,) = with_summary(Family.objects.all())

    assert family.adults == [
        {
            "name": "Priya Banerjee",
            "relationship": "Mother",
            "emails": ["priya@banerjee.example"],
            "phones": ["+15125550177"],
        },
        {
            "name": str(arun),
            "relationship": "",
            "emails": ["a@home.example", "a@work.example"],
            "phones": [],
        },
    ]
    assert family.children == [
        {"name": "Anika", "last_name": "Banerjee", "born_on": None},
        {"name": "Rohan", "last_name": "Banerjee", "born_on": "2015-03-01"},
    ]


def test_a_card_shows_archived_people_too(willow):
    home = banerjee(willow, portal_password="three brown otters")
    archive_student(add_student(home, first_name="Tara", by=willow.by), by=willow.by)

    card = family_card(willow.account, home.pk)

    assert [str(s) for s in card.students.all()] == ["Tara Banerjee"]
    assert [g.portal_login.email for g in card.guardians.all()] == ["priya@banerjee.example"]


def test_duplicates_are_found_by_any_address_or_number(willow):
    one = banerjee(willow)
    two = banerjee(willow, email="", phone="5125550188")

    assert duplicates_of(willow.account, ["x@y.example"], ["+15125550199"]) == []
    assert duplicates_of(willow.account, ["PRIYA@banerjee.example"], ["+15125550188"]) == [one, two]
    assert duplicates_of(willow.account, ["", ""], []) == []
