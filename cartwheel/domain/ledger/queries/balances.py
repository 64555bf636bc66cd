"""Balances: always a sum, read from one index.

A positive balance is owed by the family, a negative one is its credit.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BigIntegerField, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from cartwheel.domain.ledger.models import Book, Posting
from cartwheel.domain.ledger.models.values import FAMILY_BOOKS
from cartwheel.domain.people.models import Family
from cartwheel.kernel.correlated import Correlated

# This, and the one in BALANCE, word for word as the condition of the index posting_balance.
IN_FAMILY_BOOKS = Q(book__in=[book.value for book in FAMILY_BOOKS])


BALANCE = """
coalesce((select sum(amount) from ledger_posting where account_id = {1} and family_id = {0}
    and book in ('receivable', 'unapplied')), 0)::bigint
"""


@dataclass(frozen=True)
class Standing:
    """Where a family stands: ``owed`` on charges, ``credit`` that is laid against none."""

    owed: int
    credit: int

    @property
    def balance(self) -> int:
        return self.owed - self.credit


def standing_of(family: Family) -> Standing:
    """What the family owes on its charges, and what credit it has beside."""
    sums = Posting.objects.filter(
        IN_FAMILY_BOOKS, account_id=family.account_id, family=family
    ).aggregate(
        owed=Coalesce(Sum("amount", filter=Q(book=Book.RECEIVABLE)), 0),
        unapplied=Coalesce(Sum("amount", filter=Q(book=Book.UNAPPLIED)), 0),
    )
    return Standing(owed=sums["owed"], credit=-sums["unapplied"])


def balance_of(family: Family) -> int:
    """What the family owes; negative when it has credit."""
    return standing_of(family).balance


def account_credit(family: Family) -> int:
    """What the family has paid and not yet laid against a charge."""
    return standing_of(family).credit


def balances_of(families: Iterable[Family]) -> dict[int, int]:
    """The balance of each of these families, by primary key, in one query."""
    balances = {family.pk: 0 for family in families}
    sums = (
        Posting.objects.filter(IN_FAMILY_BOOKS, family_id__in=list(balances))
        .order_by()
        .values("family")
        .annotate(sum=Sum("amount"))
        .values_list("family", "sum")
    )
    return balances | dict(sums)


def with_balance(families: "QuerySet[Family]") -> "QuerySet[Family]":
    """Each family with its ``balance``, to sort or filter by; to show it, ``balances_of`` does."""
    balance = Correlated(BALANCE, "pk", "account_id", output_field=BigIntegerField())
    return families.annotate(balance=balance)


def owing(families: "QuerySet[Family]", *, credit: bool = False) -> "QuerySet[Family]":
    """Those of ``families`` that owe (or that have credit), each with its ``balance``.

    No sum is stored: each family that is looked at costs a few microseconds of the index, so ask
    of a list in its order and stop at a page.
    """
    wanted = Q(balance__lt=0) if credit else Q(balance__gt=0)
    return with_balance(families).filter(wanted)
