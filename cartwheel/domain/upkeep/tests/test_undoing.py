"""What was merged is taken apart again, exactly."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cartwheel.domain.activity.models import Event
from cartwheel.domain.ledger.operations import allocate
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.ledger.tests.conftest import DAY, check_now
from cartwheel.domain.people.models import (
    Address,
    FamilyKeyword,
    HouseholdShare,
    Keyword,
    Note,
    SpecialDate,
)
from cartwheel.domain.people.operations import add_student, change_family
from cartwheel.domain.upkeep.operations import Pair, merge_families, undo_transfer
from cartwheel.domain.upkeep.queries import undoing
from cartwheel.domain.upkeep.refusals import CannotUndo
from cartwheel.domain.upkeep.tests.snapshots import everything


def merged(twins, **given):
    check_now()
    transfer = merge_families(twins.banerjee, **{"others": [twins.again], "by": twins.by} | given)
    check_now()
    return transfer


def undone(twins, transfer, **given):
    undo_transfer(transfer, **{"now": timezone.now(), "by": twins.by} | given)
    check_now()


def furnish(twins):
    """Something of everything on both sides, alike and different."""
    mine = {"account": twins.again.account}
    team, swim = (Keyword.objects.create(name=name, **mine) for name in ("Team", "Swim"))
    for family, keywords in ((twins.banerjee, [team]), (twins.again, [team, swim])):
        for keyword in keywords:
            FamilyKeyword.objects.create(family=family, keyword=keyword, **mine)
        Address.objects.create(
            family=family, line1="1 Main Street", country="US", is_mailing=True, **mine
        )
        Note.objects.create(family=family, text="Rings first", **mine)
        SpecialDate.objects.create(family=family, label="Joined", on=DAY, **mine)
    HouseholdShare.objects.create(student=twins.tara, family=twins.again, percent=40, **mine)
    twins.first = twins.charge(5000, twins.banerjee)
    twins.second = twins.charge(7000, twins.again)
    twins.paid = twins.pay(2000, twins.again)
    twins.party = twins.book(twins.again, twins.double)


def test_undone_at_once_nothing_is_different_in_any_table(twins):
    furnish(twins)
    before = everything(twins.again.account)

    transfer = merged(
        twins,
        students=[Pair(twins.tara.pk, twins.double.pk)],
        choices={"name": twins.again.pk, "guardian": twins.again.pk, "address": twins.again.pk},
    )
    assert everything(twins.again.account) != before
    undone(twins, transfer)

    assert everything(twins.again.account) == before


def test_what_came_since_stays_and_is_named(twins):
    furnish(twins)
    transfer = merged(twins)
    add_student(twins.banerjee, first_name="Uma", last_name="Banerjee", by=twins.by)
    charge = twins.charge(900, twins.banerjee)

    plan = undoing(transfer, now=timezone.now())
    undone(twins, transfer)

    assert plan.staying == [("Charges", [str(charge)]), ("Students", ["Uma Banerjee"])]
    charge.refresh_from_db()
    assert charge.family == twins.banerjee
    assert twins.banerjee.students.filter(first_name="Uma").exists()


def test_a_payment_of_since_goes_with_the_charge_it_paid(twins):
    charge = twins.charge(7000, twins.again)
    transfer = merged(twins)
    payment = twins.pay(7000, twins.banerjee, apply_to=[(charge, 7000)])

    undone(twins, transfer)

    payment.refresh_from_db()
    assert payment.family == twins.again
    assert (balance_of(twins.again), balance_of(twins.banerjee)) == (0, 0)


def test_money_of_both_that_hangs_together_stands_in_the_way(twins):
    charge = twins.charge(5000, twins.banerjee)
    payment = twins.pay(5000, twins.again, apply_to=(), keep_rest=True)
    transfer = merged(twins)
    payment.refresh_from_db()
    allocate(payment, charge, amount=5000, on=DAY, by=twins.by)

    with pytest.raises(CannotUndo, match="hang together by now"):
        undone(twins, transfer)


def test_what_somebody_changed_since_stays_changed(twins):
    twins.again.flag_alert = "Pays in cash"
    twins.again.save()
    transfer = merged(twins)
    twins.banerjee.refresh_from_db()
    assert twins.banerjee.flag_alert == "Pays in cash"
    change_family(twins.banerjee, name="Banerjee-Rao", by=twins.by)

    undone(twins, transfer)

    twins.banerjee.refresh_from_db()
    assert (twins.banerjee.name, twins.banerjee.flag_alert) == ("Banerjee-Rao", "")


def test_it_can_be_undone_for_30_days_and_once(twins):
    transfer = merged(twins)
    late = transfer.created_at + timedelta(days=30)

    with pytest.raises(CannotUndo, match="more than 30 days ago"):
        undone(twins, transfer, now=late)
    undone(twins, transfer, now=late - timedelta(seconds=1))
    with pytest.raises(CannotUndo, match="undone already"):
        undone(twins, transfer)

    assert Event.objects.filter(verb="family.merge_undone").count() == 1


def test_the_later_merge_is_undone_first(twins):
    castellanos = twins.otters.families["Castellanos"]
    first = merged(twins)
    second = merge_families(castellanos, others=[twins.banerjee], by=twins.by)

    with pytest.raises(CannotUndo, match="were merged into Castellanos since"):
        undone(twins, first)

    undone(twins, second)
    undone(twins, first)
    twins.again.refresh_from_db()
    assert twins.again.merged_into is None
