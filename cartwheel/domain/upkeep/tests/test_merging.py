"""Two families become one; every row that belonged to the one belongs to the other."""

import pytest

from cartwheel.domain.activity.models import Event
from cartwheel.domain.ledger.queries import balance_of, standing_of
from cartwheel.domain.ledger.tests.conftest import check_now
from cartwheel.domain.mailer.operations import post_message
from cartwheel.domain.people.models import Guardian, HouseholdShare, Note, Student
from cartwheel.domain.upkeep.operations import Pair, merge_families
from cartwheel.domain.upkeep.refusals import CannotMerge


def merged(twins, **given):
    arguments = {"others": [twins.again], "by": twins.by} | given
    check_now()  # what a request before this one committed
    transfer = merge_families(twins.banerjee, **arguments)
    check_now()
    return transfer


def test_money_students_and_sign_in_are_all_of_the_primary_family(twins):
    twins.charge(5000, twins.banerjee)
    twins.charge(7000, twins.again)
    twins.pay(3000, twins.again)
    before = balance_of(twins.banerjee) + balance_of(twins.again)

    merged(twins, students=[Pair(twins.tara.pk, twins.double.pk)])

    assert balance_of(twins.banerjee) == before == 9000
    assert standing_of(twins.again).balance == 0
    names = twins.banerjee.students.values_list("first_name", flat=True)
    assert sorted(names) == ["Anika", "Ira", "Rohan", "Tara"]
    arun = Guardian.objects.get(emails__address="arun.second@example.com")
    assert (arun.family, arun.is_primary) == (twins.banerjee, False)
    assert arun.portal_login.email == "arun.second@example.com"
    twins.again.refresh_from_db()
    assert twins.again.merged_into == twins.banerjee
    assert twins.again.archived_at is not None


def test_one_row_of_history_tells_it_on_every_page(twins):
    merged(twins)

    event = Event.objects.get(verb="family.merged")
    assert [s.record_id for s in event.subjects.all()] == [twins.banerjee.pk, twins.again.pk]


def test_a_child_that_was_entered_twice_is_one_and_nothing_said_of_her_is_lost(twins):
    Student.objects.filter(pk=twins.tara.pk).update(allergies="Nuts")
    Student.objects.filter(pk=twins.double.pk).update(allergies="Bees", shirt_size="S")
    party = twins.book(twins.again, twins.double)
    note = Note.objects.create(
        account=twins.again.account, family=twins.again, student=twins.double, text="Shy"
    )

    merged(twins, students=[Pair(twins.tara.pk, twins.double.pk)])

    tara = Student.objects.get(pk=twins.tara.pk)
    assert (tara.allergies, tara.shirt_size) == ("Nuts\nBees", "S")
    party.refresh_from_db()
    assert (party.family, party.honoree) == (twins.banerjee, tara)
    note.refresh_from_db()
    assert (note.family, note.student) == (twins.banerjee, tara)
    assert Student.objects.get(pk=twins.double.pk).merged_into == tara


def test_messages_are_found_on_the_primary_family(twins):
    message = post_message(
        to="a@example.com",
        title="Hello",
        text="Hello",
        kind="x",
        regarding=[twins.again],
        by=twins.by,
    )

    merged(twins)

    assert [r.record_id for r in message.regarding.all()] == [twins.banerjee.pk]


def test_two_households_that_share_a_child_become_its_home(twins):
    HouseholdShare.objects.create(
        account=twins.again.account, student=twins.tara, family=twins.again, percent=40
    )

    merged(twins)

    assert list(HouseholdShare.objects.all()) == []


def test_unsubscribed_on_one_side_is_unsubscribed(twins):
    twins.again.do_not_solicit = True
    twins.again.save()

    merged(twins)

    twins.banerjee.refresh_from_db()
    assert twins.banerjee.do_not_solicit is True


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ([], "Choose at least two families."),
        (["banerjee"], "Choose at least two families."),
        (["again", "again"], "Choose at least two families."),
    ],
)
def test_it_takes_two(twins, others, sentence):
    with pytest.raises(CannotMerge, match=sentence):
        merged(twins, others=[getattr(twins, name) for name in others])


def test_a_family_is_merged_once(twins):
    merged(twins)

    with pytest.raises(CannotMerge, match="was merged into another one before"):
        merged(twins)
