"""The adults of a family, their addresses and numbers."""

import pytest

from cartwheel.domain.activity.queries import history_of
from cartwheel.domain.people.operations import (
    Contact,
    add_guardian,
    archive_guardian,
    change_guardian,
    make_primary,
    restore_guardian,
)
from cartwheel.domain.people.tests.test_families import banerjee
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused


def emails_of(guardian):
    return [(e.address, e.label, e.is_primary) for e in guardian.emails.all()]


def test_a_second_guardian_has_addresses_of_her_own(willow):
    family = banerjee(willow)

    arun = add_guardian(
        family,
        first_name="Arun",
        relationship="Father",
        emails=[Contact("arun@work.example", "Work"), Contact("Arun@home.example", "Home", True)],
        phones=[Contact("512 555 0178")],
        by=willow.by,
    )

    assert (str(arun), arun.is_primary) == ("Arun Banerjee", False)
    assert emails_of(arun) == [
        ("arun@home.example", "Home", True),
        ("arun@work.example", "Work", False),
    ]
    assert [p.number for p in arun.phones.all()] == ["+15125550178"]


def test_addresses_are_added_changed_and_removed_at_once(willow):
    priya = banerjee(willow).guardians.get()
    kept = priya.emails.get()

    change_guardian(
        priya,
        first_name="Priya",
        last_name="Banerjee",
        emails=[
            Contact("new@banerjee.example", "", True),
            Contact(kept.address, "Old"),
            Contact(""),
        ],
        by=willow.by,
    )

    assert emails_of(priya) == [
        ("new@banerjee.example", "", True),
        ("priya@banerjee.example", "Old", False),
    ]
    assert priya.emails.get(address=kept.address).pk == kept.pk
    assert [p.number for p in priya.phones.all()] == ["+15125550177"]


def test_an_address_given_twice_is_kept_once_and_one_is_always_primary(willow):
    priya = banerjee(willow).guardians.get()

    change_guardian(
        priya,
        first_name="Priya",
        last_name="Banerjee",
        emails=[Contact("a@b.example"), Contact("A@B.example", "Again"), Contact("c@d.example")],
        phones=[],
        by=willow.by,
    )

    assert emails_of(priya) == [("a@b.example", "", True), ("c@d.example", "", False)]
    assert not priya.phones.exists()


def test_another_guardian_can_be_made_primary(willow):
    family = banerjee(willow)
    priya = family.guardians.get()
    arun = add_guardian(family, first_name="Arun", by=willow.by)

    make_primary(arun, by=willow.by)

    assert [(str(g), g.is_primary) for g in family.guardians.all()] == [
        ("Arun Banerjee", True),
        ("Priya Banerjee", False),
    ]
    assert history_of(priya).count() == 1
    assert [e.verb for e in history_of(arun)] == ["guardian.made_primary", "guardian.added"]


def test_the_primary_guardian_stays_until_another_one_is(willow):
    family = banerjee(willow)
    priya = family.guardians.get()
    arun = add_guardian(family, first_name="Arun", by=willow.by)

    with pytest.raises(Refused, match="Priya Banerjee is the primary guardian"):
        archive_guardian(priya, by=willow.by)
    make_primary(arun, by=willow.by)
    archive_guardian(priya, by=willow.by)
    with pytest.raises(Refused, match="Restore the guardian first"):
        make_primary(priya, by=willow.by)
    restore_guardian(priya, by=willow.by)
    make_primary(priya, by=willow.by)

    assert family.guardians.get(is_primary=True) == priya


def test_a_guardian_is_not_saved_over_a_newer_change(willow):
    opened = banerjee(willow).guardians.get()
    change_guardian(opened, first_name="Pia", last_name="B", version=opened.version, by=willow.by)

    with pytest.raises(ChangedMeanwhile):
        change_guardian(
            opened,
            first_name="P",
            last_name="B",
            emails=[],
            version=opened.version,
            by=willow.by,
        )

    opened.refresh_from_db()
    assert (str(opened), opened.emails.count()) == ("Pia B", 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"emails": [Contact("nobody")]}, "emails"),
        ({"phones": [Contact("12")]}, "phones"),
        ({"phones": [Contact("512 555 0178", "x" * 31)]}, "phones"),
        ({"last_name": " "}, "last_name"),
    ],
)
def test_what_cannot_be_read_changes_nothing(willow, changes, field):
    priya = banerjee(willow).guardians.get()

    with pytest.raises(Refused) as refused:
        change_guardian(priya, **{"first_name": "P", "last_name": "B"} | changes, by=willow.by)

    priya.refresh_from_db()
    assert (refused.value.field, str(priya)) == (field, "Priya Banerjee")
