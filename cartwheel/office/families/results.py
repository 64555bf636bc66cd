"""Choosing a family inside another form: what the search found, each with a button to select it."""

from typing import Any

from django.http import HttpResponse

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.ledger.queries import with_balance
from cartwheel.domain.people import permissions
from cartwheel.domain.people.queries import search_families, with_summary
from cartwheel.office.families.showing import all_of, describe
from cartwheel.office.views import OfficeView

MOST = 8


def found_families(text: str, actor: Actor, *, most: int = MOST) -> list[Any]:
    """What ``office/families/_results.html`` shows as ``results``; nothing for an empty text.

    Each family has ``guardian_names``, ``student_names``, ``phones`` and ``emails``, and
    ``balance`` for an actor who may see ledgers.
    """
    if not text.strip():
        return []
    return shown(search_families(actor.account, text), actor, most=most)


def shown(families: Any, actor: Actor, *, most: int = MOST) -> list[Any]:
    """These families as the results show them."""
    if actor.can(ledger.VIEW):
        families = with_balance(families)
    found: list[Any] = list(with_summary(families)[:most])
    for family in found:
        describe(family)
        family.phones, family.emails = all_of(family, "phones"), all_of(family, "emails")
    return found


class FamilyOptions(OfficeView):
    """``?q=``: the families a text asks for, as a fragment with a button each."""

    permission = permissions.VIEW

    def get(self, request: Any) -> HttpResponse:
        text = request.GET.get("q") or request.GET.get("family_search") or ""
        text = text.replace("\0", "")[:200]
        results = found_families(text, request.actor) if text.strip() else None
        return self.render("office/families/_results.html", results=results)
