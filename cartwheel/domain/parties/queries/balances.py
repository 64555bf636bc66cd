"""What is owed and paid for one party."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cartwheel.domain.ledger.models import Charge
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.queries.listing import with_balance


@dataclass(frozen=True)
class PartyBalance:
    """``state`` is uncharged, owing (nothing paid), deposit (part of it) or paid."""

    charged: int
    paid: int
    state: str

    @property
    def due(self) -> int:
        return self.charged - self.paid


def party_balance(party: Party) -> PartyBalance:
    """What the party's standing charges come to, and what is paid of that."""
    row: Any = with_balance(Party.objects.filter(pk=party.pk)).get()
    return PartyBalance(row.charged, row.paid, row.balance)


def standing_charges(party: Party) -> "QuerySet[Charge]":
    """The charges of the party that were not reversed, the oldest first."""
    return Charge.objects.filter(party_charge__party=party).standing().order_by("pk")
