"""What of a ledger hangs together: charges, and the payments that were laid against them."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from cartwheel.domain.ledger.models import (
    Allocation,
    Charge,
    JournalEntry,
    Payment,
    Posting,
    Refund,
)
from cartwheel.domain.people.models import Family

Node = tuple[str, Any]
Link = tuple[int, Hashable]  # a charge, and something it is about


@dataclass
class Bundle:
    """Charges and payments that can be of one family only; ``about`` is what links named."""

    charges: list[Charge] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    about: set[Hashable] = field(default_factory=set)

    reversed_keys: set[int] = field(default_factory=set)

    @property
    def due(self) -> int:
        """What is left to pay on the standing charges."""
        standing = [c for c in self.charges if not c.is_reversal and c.pk not in self.reversed_keys]
        return sum(charge.due for charge in standing)


def bundles_of(family: Family, links: Iterable[Link] = ()) -> list[Bundle]:
    """The family's money, cut where nothing holds it together.

    A payment hangs together with the charges it was ever laid against (and all that was laid in
    one movement does), a reversal with what it reverses; ``links`` ties charges to whatever else
    must not be torn from them. Three statements.
    """
    mine = {"account": family.account_id, "family": family}
    charges = {c.pk: c for c in Charge.objects.filter(**mine).with_paid()}
    payments = {p.pk: p for p in Payment.objects.filter(**mine).with_left()}
    laid = Allocation.objects.filter(**mine).values_list("charge", "payment", "entry")
    ties = _Ties()
    for charge in charges.values():
        ties.join(("charge", charge.pk), ("charge", charge.reverses_id or charge.pk))
    for payment in payments.values():
        ties.join(("payment", payment.pk), ("payment", payment.reverses_id or payment.pk))
    for charge_id, payment_id, entry_id in laid:
        ties.join(("charge", charge_id), ("payment", payment_id))
        ties.join(("charge", charge_id), ("entry", entry_id))  # one movement is of one family
    for charge_id, thing in links:
        if charge_id in charges:
            ties.join(("charge", charge_id), ("about", thing))
    return _filled(ties, charges, payments)


class _Ties:
    """Union-find."""

    def __init__(self) -> None:
        self.parent: dict[Node, Node] = {}

    def root(self, key: Node) -> Node:
        while (parent := self.parent.setdefault(key, key)) != key:
            self.parent[key] = self.parent[parent]
            key = parent
        return key

    def join(self, one: Node, two: Node) -> None:
        self.parent[self.root(one)] = self.root(two)


def _filled(ties: _Ties, charges: dict[int, Charge], payments: dict[int, Payment]) -> list[Bundle]:
    found: dict[Hashable, Bundle] = defaultdict(Bundle)
    for key in list(ties.parent):
        bundle = found[ties.root(key)]
        kind, name = key
        if kind == "charge":
            bundle.charges.append(charges[name])
            bundle.reversed_keys |= {charges[name].reverses_id or 0}
        elif kind == "payment":
            bundle.payments.append(payments[name])
        elif kind == "about":
            bundle.about.add(name)
    return list(found.values())


def rows_of_bundles(bundles: Collection[Bundle]) -> dict[str, list[int]]:
    """The keys of every ledger row, by table, that goes where these bundles go."""
    charges = [charge.pk for bundle in bundles for charge in bundle.charges]
    payments = [payment.pk for bundle in bundles for payment in bundle.payments]
    laid = list(Allocation.objects.filter(payment__in=payments).values_list("pk", "entry"))
    given = list(Refund.objects.filter(payment__in=payments).values_list("pk", "entry"))
    entries = {charge.entry_id for bundle in bundles for charge in bundle.charges}
    entries |= {payment.entry_id for bundle in bundles for payment in bundle.payments}
    entries |= {entry for _key, entry in chain(laid, given)}
    tables = {
        Charge: charges,
        Payment: payments,
        Allocation: [key for key, _entry in laid],
        Refund: [key for key, _entry in given],
        JournalEntry: sorted(entries),
        Posting: list(Posting.objects.filter(entry__in=entries).values_list("pk", flat=True)),
    }
    return {model._meta.db_table: keys for model, keys in tables.items() if keys}
