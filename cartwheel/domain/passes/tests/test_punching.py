"""A pass is used up, given back, suspended and deleted."""

from datetime import timedelta

import pytest

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.models import Event
from cartwheel.domain.catalog.operations import add_location, add_program
from cartwheel.domain.ledger.operations import reverse_charge
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.ledger.refusals import AlreadyReversed
from cartwheel.domain.passes.models import Pass, Punch
from cartwheel.domain.passes.operations import (
    PassExpired,
    PassForAnother,
    PassForElsewhere,
    PassForOtherPrograms,
    PassNotYetValid,
    PassSuspended,
    PassUsedUp,
    PassVoided,
    resume_pass,
    return_punch,
    suspend_pass,
    void_pass,
)
from cartwheel.domain.passes.queries import State, passes_about, state_of
from cartwheel.domain.passes.tests.conftest import NOW, TODAY, used
from cartwheel.domain.people.models import HouseholdShare
from cartwheel.domain.people.operations import add_student
from cartwheel.kernel.refusals import NotAllowed, Refused


@pytest.fixture
def mia(counter):
    return counter.school.child("Mia")


@pytest.fixture
def two(counter, mia):
    """A pass with two uses."""
    return counter.sell(counter.offer(title="Two", uses=2), mia)


def test_it_is_used_up_punch_by_punch_and_no_further(counter, mia, two):
    assert [counter.punch(two, mia).held_pass.left for _n in range(2)] == [1, 0]

    with pytest.raises(PassUsedUp, match="Pass 1001 is used up"):
        counter.punch(two, mia)

    assert (used(two), Punch.objects.count()) == (2, 2)
    told = Event.objects.filter(verb="pass.punched").order_by("pk")
    assert [event.details["left"] for event in told] == [1, 0]


def test_a_use_that_is_given_back_can_be_used_again(counter, mia, two):
    first, _second = counter.punch(two, mia), counter.punch(two, mia)

    return_punch(first, now=NOW, by=counter.by)
    return_punch(first, now=NOW, by=counter.by)

    assert used(two) == 1
    counter.punch(two, mia)
    with pytest.raises(PassUsedUp):
        counter.punch(two, mia)


def test_without_a_number_of_uses_it_is_never_used_up(counter, mia):
    held = counter.sell(counter.offer(title="All you like", uses=None), mia)

    for _n in range(3):
        counter.punch(held, mia)

    held.refresh_from_db()
    assert (held.used, held.left) == (3, None)


def test_every_student_of_the_family_uses_a_pass_of_the_family(counter, mia):
    held = counter.sell(counter.ten, mia)
    brother = add_student(mia.family, first_name="Ben", by=counter.by)
    stranger, shared = counter.school.child("Leo"), counter.school.child("Zoe")
    HouseholdShare.objects.create(
        account=counter.account, student=shared, family=mia.family, percent=50
    )

    with pytest.raises(PassForAnother, match="Leo Abernathy does not belong"):
        counter.punch(held, stranger)
    for student in (mia, brother, shared):
        counter.punch(held, student)

    assert used(held) == 3


def test_a_pass_for_one_student_is_hers_alone(counter, mia):
    held = counter.sell(counter.five, mia)
    brother = add_student(mia.family, first_name="Ben", by=counter.by)

    with pytest.raises(PassForAnother, match="for Mia Abernathy only"):
        counter.punch(held, brother)
    counter.punch(held, mia)

    assert used(held) == 1
    assert (list(passes_about(brother)), list(passes_about(mia))) == ([], [held])


def test_it_is_good_on_its_days(counter, mia):
    held = counter.sell(counter.offer(title="Week", valid_days=7), mia)
    last = TODAY + timedelta(days=6)

    for day, refusal in (
        (TODAY - timedelta(days=1), PassNotYetValid),
        (last + timedelta(days=1), PassExpired),
    ):
        with pytest.raises(refusal):
            counter.punch(held, mia, on=day)
    for day in (TODAY, last):
        counter.punch(held, mia, on=day)

    assert used(held) == 2


def test_it_is_good_for_its_programs(counter, mia):
    dance = add_program(name="Dance", by=counter.by)
    held = counter.sell(counter.offer(title="Swim", programs=[counter.swim]), mia)

    with pytest.raises(PassForOtherPrograms, match="not for Dance"):
        counter.punch(held, mia, program=dance)
    counter.punch(held, mia)
    counter.punch(counter.sell(counter.ten, mia), mia, program=dance)

    assert used(held) == 1


def test_it_is_good_where_it_was_sold_or_everywhere(counter, mia):
    point = add_location(name="Point", timezone="America/Chicago", by=counter.by)
    held = counter.sell(counter.ten, mia)
    anywhere = counter.sell(counter.offer(title="Anywhere", everywhere=True), mia)

    with pytest.raises(PassForElsewhere, match="at Pool only"):
        counter.punch(held, mia, location=point)
    counter.punch(held, mia)
    counter.punch(anywhere, mia, location=point)

    assert (used(held), used(anywhere)) == (1, 1)


def test_suspended_it_rests_until_it_is_resumed(counter, mia, two):
    suspend_pass(two, now=NOW, by=counter.by)
    suspend_pass(two, now=NOW, by=counter.by)

    assert list(Pass.objects.usable(on=TODAY)) == []
    with pytest.raises(PassSuspended, match="is suspended"):
        counter.punch(two, mia)
    resume_pass(two, by=counter.by)
    counter.punch(two, mia)

    assert list(Pass.objects.usable(on=TODAY)) == [two]
    verbs = Event.objects.filter(verb__startswith="pass.").order_by("pk")
    assert [event.verb for event in verbs] == [
        "pass.sold",
        "pass.suspended",
        "pass.resumed",
        "pass.punched",
    ]


def test_deleted_it_stays_so_and_what_was_used_stays_paid(counter, mia, two):
    punch = counter.punch(two, mia)
    with pytest.raises(Refused, match="Say why"):
        void_pass(two, reason=" ", on=TODAY, now=NOW, by=counter.by)

    held = void_pass(two, reason="Moved away", on=TODAY, now=NOW, by=counter.by)

    assert (held.left, held.void_reason, held.voided_by) == (1, "Moved away", "Cartwheel")
    assert balance_of(mia.family) == 20000
    for act in (counter.punch, lambda h, _m: resume_pass(h, by=counter.by)):
        with pytest.raises(PassVoided, match="was deleted"):
            act(two, mia)
    assert Event.objects.get(verb="pass.voided").details["left"] == 1
    return_punch(punch, now=NOW, by=counter.by)
    assert used(two) == 0


def test_deleted_with_its_charge_the_family_owes_nothing(counter, mia, two):
    paid = counter.sell(counter.ten, mia, kind="cash")

    for held in (two, paid):
        void_pass(held, reason="Slip", reverse=True, on=TODAY, now=NOW, by=counter.by)

    assert balance_of(mia.family) == -20000
    with pytest.raises(PassVoided):
        void_pass(two, reason="Slip", reverse=True, on=TODAY, now=NOW, by=counter.by)


def test_who_may_not_reverse_charges_deletes_without(counter, mia, two):
    nobody = Actor(counter.account, "staff", "Dana", id=1, everything=False)
    given = {"reason": "Slip", "on": TODAY, "now": NOW, "by": nobody}

    with pytest.raises(NotAllowed):
        void_pass(two, reverse=True, **given)
    void_pass(two, **given)

    assert balance_of(mia.family) == 20000


def test_a_charge_that_was_reversed_is_not_reversed_again(counter, mia):
    free = counter.sell(counter.offer(title="Gift", price=0), mia)
    held = counter.sell(counter.ten, mia)
    reverse_charge(held.charge, reason="Slip", on=TODAY, by=counter.by)
    given = {"reason": "Slip", "reverse": True, "on": TODAY, "now": NOW, "by": counter.by}
    with pytest.raises(AlreadyReversed):
        void_pass(held, **given)
    with pytest.raises(Refused, match="was not charged"):
        void_pass(free, **given)

    assert Pass.objects.standing().count() == 2


def test_the_state_says_what_cannot_be_mended_first(counter, mia):
    held = counter.sell(counter.offer(title="Week", uses=1, valid_days=7), mia)
    states = [state_of(held, on=TODAY - timedelta(days=1)), state_of(held, on=TODAY)]
    held = suspend_pass(held, now=NOW, by=counter.by)
    states.append(state_of(held, on=TODAY))
    held = resume_pass(held, by=counter.by)
    counter.punch(held, mia)
    held.refresh_from_db()
    states += [state_of(held, on=TODAY), state_of(held, on=TODAY + timedelta(days=7))]
    held = void_pass(held, reason="Over", on=TODAY, now=NOW, by=counter.by)

    assert [*states, state_of(held, on=TODAY)] == [
        State.COMING,
        State.ACTIVE,
        State.SUSPENDED,
        State.USED_UP,
        State.EXPIRED,
        State.VOIDED,
    ]
