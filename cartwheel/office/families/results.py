"""Choosing a family inside another form: what the search found, each with a button to select it."""

from typing import Any

from django.http import HttpResponse

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.ledger.queries import with_balance
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Kind
from cartwheel.domain.people.queries import find_families, with_summary
from cartwheel.office.families.near import told_of
from cartwheel.office.families.showing import all_of, describe
from cartwheel.office.views import OfficeView

MOST = 8


class Results(list[Any]):
    """Families; ``told`` says that they are near what was typed, where nothing is exactly that."""

    told: str = ""


def found_families(text: str, actor: Actor, *, most: int = MOST, kind: str = "") -> Results:
    """What ``office/families/_results.html`` shows as ``results``; nothing for an empty text.

    Each family has ``guardian_names``, ``student_names``, ``phones`` and ``emails``, and
    ``balance`` for an actor who may see ledgers. Organizations are found as well as households,
    unless ``kind`` says which.
    """
    if not text.strip():
        return Results()
    families, finding = find_families(actor.account, text)
    if kind:
        families = families.filter(kind=kind)
    found = Results(shown(families, actor, most=most))
    found.told = told_of(finding, found)
    return found


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
    is_part = True

    def get(self, request: Any) -> HttpResponse:
        text = request.GET.get("q") or request.GET.get("family_search") or ""
        text = text.replace("\0", "")[:200]
        kind = request.GET.get("kind", "")
        kind = kind if kind in Kind.values else ""
        results = found_families(text, request.actor, kind=kind) if text.strip() else None
        return self.render("office/families/_results.html", results=results)
