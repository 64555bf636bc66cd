"""Activity Log, a tab of a customer's record: the one history, of this customer."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.models import Event
from cartwheel.domain.activity.queries import history_of
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.mailer import permissions as mailer
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Family
from cartwheel.kernel.text import read_key
from cartwheel.office.families.screen import FamilyView
from cartwheel.office.history.lists import EventList
from cartwheel.office.history.words import verbs_of
from cartwheel.ui.lists import Choice, ChoiceFilter

# What a customer's history is about, and the groups of verbs (see ``history.words``) of each.
KINDS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("orders", _("Orders"), ("parties", "appointments")),
    ("money", _("Money"), ("money",)),
    ("information", _("Account information"), ("families",)),
    ("waivers", _("Waivers"), ("waivers",)),
    ("notes", _("Notes"), ("notes",)),
    ("messages", _("Messages"), ("messages",)),
)


def _verbs(groups: tuple[str, ...]) -> list[str]:
    return [verb for group in groups for verb in verbs_of(group)]


class FamilyEvents(EventList):
    """What happened to one customer, and to those that became part of it."""

    name = "family-activity"
    title = _("Activity Log")
    search_label = _("Words, a name or a number")
    filters = (
        ChoiceFilter(
            "kind",
            _("Kind"),
            tuple(Choice(name, label, Q(verb__in=_verbs(groups))) for name, label, groups in KINDS),
        ),
        *(each for each in EventList.filters if each.name != "about"),
    )

    def __init__(self, family: Family | None, params: Any, actor: Actor, **kwargs: Any) -> None:
        self.family = family
        events = history_of(family) if family else Event.objects.none()
        hidden = [verb for group in unread_by(actor) for verb in verbs_of(group)]
        events = events.exclude(verb__in=hidden).prefetch_related("subjects")
        super().__init__(events, params, actor, **kwargs)

    def search(self, queryset: QuerySet[Event], text: str) -> QuerySet[Event]:
        named = super().search(queryset, text)
        return queryset.filter(Q(pk__in=named.values("pk")) | Q(details__icontains=text))

    @property
    def query(self) -> str:
        """An export has to know whose events they are."""
        whose = f"family={self.family.pk}" if self.family else ""
        return "&".join(part for part in (whose, super().query) if part)

    @classmethod
    def again(cls, actor: Actor, query: str) -> "FamilyEvents":
        """The list that ``query`` told of; without a customer of the account it is empty."""
        key = read_key(QueryDict(query).get("family", ""))
        family = Family.objects.filter(account=actor.account, pk=key).first() if key else None
        return cls(family, query, actor)


class FamilyActivity(FamilyView):
    def get(self, request: Any, family: int) -> HttpResponse:
        record = self.customer(family)
        page = FamilyEvents(record, request.GET, request.actor, path=request.path)
        page.export_urls = self.export_urls(page.name)
        return self.tab(
            "office/families/activity.html#list",
            record,
            "family-activity",
            list=page,
            list_heading="h2",
        )


def unread_by(actor: Actor) -> list[str]:
    """What of a family's history is not for this actor: money, parties, notes or messages."""
    rights = {
        "money": ledger.VIEW,
        "parties": parties.VIEW,
        "notes": permissions.READ_NOTES,
        "messages": mailer.READ,
    }
    return [group for group, permission in rights.items() if not actor.can(permission)]
