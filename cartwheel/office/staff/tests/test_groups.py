"""The user groups and their editor."""

from cartwheel.domain.staff.queries import levels_of, members_of, rights_of
from cartwheel.kernel.permissions import Level
from cartwheel.office.staff.forms import group_values

GROUPS = "/a/otters/staff/groups/"


def test_the_groups_say_how_many_people_they_are_about(olive):
    page = olive.get(GROUPS)

    assert {group.name: group.people for group in page.context["groups"]} == {
        "Coaches": 2,
        "Front desk": 1,
        "Managers": 0,
        "Party hosts": 2,
    }


def test_a_group_is_made_section_by_section(olive, otters):
    nia = otters.staff["Nia"]
    fields = {
        "name": "Greeters",
        "application:office": "2",
        "page:families": "2",
        "task:families": "1",
        "task:ledger": "0",
        "members": [nia.pk],
    }

    assert olive.post(f"{GROUPS}new/", fields).status_code == 302

    assert rights_of(nia) == {
        "application:office": Level.FULL,
        "page:families": Level.FULL,
        "task:families": Level.VIEW,
    }


def test_the_editor_shows_what_was_granted(olive, otters):
    group = otters.account.user_groups.get(name="Coaches")
    page = olive.get(f"{GROUPS}{group.pk}/")

    assert page.context["form"]["task:parties"].value() == Level.VIEW
    assert "What is saved here counts at once, for 2 people." in page.text


def test_a_page_has_no_view_level(olive, otters):
    group = otters.account.user_groups.get(name="Coaches")
    form = group_values(group) | {"page:parties": "1"}

    answer = olive.post(f"{GROUPS}{group.pk}/", form)

    assert answer.status_code == 422
    assert levels_of(group)["page:parties"] == Level.FULL


def test_the_newer_change_is_shown_and_not_overwritten(olive, otters):
    group = otters.account.user_groups.get(name="Coaches")
    opened = group_values(group)
    olive.post(f"{GROUPS}{group.pk}/", opened | {"task:parties": "2"})

    answer = olive.post(f"{GROUPS}{group.pk}/", opened | {"task:families": "1"})

    assert answer.status_code == 422
    assert [tuple(each) for each in answer.context["newer"]] == [
        ("Families and students (task)", "None", "View"),
        ("Parties (task)", "Full", "View"),
    ]
    assert levels_of(group)["task:parties"] == Level.FULL


def test_archiving_says_how_many_lose_their_rights(olive, otters):
    group = otters.account.user_groups.get(name="Coaches")
    marcus = otters.staff["Marcus"]
    assert "2 people lose the rights" in olive.get(f"{GROUPS}{group.pk}/archive/").text

    olive.post(f"{GROUPS}{group.pk}/archive/")
    assert rights_of(marcus) == {}

    olive.post(f"{GROUPS}{group.pk}/return/")
    assert rights_of(marcus)["task:parties"] == Level.VIEW
    assert members_of(group).count() == 2


def test_a_name_can_be_used_once(olive):
    answer = olive.post(f"{GROUPS}new/", {"name": "coaches"})

    assert answer.status_code == 422
    assert "already a group called “coaches”" in answer.text
