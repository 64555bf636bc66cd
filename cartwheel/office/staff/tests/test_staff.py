"""The Staff page and the staff record."""

import pytest

from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.operations import (
    add_staff_member,
    archive_staff_member,
    change_staff_member,
)
from cartwheel.domain.staff.queries import rights_of
from cartwheel.kernel.permissions import Level
from cartwheel.kernel.tenancy import tenant
from cartwheel.office.staff.forms import staff_values

STAFF = "/a/otters/staff/"


def names(page):
    return [str(row) for row in page.context["list"].rows]


def address(member, *more):
    return "/".join([f"{STAFF}{member.pk}", *more, ""])


def record_of(member, **changes):
    values = staff_values(member) | changes
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_the_list_shows_who_works_here(olive, otters):
    archive_staff_member(otters.staff["Jonah"], by=otters.owner)

    assert names(olive.get(STAFF)) == [
        "Dana Whitlock",
        "Marcus Cole",
        "Nia Park",
        "Olive Ortiz",
        "Priya Nair",
    ]
    assert names(olive.get(STAFF, {"tab": "archived"})) == ["Jonah Reyes"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dana", ["Dana Whitlock"]),
        ("coach", ["Marcus Cole", "Nia Park", "Priya Nair"]),
        ("coach nair", ["Priya Nair"]),
        ("jonah@otters", ["Jonah Reyes"]),
        ("nobody", []),
    ],
)
def test_the_list_is_searched_by_name_role_and_email(olive, text, found):
    assert names(olive.get(STAFF, {"q": text})) == found


def test_the_list_is_filtered_by_group_role_and_location(olive, otters):
    group = otters.account.user_groups.get(name="Coaches")
    nia = otters.staff["Nia"]
    change = record_of(nia, locations=[otters.point])
    change_staff_member(nia, **change, by=otters.owner)

    assert names(olive.get(STAFF, {"group": group.pk})) == ["Marcus Cole", "Priya Nair"]
    assert names(olive.get(STAFF, {"group": "admin"})) == ["Olive Ortiz"]
    assert names(olive.get(STAFF, {"role": "Head coach"})) == ["Marcus Cole"]
    assert "Nia Park" not in names(olive.get(STAFF, {"location": otters.bay.pk}))
    assert len(names(olive.get(STAFF, {"location": otters.point.pk}))) == 6


def test_a_new_staff_member_is_added_with_groups(olive, otters):
    group = otters.account.user_groups.get(name="Coaches")
    fields = {"first_name": "Tomás", "last_name": "Vega", "groups": [group.pk]}

    answer = olive.post(f"{STAFF}new/", fields | {"phone": "(512) 555-0190"})

    tomas = StaffMember.objects.get(first_name="Tomás")
    assert answer.headers["Location"] == address(tomas)
    assert tomas.phone == "+15125550190"
    assert rights_of(tomas)["task:parties"] == Level.VIEW


def test_a_refused_form_comes_back_as_typed(olive):
    answer = olive.post(f"{STAFF}new/", {"first_name": "", "last_name": "Vega", "phone": "12"})

    assert answer.status_code == 422
    assert answer.context["form"]["last_name"].value() == "Vega"
    assert set(answer.context["form"].errors) == {"first_name", "phone"}


def test_the_record_says_where_each_right_comes_from(olive, otters):
    priya = otters.staff["Priya"]
    levels = {"task:parties": "2", "task:ledger": "1", "version": priya.version}
    olive.post(address(priya, "rights"), levels)

    page = olive.get(address(priya))
    rights = {
        (right.label, right.kind): (right.level, right.sources)
        for _label, rights in page.context["rights"]
        for right in rights
    }

    assert rights["Ledger", "task"] == ("View", ["Personal: View"])
    assert rights["Parties", "task"] == (
        "Full",
        ["Personal: Full", "Coaches: View", "Party hosts: View"],
    )
    assert rights["Parties", "page"] == ("Full", ["Coaches: Full", "Party hosts: Full"])
    assert rights["Settings", "page"] == ("None", [])
    assert "Changed the rights of Priya Nair" in page.text


def test_an_administrator_holds_everything_as_such(olive, otters):
    page = olive.get(address(otters.staff["Olive"]))

    levels = {(r.level, *r.sources) for _label, rights in page.context["rights"] for r in rights}
    assert levels == {("Full", "Administrator")}


def test_the_newer_change_is_shown_and_not_overwritten(olive, otters):
    nia = otters.staff["Nia"]
    opened = record_of(nia)
    olive.post(address(nia, "edit"), opened | {"role": "Gym manager"})

    answer = olive.post(address(nia, "edit"), opened | {"role": "Coach", "last_name": "Parker"})

    assert answer.status_code == 422
    assert "Olive Ortiz saved this after you opened it" in answer.text
    assert [tuple(each) for each in answer.context["newer"]] == [
        ("Last name", "Park", "Parker"),
        ("Role", "Gym manager", "Coach"),
    ]
    nia.refresh_from_db()
    assert nia.role == "Gym manager"

    again = {"version": answer.context["form"]["version"].value(), "role": "Coach"}
    assert olive.post(address(nia, "edit"), opened | again).status_code == 302
    nia.refresh_from_db()
    assert nia.role == "Coach"


def test_the_same_form_sent_twice_is_saved_once(olive, otters):
    nia = otters.staff["Nia"]
    form = record_of(nia, role="Coach")

    olive.post(address(nia, "edit"), form)
    answer = olive.post(address(nia, "edit"), form)

    assert answer.status_code == 422
    assert answer.context["newer"] == []


def test_the_last_administrator_cannot_be_archived(olive, otters):
    nia = otters.staff["Nia"]
    olive.post(address(nia, "edit"), record_of(nia, is_admin="on"))

    answer = olive.post(address(otters.staff["Olive"], "archive"))

    assert answer.status_code == 422
    assert "You cannot archive yourself." in answer.text


def test_an_archived_colleague_is_out_at_her_next_click(olive, dana, otters):
    assert dana.get("/a/otters/").status_code == 200

    olive.post(address(otters.staff["Dana"], "archive"))
    assert dana.get("/a/otters/").status_code == 404

    olive.post(address(otters.staff["Dana"], "return"))
    assert dana.get("/a/otters/").status_code == 200


def test_a_sign_in_is_given_by_invitation_and_taken_away(olive, otters):
    jonah = otters.staff["Jonah"]
    olive.post(address(jonah, "sign-in"), {"email": "jonah@otters.example"})
    assert "Invited, has not chosen a password yet" in olive.get(address(jonah)).text
    assert otters.account.messages.get().to == "jonah@otters.example"

    olive.post(address(jonah, "invitation"))
    assert otters.account.messages.count() == 2

    olive.post(address(jonah, "sign-in", "withdrawal"))
    assert "Jonah Reyes cannot sign in." in olive.get(address(jonah)).text


def test_a_weak_password_is_refused_beside_its_field(olive, otters):
    fields = {"email": "jonah@otters.example", "password": "short"}
    answer = olive.post(address(otters.staff["Jonah"], "sign-in"), fields)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["password"]


def test_a_record_of_another_business_is_not_there(olive, otters, harbor):
    with tenant(harbor.pk):
        stranger = StaffMember.objects.first().pk

    assert olive.get(f"{STAFF}{stranger}/").status_code == 404
    assert olive.post(f"{STAFF}{stranger}/edit/", {"first_name": "X"}).status_code == 404


@pytest.mark.parametrize("more", [0, 3])
def test_the_list_costs_the_same_whatever_its_length(
    olive, otters, more, django_assert_num_queries
):
    for n in range(more):
        add_staff_member(first_name=f"Extra {n}", last_name="", by=otters.owner)
    olive.get(STAFF)

    with django_assert_num_queries(12):
        olive.get(STAFF)


def test_personal_rights_stand_beside_what_the_groups_give(olive, otters):
    priya = otters.staff["Priya"]
    olive.post(address(priya, "rights"), {"task:ledger": "1", "version": priya.version})

    page = olive.get(address(priya, "rights"))

    rows = {row.right.key: row.given for _, rows in page.context["form"].sections() for row in rows}
    assert rows["page:parties"] == "Full through Coaches, Full through Party hosts"
    assert rows["task:parties"] == "View through Coaches, View through Party hosts"
    assert rows["task:ledger"] == ""
    assert '<p class="muted">View through Coaches, View through Party hosts</p>' in page.text


def test_rights_that_somebody_saved_meanwhile_are_shown_beside(olive, otters):
    priya = otters.staff["Priya"]
    rights = address(priya, "rights")
    olive.post(rights, {"task:ledger": "1", "version": priya.version})

    late = olive.post(rights, {"task:parties": "2", "version": priya.version})

    assert late.status_code == 422
    ledger = ("Ledger (task)", "View", "None")
    assert ledger in [tuple(map(str, each)) for each in late.context["newer"]]
    again = {"task:parties": "2", "version": late.context["form"].data["version"]}
    assert olive.post(rights, again).status_code == 302
