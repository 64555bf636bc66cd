"""Info, the first tab of a customer's record: who they are and how they are reached."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.parties.models import Party
from cartwheel.domain.people.models import Family, Guardian
from cartwheel.office.families.screen import FamilyView

MOST_PARTIES = 30


class FamilyInfo(FamilyView):
    def get(self, request: Any, family: int) -> HttpResponse:
        record = self.customer(family)
        sees_parties = request.actor.can(parties.VIEW)
        return self.tab(
            "office/families/info.html",
            record,
            "family",
            **guardians_of(record),
            **(parties_of(record, request.actor) if sees_parties else {}),
        )


def guardians_of(family: Family) -> dict[str, Any]:
    """The guardians with all that reaches them, those of today and those archived."""
    rows = Guardian.objects.filter(account=family.account_id, family=family)
    rows = rows.select_related("portal_login").prefetch_related("emails", "phones")
    guardians = list(rows)
    for guardian in guardians:
        guardian.menu_id = f"guardian-{guardian.pk}"  # type: ignore[attr-defined]
    return {
        "guardians": [guardian for guardian in guardians if guardian.archived_at is None],
        "former_guardians": [guardian for guardian in guardians if guardian.archived_at],
    }


def parties_of(family: Family, actor: Actor) -> dict[str, Any]:
    """The family's parties: those to come, the next one first, and the latest ones past.

    Whoever works at some locations only is shown those that are there.
    """
    now = timezone.now()
    found = Party.objects.filter(account=family.account, family=family).select_related(
        "station", "honoree", "location"
    )
    if actor.location_ids is not None:
        found = found.filter(location__in=actor.location_ids)
    rows = list(found.order_by("-starts_at", "-pk")[:MOST_PARTIES])
    coming = [p for p in reversed(rows) if p.ends_at > now and p.stands(now=now)]
    return {
        "sees_parties": True,
        "coming": coming,
        "past": [party for party in rows if party not in coming],
    }
