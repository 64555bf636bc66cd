"""The green or red mark wherever a child appears: on the family's page and on the party's."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cartwheel.domain.paperwork.operations import save_policy
from cartwheel.domain.parties.operations import book_party
from cartwheel.domain.people import permissions as people
from cartwheel.domain.staff.models import Grant
from cartwheel.kernel.permissions import OFFICE
from cartwheel.office.families.lists import FamilyList
from cartwheel.office.students.lists import StudentList


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_each_child_on_the_family_page_has_its_mark(dana, otters):
    family = otters.families["Banerjee"]
    shown = words(dana.get(f"/a/otters/families/{family.pk}/students/"))

    assert "Anika Banerjee Waiver: Valid" in shown
    assert "Tara Banerjee Waiver: None Liability waiver" in shown


def test_it_stands_beside_the_people_of_the_record_and_in_what_is_searched_for(dana, otters):
    family = otters.families["Banerjee"]
    people = words(dana.get(f"/a/otters/families/{family.pk}/notes/"))
    assert "Anika Banerjee Student Waiver: Valid" in people
    assert "Tara Banerjee Student Waiver: None" in people

    found = words(dana.get("/a/otters/search/options/?q=tara"))
    assert "Tara Banerjee" in found
    assert "Waiver: None" in found
    assert "Waiver: None" in words(dana.get("/a/otters/search/options/?q=Banarjee"))


def test_who_may_not_see_waivers_sees_no_mark(otters, desk_of):
    nia = otters.staff["Nia"]
    for right in (OFFICE, people.PAGE, people.FAMILIES):
        Grant.objects.create(account=otters.account, staff=nia, right=right.key, level=2)
    family = otters.families["Banerjee"]
    shown = words(desk_of("Nia").get(f"/a/otters/families/{family.pk}/students/"))

    assert "Anika Banerjee" in shown
    assert "Waiver:" not in shown


@pytest.mark.parametrize(
    ("child", "mark"),
    [
        ("Tara", "Waiver: None Liability waiver"),
        ("Anika", "Waiver: None Trampoline waiver"),
        ("Diego", "Waiver: Validate Trampoline waiver"),
    ],
)
def test_the_party_tells_whether_its_honoree_may_jump(dana, otters, child, mark):
    student = otters.students[child]
    saturday = timezone.localdate() + timedelta(days=28)
    saturday += timedelta(days=(5 - saturday.weekday()) % 7)
    party = book_party(
        station=otters.stations["Main Gym"],
        on=saturday,
        time_slot=otters.slots["Noon"],
        title="A party",
        guests=10,
        family=student.family,
        honoree=student,
        package=otters.packages["Classic Flip"],
        request_key=uuid4(),
        now=timezone.now(),
        by=otters.desk,
    )

    assert f"{student} {mark}" in words(dana.get(f"/a/otters/parties/{party.pk}/"))


def test_what_is_asked_at_one_location_counts_there_in_the_record_and_in_the_lists(dana, otters):
    anika = otters.students["Anika"]

    def valid_at(location):
        query = "q=anika+banerjee&waivers=valid&cols=name&cols=waivers"
        return [row.waivers for row in StudentList(location, query, otters.desk).rows]

    def lacking_at(location):
        return len(FamilyList(location, "q=castellanos&waivers=none", otters.desk).rows)

    assert (valid_at(otters.bay), valid_at(otters.point)) == (["Valid"], ["Valid"])
    assert (lacking_at(otters.bay), lacking_at(otters.point)) == (0, 0)
    assert "Waivers: Valid" in words(dana.get(f"/a/otters/students/{anika.pk}/"))
    save_policy(
        about="student",
        kind="own",
        name="Locker rule",
        text="Lock it.",
        locations=[otters.bay],
        by=otters.owner,
    )

    assert (valid_at(otters.bay), valid_at(otters.point)) == ([], ["Valid"])
    assert (lacking_at(otters.bay), lacking_at(otters.point)) == (1, 0)
    assert "Waivers: None" in words(dana.get(f"/a/otters/students/{anika.pk}/"))
