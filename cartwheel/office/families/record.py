"""The family's page: who belongs to it, what it owes, what it booked, what was said and done."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.ledger.queries import standing_of
from cartwheel.domain.mailer import permissions as mailer
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.parties.models import Party
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.operations import archive_family, restore_family
from cartwheel.domain.people.queries import family_card
from cartwheel.office.desk.messages import messages_for
from cartwheel.office.families.screen import ActionView, FamilyView
from cartwheel.office.history.timeline import timeline

MOST_PARTIES = 30
MOST_MESSAGES = 10


class FamilyPage(FamilyView):
    def get(self, request: Any, family: int) -> HttpResponse:
        record = family_card(request.account, family)
        if record is None:
            raise self.no_such()
        record.account = request.account
        can = request.actor.can
        return self.render(
            "office/families/family.html",
            family=record,
            **people_of(record),
            **(parties_of(record, request.actor) if can(parties.VIEW) else {}),
            standing=standing_of(record) if can(ledger.VIEW) else None,
            sees_messages=can(mailer.READ),
            messages_about=messages_for(record, MOST_MESSAGES) if can(mailer.READ) else [],
            history=timeline(record, without=unread_by(request.actor)),
            may_edit=can(permissions.EDIT),
            may_book=can(parties.BOOK) and record.archived_at is None,
        )


def unread_by(actor: Actor) -> list[str]:
    """What of a family's history is not for this actor: its money, its parties."""
    rights = {"money": ledger.VIEW, "parties": parties.VIEW}
    return [group for group, permission in rights.items() if not actor.can(permission)]


def people_of(family: Family) -> dict[str, Any]:
    """Guardians and students, those of today and those archived."""
    today = timezone.localdate()
    for student in family.students.all():
        student.age = student.age_on(today)  # type: ignore[attr-defined]
    for guardian in family.guardians.all():
        guardian.menu_id = f"guardian-{guardian.pk}"  # type: ignore[attr-defined]
    return {
        "guardians": [g for g in family.guardians.all() if g.archived_at is None],
        "former_guardians": [g for g in family.guardians.all() if g.archived_at],
        "students": [s for s in family.students.all() if s.archived_at is None],
        "former_students": [s for s in family.students.all() if s.archived_at],
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


class ArchiveFamily(ActionView):
    done = _("The family %s is archived.")

    def operation(self, record: Family) -> None:
        archive_family(record, by=self.request.actor)


class RestoreFamily(ActionView):
    done = _("The family %s is back.")

    def operation(self, record: Family) -> None:
        restore_family(record, by=self.request.actor)
