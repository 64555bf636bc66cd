"""A student moves to another family, with what is hers, and back."""

from uuid import uuid4

import pytest
from django.utils import timezone

from cartwheel.domain.appointments.models import Booking, BookingCharge
from cartwheel.domain.appointments.operations import redeem_pass
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.ledger.tests.conftest import check_now
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.passes.operations import add_pass_type, sell_pass
from cartwheel.domain.people.models import HouseholdShare, Note, Student
from cartwheel.domain.people.operations import refresh_all_search_terms
from cartwheel.domain.upkeep.operations import move_student, undo_transfer
from cartwheel.domain.upkeep.queries import lessons_to_come, open_money, passes_held
from cartwheel.domain.upkeep.refusals import CannotMove
from cartwheel.domain.upkeep.tests.snapshots import everything
from cartwheel.office.appointments.tests.conftest import Lessons


@pytest.fixture
def abernathy(twins):
    return twins.otters.families["Abernathy"]


def moved(twins, family, **given):
    check_now()
    transfer = move_student(
        twins.tara, **{"family": family, "now": timezone.now(), "by": twins.by} | given
    )
    check_now()
    return transfer


def test_parties_to_come_and_notes_go_along_and_charges_stay(twins, abernathy):
    party = twins.book(twins.banerjee, twins.tara)
    note = Note.objects.create(
        account=abernathy.account, family=twins.banerjee, student=twins.tara, text="Shy"
    )
    owed = balance_of(twins.banerjee)

    moved(twins, abernathy)

    for row in (party, note):
        row.refresh_from_db()
        assert row.family == abernathy
    assert Student.objects.get(pk=twins.tara.pk).family == abernathy
    assert (balance_of(twins.banerjee), balance_of(abernathy)) == (owed, 0)


def test_chosen_charges_go_with_what_was_paid_on_them(twins, abernathy):
    stays = twins.charge(1000, twins.banerjee)
    goes = twins.charge(5000, twins.banerjee)
    twins.pay(2000, twins.banerjee, apply_to=[(goes, 2000)])
    keys = {money.key: money.due for money in open_money(twins.banerjee, [])}
    assert keys == {stays.pk: 1000, goes.pk: 3000}

    moved(twins, abernathy, charges=[goes.pk])

    assert (balance_of(twins.banerjee), balance_of(abernathy)) == (1000, 3000)


@pytest.fixture
def lessons(twins):
    return Lessons(twins.otters)


def test_lessons_that_go_on_go_along_and_come_back(twins, abernathy, lessons):
    coming = lessons.book("Tara", *lessons.slots()[2:4])
    theirs = lessons.book("Anika", lessons.slots()[2])
    over = lessons.book("Tara", lessons.slots()[5])
    over.places.update(canceled_at=timezone.now())
    refresh_all_search_terms(abernathy.account)
    before = everything(abernathy.account)
    transfer = moved(twins, abernathy)

    families = {b.pk: b.family for b in Booking.objects.select_related("family")}
    assert families == {
        coming.pk: abernathy,
        theirs.pk: twins.banerjee,
        over.pk: twins.banerjee,
    }
    undo_transfer(transfer, now=timezone.now(), by=twins.by)
    assert everything(abernathy.account) == before


def test_what_is_charged_for_lessons_that_go_along_is_offered_to_go_too(twins, lessons):
    booking = lessons.book("Tara", lessons.slots()[2])
    charge, other = (twins.charge(amount, twins.banerjee) for amount in (4500, 1000))
    category = charge.lines.get().category
    BookingCharge.objects.create(
        account=booking.account, booking=booking, charge=charge, category=category
    )

    offered = open_money(twins.banerjee, [], lessons_to_come(twins.tara, now=timezone.now()))
    assert {money.key: money.mine for money in offered} == {charge.pk: True, other.pk: False}


def test_undone_at_once_nothing_is_different(twins, abernathy):
    HouseholdShare.objects.create(
        account=abernathy.account, student=twins.tara, family=abernathy, percent=50
    )
    twins.book(twins.banerjee, twins.tara)
    goes = twins.charge(5000, twins.banerjee)
    refresh_all_search_terms(abernathy.account)
    before = everything(abernathy.account)

    transfer = moved(twins, abernathy, charges=[goes.pk])
    assert list(HouseholdShare.objects.all()) == []
    undo_transfer(transfer, now=timezone.now(), by=twins.by)
    check_now()

    assert everything(abernathy.account) == before


def test_home_is_somewhere_else_already(twins):
    with pytest.raises(CannotMove, match="lives with this family already"):
        moved(twins, twins.banerjee)


@pytest.fixture
def passes(twins):
    """Five lessons for Tara, five for Anika, ten for the family."""
    house, family = twins.house, twins.banerjee
    common = {
        "location": house.bay,
        "price": 9000,
        "program": house.parties,
        "category": house.category,
        "by": twins.by,
    }
    five = add_pass_type(title="Five", holder="student", uses=5, **common)
    ten = add_pass_type(title="Ten", uses=10, **common)

    def sell(type, student=None):
        today = timezone.localdate()
        return sell_pass(
            type,
            family=family,
            student=student,
            request_key=uuid4(),
            on=today,
            now=timezone.now(),
            by=twins.by,
        )

    students = twins.otters.students
    return sell(five, students["Tara"]), sell(five, students["Anika"]), sell(ten)


def test_passes_that_were_sold_for_her_go_along_and_come_back(twins, abernathy, passes, lessons):
    hers, sisters, familys = passes
    booking = redeem_pass(
        hers,
        student=twins.tara,
        timeslot=lessons.slots()[2],
        unfit_seen=True,
        request_key=uuid4(),
        now=timezone.now(),
        by=twins.by,
    )
    refresh_all_search_terms(abernathy.account)
    before = everything(abernathy.account)
    transfer = moved(twins, abernathy, charges=[hers.charge_id])

    families = {held.pk: held.family for held in Pass.objects.select_related("family")}
    assert families == {
        hers.pk: abernathy,
        sisters.pk: twins.banerjee,
        familys.pk: twins.banerjee,
    }
    assert Booking.objects.get(pk=booking.pk).family == abernathy
    assert (balance_of(twins.banerjee), balance_of(abernathy)) == (18000, 9000)
    undo_transfer(transfer, now=timezone.now(), by=twins.by)
    check_now()
    assert everything(abernathy.account) == before


def test_the_charge_of_a_pass_that_goes_along_is_offered_to_go_too(twins, passes):
    offered = open_money(twins.banerjee, [], [], passes_held(twins.tara))

    assert {money.key: money.mine for money in offered} == {
        held.charge_id: held is passes[0] for held in passes
    }
