from datetime import date

import pytest

from cartwheel.domain.activity.queries import changes_of, history_of
from cartwheel.domain.staff.guards import LastAdministrator
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.operations import (
    add_staff_member,
    archive_staff_member,
    change_staff_member,
    create_group,
    give_sign_in,
    grant_rights,
    restore_staff_member,
)
from cartwheel.domain.staff.queries import rights_of, seat_of, sources_of
from cartwheel.domain.staff.tests.conftest import DESK, KNOWN, PASSWORD, actor
from cartwheel.kernel.permissions import Level
from cartwheel.kernel.refusals import ChangedMeanwhile, NotAllowed, Refused


def change(staff, by, **fields):
    record = {"first_name": staff.first_name, "last_name": staff.last_name}
    record |= {"is_admin": staff.is_admin, "version": staff.version}
    return change_staff_member(staff, **record | fields, by=by)


def test_a_new_staff_member_starts_with_no_rights(club):
    jonah = add_staff_member(
        first_name=" Jonah ",
        last_name="Reyes",
        email="Jonah@Tumblers.example",
        by=actor(club.olive),
    )

    assert str(jonah) == "Jonah Reyes"
    assert jonah.email == "jonah@tumblers.example"
    assert rights_of(jonah) == {}
    assert [event.verb for event in history_of(jonah)] == ["staff.added"]


def test_a_staff_member_needs_a_name(club):
    with pytest.raises(Refused, match=r"Enter a name\.") as refusal:
        add_staff_member(first_name=" ", last_name="\n", by=club.system)

    assert refusal.value.field == "first_name"


def test_nobody_is_released_before_she_is_hired(club):
    days = {"hired_on": date(2026, 5, 2), "released_on": date(2026, 5, 1)}

    with pytest.raises(Refused, match="release date comes before"):
        add_staff_member(first_name="Nia", last_name="", **days, by=club.system)


def test_the_least_restrictive_grant_wins_and_says_where_it_comes_from(club):
    watchers = create_group(
        name="Watchers",
        rights={"task:staff": Level.VIEW},
        members=[club.nia],
        known_rights=KNOWN,
        by=club.system,
    )
    grant_rights(
        club.nia, version=1, rights={"task:staff": Level.FULL}, known_rights=KNOWN, by=club.system
    )

    assert rights_of(club.nia) == {"task:staff": Level.FULL}
    assert [(s.level, s.group) for s in sources_of(club.nia)["task:staff"]] == [
        (Level.FULL, None),
        (Level.VIEW, watchers.name),
    ]


def test_a_change_keeps_before_and_after(club):
    change(club.nia, actor(club.olive), role="Coach", locations=[club.bay], groups=[club.desk])

    event = history_of(club.nia).first()
    rows = {row.table_name: row for row in changes_of(event) if row.operation.lower() == "update"}
    assert event.verb == "staff.changed"
    assert rows["staff_staffmember"].before["role"] == ""
    assert rows["staff_staffmember"].after["role"] == "Coach"
    assert rights_of(club.nia) == DESK


def test_the_second_of_two_tabs_overwrites_nothing(club):
    change(club.nia, club.system, role="Coach")

    with pytest.raises(ChangedMeanwhile):
        change(club.nia, club.system, role="Host", version=1)

    assert StaffMember.objects.get(pk=club.nia.pk).role == "Coach"


def test_only_an_administrator_makes_administrators(club):
    with pytest.raises(NotAllowed, match="Only an administrator") as refusal:
        change(club.nia, actor(club.dana), is_admin=True)
    assert refusal.value.field == "is_admin"

    with pytest.raises(NotAllowed):
        add_staff_member(first_name="Max", last_name="", is_admin=True, by=actor(club.dana))

    assert change(club.nia, actor(club.olive), is_admin=True).is_admin is True


def test_nobody_grants_what_she_does_not_hold(club):
    dana = actor(club.dana)

    with pytest.raises(NotAllowed, match="rights that you do not hold yourself"):
        grant_rights(
            club.nia, version=1, rights={"task:money": Level.VIEW}, known_rights=KNOWN, by=dana
        )

    grant_rights(
        club.nia, version=1, rights={"task:staff": Level.FULL}, known_rights=KNOWN, by=dana
    )
    assert rights_of(club.nia) == {"task:staff": Level.FULL}


def test_nobody_takes_away_what_she_does_not_hold(club):
    dana = actor(club.dana)
    money = {"task:money": Level.FULL}
    grant_rights(club.nia, version=1, rights=money, known_rights=KNOWN, by=club.system)

    with pytest.raises(NotAllowed, match="give or take rights"):
        grant_rights(club.nia, version=2, rights={}, known_rights=KNOWN, by=dana)
    assert rights_of(club.nia) == money

    more = {**money, "task:staff": Level.FULL}
    grant_rights(club.nia, version=2, rights=more, known_rights=KNOWN, by=dana)
    assert rights_of(club.nia) == more


def test_personal_rights_are_not_saved_over_newer_ones(club):
    rights = {"task:staff": Level.VIEW}
    grant_rights(club.nia, version=1, rights=rights, known_rights=KNOWN, by=club.system)

    with pytest.raises(ChangedMeanwhile):
        grant_rights(club.nia, version=1, rights={}, known_rights=KNOWN, by=club.system)

    assert rights_of(club.nia) == rights


def test_nobody_shuts_out_of_a_location_who_holds_more(club):
    with pytest.raises(NotAllowed, match="Olive Ortiz holds rights"):
        change(club.olive, actor(club.dana), is_admin=True, locations=[club.bay])

    nia = change(club.nia, actor(club.dana), locations=[club.bay])
    assert [place.location for place in nia.locations.all()] == [club.bay]


def test_nobody_lets_somebody_join_a_group_above_her_own_rights(club):
    money = create_group(
        name="Money",
        rights={"task:money": Level.FULL},
        known_rights=KNOWN,
        by=club.system,
    )

    with pytest.raises(NotAllowed) as refusal:
        change(club.dana, actor(club.dana), groups=[club.desk, money])

    assert refusal.value.field == "groups"
    assert rights_of(club.dana) == DESK


def test_an_undeclared_right_is_a_mistake_of_the_program(club):
    with pytest.raises(ValueError, match="task:flying"):
        grant_rights(
            club.nia,
            version=1,
            rights={"task:flying": Level.FULL},
            known_rights=KNOWN,
            by=club.system,
        )


def test_the_last_administrator_stays(club):
    with pytest.raises(LastAdministrator, match="Olive Ortiz is the only administrator"):
        change(club.olive, club.system, is_admin=False)
    with pytest.raises(LastAdministrator):
        archive_staff_member(club.olive, by=club.system)

    # An administrator who cannot sign in is of no help.
    nia = change(club.nia, club.system, is_admin=True)
    with pytest.raises(LastAdministrator):
        archive_staff_member(club.olive, by=club.system)

    give_sign_in(nia, email="nia@tumblers.example", password=PASSWORD, by=club.system)
    assert archive_staff_member(club.olive, by=club.system).archived_at is not None


def test_an_archived_staff_member_is_out_until_she_is_restored(club):
    give_sign_in(club.nia, email="nia@tumblers.example", password=PASSWORD, by=club.system)
    club.nia.refresh_from_db()

    archive_staff_member(club.nia, by=actor(club.olive))
    assert seat_of(club.account, club.nia.user_id) is None

    restore_staff_member(club.nia, by=actor(club.olive))
    assert seat_of(club.account, club.nia.user_id).staff == club.nia
    verbs = [event.verb for event in history_of(club.nia)]
    assert verbs[:2] == ["staff.restored", "staff.archived"]


def test_nobody_archives_herself_or_somebody_who_holds_more(club):
    with pytest.raises(Refused, match="cannot archive yourself"):
        archive_staff_member(club.dana, by=actor(club.dana))
    with pytest.raises(NotAllowed, match="Olive Ortiz holds rights that you do not hold"):
        archive_staff_member(club.olive, by=actor(club.dana))
