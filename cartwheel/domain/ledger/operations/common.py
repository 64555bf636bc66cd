"""What every operation of the ledger begins with."""

from typing import TypedDict

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.people.models import Family


class Signature(TypedDict):
    """Who wrote a row, by name: the ledger outlives the people who write it."""

    actor_kind: str
    actor_id: int | None
    actor_name: str


def signed(by: Actor) -> Signature:
    return {"actor_kind": by.kind, "actor_id": by.id, "actor_name": by.name[:200]}


def lock_family(family_id: int) -> None:
    """Let nobody else move this family's money until the transaction ends."""
    Family.objects.select_for_update(no_key=True).values_list("pk").get(pk=family_id)
