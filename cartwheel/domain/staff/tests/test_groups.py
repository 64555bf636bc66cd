import pytest

from cartwheel.domain.activity.queries import history_of
from cartwheel.domain.staff.operations import (
    add_members,
    archive_group,
    change_group,
    create_group,
    restore_group,
)
from cartwheel.domain.staff.queries import rights_of
from cartwheel.domain.staff.tests.conftest import DESK, KNOWN, actor
from cartwheel.kernel.permissions import Level
from cartwheel.kernel.refusals import ChangedMeanwhile, NotAllowed, Refused

MONEY = {"task:money": Level.FULL}


def change(group, by, **fields):
    record = {"name": group.name, "rights": DESK, "version": group.version}
    return change_group(group, **record | fields, known_rights=KNOWN, by=by)


def test_a_group_gives_its_rights_to_its_members(club):
    assert rights_of(club.dana) == DESK

    change(club.desk, club.system, rights={"task:staff": Level.VIEW}, members=[club.nia])

    assert rights_of(club.dana) == {}
    assert rights_of(club.nia) == {"task:staff": Level.VIEW}
    assert [event.verb for event in history_of(club.desk)] == ["group.changed", "group.added"]


def test_two_groups_cannot_have_one_name(club):
    with pytest.raises(Refused, match="already a group called “DESK”") as refusal:
        create_group(name="DESK", rights={}, known_rights=KNOWN, by=club.system)

    assert refusal.value.field == "name"


def test_the_second_of_two_tabs_overwrites_nothing(club):
    change(club.desk, club.system, description="At the counter")

    with pytest.raises(ChangedMeanwhile):
        change(club.desk, club.system, rights={}, version=1)

    club.desk.refresh_from_db()
    assert club.desk.description == "At the counter"


def test_nobody_raises_a_group_above_her_own_rights(club):
    with pytest.raises(NotAllowed):
        change(club.desk, actor(club.dana), rights=DESK | MONEY, members=[club.dana])

    assert rights_of(club.dana) == DESK


def test_nobody_enrolls_people_into_a_group_above_her_own_rights(club):
    money = create_group(name="Money", rights=MONEY, known_rights=KNOWN, by=club.system)

    with pytest.raises(NotAllowed) as refusal:
        change(money, actor(club.dana), rights=MONEY, members=[club.dana])
    assert refusal.value.field == "members"
    with pytest.raises(NotAllowed):
        add_members(money, members=[club.dana], by=actor(club.dana))

    # What the group grants already, and to whom, she may leave as it is.
    assert change(money, actor(club.dana), rights=MONEY, name="Cash").name == "Cash"


def test_an_archived_group_grants_nothing_until_it_is_restored(club):
    archive_group(club.desk, by=club.system)
    assert rights_of(club.dana) == {}

    restore_group(club.desk, by=club.system)
    assert rights_of(club.dana) == DESK


def test_members_can_join_without_the_others_leaving(club):
    add_members(club.desk, members=[club.nia], by=actor(club.olive))

    assert rights_of(club.nia) == rights_of(club.dana) == DESK


def test_nobody_weakens_a_group_above_her_own_rights(club):
    money = create_group(
        name="Money", rights=MONEY, members=[club.nia], known_rights=KNOWN, by=club.system
    )
    dana = actor(club.dana)
    with pytest.raises(NotAllowed):
        archive_group(money, by=dana)
    with pytest.raises(NotAllowed):
        change(money, dana, rights={}, members=[club.nia])
    with pytest.raises(NotAllowed):
        change(money, dana, rights=MONEY, members=[])
    assert rights_of(club.nia) == MONEY

    renamed = change(money, dana, name="Cash", rights=MONEY, members=[club.nia])
    assert (renamed.name, rights_of(club.nia)) == ("Cash", MONEY)
