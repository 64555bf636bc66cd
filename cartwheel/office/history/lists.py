"""The Audit Log as a list."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.activity.models import Event, Subject
from cartwheel.domain.staff.models import StaffMember
from cartwheel.office.history.links import page_of
from cartwheel.office.history.telling import from_where, sentence
from cartwheel.office.history.timeline import entries
from cartwheel.office.history.words import GROUPS, SURFACES, verbs_of
from cartwheel.ui.lists import Choice, ChoiceFilter, Column, DateRangeFilter, Filter, ListPage


def _people(page: ListPage) -> list[Choice]:
    rows = StaffMember.objects.filter(account=page.actor.account)
    return [
        Choice(str(member.pk), str(member), Q(actor_kind="staff", actor_id=member.pk))
        for member in rows
    ]


class EventList(ListPage):
    """Everything that happened, newest first."""

    name = "audit-log"
    title = _("Audit Log")
    search_label = _("Name of a record or a person")
    default_sort = "-at"
    per_page = 50
    empty_icon = "history"
    empty_text = _("Nothing has happened here yet.")
    columns = (
        Column("at", _("When"), kind="moment", sort="at", priority=2),
        Column(
            "what",
            _("What"),
            value=lambda event: sentence(event, event.account),
            cell="office/history/_what.html",
        ),
        Column("who", _("Who"), value="actor_name", priority=2),
        Column("where", _("From where"), value=from_where, priority=3),
        Column("verb", _("Verb"), shown=False, priority=4),
    )
    filters: tuple[Filter, ...] = (
        ChoiceFilter("who", _("Who"), _people),
        ChoiceFilter(
            "about",
            _("About"),
            tuple(
                Choice(name, label, Q(verb__in=verbs_of(name)))
                for name, (label, _nouns) in GROUPS.items()
            ),
        ),
        ChoiceFilter(
            "where",
            _("From where"),
            tuple(Choice(name, label, Q(surface=name)) for name, label in SURFACES.items()),
        ),
        DateRangeFilter("date", _("Date"), lookup="at", instants=True),
    )

    def search(self, queryset: QuerySet[Event], text: str) -> QuerySet[Event]:
        named = Subject.objects.filter(
            account=self.actor.account, event=OuterRef("pk"), name__icontains=text
        )
        return queryset.filter(Q(actor_name__icontains=text) | Exists(named))

    def prepare(self, rows: list[Any]) -> list[Any]:
        told = {entry.pk: entry for entry in entries(rows, self.actor.account)}
        for row in rows:
            row.account, row.entry = self.actor.account, told[row.pk]
            row.links = [
                (subject.name, page_of(subject.kind, subject.record_id, self.actor))
                for subject in row.subjects.all()
            ]
        return rows
