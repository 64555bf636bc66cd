"""Whatever is merged, moved, split and undone, in whatever order: no cent and no child is lost."""

import random
from contextlib import suppress

import pytest
from django.utils import timezone

from cartwheel.domain.ledger.models import Allocation, Charge, Payment, Posting
from cartwheel.domain.ledger.operations import Share, post_split_charge, reverse_split
from cartwheel.domain.ledger.queries import balances_of, bundles_of
from cartwheel.domain.ledger.tests.conftest import DAY, check_now
from cartwheel.domain.people.models import Family, Guardian, Student
from cartwheel.domain.people.operations import add_student, create_family, share_student
from cartwheel.domain.upkeep.models import Transfer
from cartwheel.domain.upkeep.operations import merge_families, move_student, undo_transfer
from cartwheel.domain.upkeep.queries import open_money, undoing
from cartwheel.kernel.refusals import Refused

STEPS = 12


class Town:
    """Four families with money, and somebody who merges, moves, splits and undoes at random."""

    def __init__(self, twins, seed):
        self.twins, self.dice = twins, random.Random(seed)  # noqa: S311
        self.families = [
            create_family(first_name="A", last_name=f"F{n}", email=f"f{n}@x.example", by=twins.by)
            for n in range(4)
        ]
        for family in self.families:
            add_student(family, first_name="Kim", last_name=family.name, by=twins.by)
            for _each in range(self.dice.randint(0, 3)):
                self.money(family)

    def money(self, family):
        charge = self.twins.charge(self.dice.randint(1, 9999), family)
        if self.dice.random() < 0.6:
            amount = self.dice.randint(1, charge.total)
            self.twins.pay(amount, family, apply_to=[(charge, amount)])

    def here(self):
        keys = [family.pk for family in self.families]
        return list(Family.objects.filter(pk__in=keys, merged_into=None).order_by("pk"))

    def merge(self):
        first, *others = self.dice.sample(self.here(), 2)
        merge_families(first, others=others, by=self.twins.by)

    def move(self):
        first, second = self.dice.sample(self.here(), 2)
        student = self.dice.choice(list(first.students.filter(merged_into=None)))
        keys = [each.key for each in open_money(first, []) if self.dice.random() < 0.5]
        move_student(student, family=second, charges=keys, now=timezone.now(), by=self.twins.by)

    def undo(self):
        transfer = Transfer.objects.filter(undone_at=None).last()
        if transfer and not undoing(transfer, now=timezone.now()).reasons:
            undo_transfer(transfer, now=timezone.now(), by=self.twins.by)

    def share(self):
        """A child that belongs to two households, one of which may be merged or left."""
        first, second = self.dice.sample(self.here(), 2)
        student = self.dice.choice(list(first.students.filter(merged_into=None)))
        share_student(student, family=second, by=self.twins.by)

    def pay_something(self):
        before = self.facts()["balance"]
        family = self.dice.choice(self.here())
        self.money(family)
        return self.facts()["balance"] - before

    def split(self):
        """Two households are charged for one thing; some parts are taken back."""
        first, second = self.dice.sample(self.here(), 2)
        house, percent = self.twins.house, self.dice.randint(0, 100)
        whole = post_split_charge(
            [Share(first, percent), Share(second, 100 - percent)],
            location=house.bay,
            lines=[house.line(self.dice.randint(1, 9999))],
            charged_on=DAY,
            due_on=DAY,
            by=self.twins.by,
        )
        if self.dice.random() < 0.3:
            reverse_split(whole, reason="Said otherwise", on=DAY, by=self.twins.by)
            return 0
        return whole.total

    def step(self):
        """One act at random: its name, and by how much everybody together owes more."""
        act = self.dice.choice(
            [*(self.merge, self.move, self.undo, self.undo), *(self.pay_something, self.split)]
        )
        owed = 0
        with suppress(Refused, ValueError, IndexError):  # one family left, or nobody to move
            if self.dice.random() < 0.2:
                self.share()
            owed = act() or 0
        return act.__name__, owed

    def facts(self):
        return {
            "balance": sum(balances_of(Family.objects.all()).values()),
            "students": Student.objects.count(),
            "guardians": Guardian.objects.count(),
            "charges": Charge.objects.count(),
            "payments": Payment.objects.count(),
        }


@pytest.mark.parametrize("seed", range(6))
def test_every_balance_and_count_is_kept(twins, seed):
    town = Town(twins, seed)
    check_now()
    for _step in range(STEPS):
        before = town.facts()
        act, owed = town.step()
        check_now()
        after = town.facts()
        assert after["balance"] == before["balance"] + owed
        if act not in ("pay_something", "split"):
            assert after == before
        for table in (Charge, Payment, Allocation, Posting):
            assert not table.objects.exclude(family__merged_into=None).exists()
        for family in town.here():
            pieces = sum(bundle_balance(bundle) for bundle in bundles_of(family))
            assert pieces == balances_of([family])[family.pk]


def bundle_balance(bundle):
    return sum(c.total for c in bundle.charges) - sum(p.amount for p in bundle.payments)


def test_undone_in_turn_everything_is_as_it_was(twins):
    town = Town(twins, 99)
    check_now()
    before = balances_of(Family.objects.all())
    for _step in range(4):
        town.merge() if len(town.here()) > 2 else town.move()
        check_now()
    for transfer in Transfer.objects.order_by("-pk"):
        undo_transfer(transfer, now=timezone.now(), by=twins.by)
        check_now()

    assert balances_of(Family.objects.all()) == before
