"""Office > Families: the list."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.ledger.queries import with_balance
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.parties.models import Party
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Family
from cartwheel.domain.people.queries import narrowed, with_summary
from cartwheel.office.drafts.views import saved_views
from cartwheel.office.families.showing import children_with_ages, first_names, first_of
from cartwheel.office.views import OfficeView
from cartwheel.ui.lists import (
    Action,
    Choice,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    Filter,
    ListPage,
    Tab,
)


def _upcoming(page: Any) -> list[Choice]:
    mine = Party.objects.filter(account=page.actor.account, family=OuterRef("pk"))
    return [Choice("upcoming", _("coming up"), Q(Exists(mine.upcoming(now=timezone.now()))))]


BALANCE = Column("balance", _("Balance"), kind="balance")
BALANCE_FILTER = ChoiceFilter(
    "balance",
    _("Balance"),
    (
        Choice("owing", _("owing"), Q(balance__gt=0)),
        Choice("credit", _("credit"), Q(balance__lt=0)),
    ),
    multiple=False,
)
PARTY_FILTER = ChoiceFilter("party", _("Party"), _upcoming, multiple=False)


ROW_ACTIONS = (
    (_("Ledger"), "family-ledger", "receipt", ledger.VIEW),
    (_("Edit"), "edit-family", "pencil", permissions.EDIT),
)


class FamilyList(ListPage):
    """The families of the business; the balance only for those who may see ledgers."""

    name = "families"
    title = _("Families")
    search_label = _("Name, phone or email")
    default_sort = "name"
    empty_icon = "users"
    empty_text = _("No families yet.")
    tabs = (
        Tab("active", _("Active"), Q(archived_at=None)),
        Tab("archived", _("Archived"), Q(archived_at__isnull=False)),
        Tab("all", _("All")),
    )
    columns: tuple[Column, ...] = (
        Column(
            "name",
            _("Family"),
            sort="sort_name",
            strong=True,
            link=lambda row: row.url,
            cell="office/families/_name.html",
        ),
        Column("guardians", _("Guardians"), value=first_names, priority=2),
        Column("students", _("Students"), value=children_with_ages, priority=2),
        Column("phone", _("Phone"), value=lambda row: first_of(row, "phones"), kind="phone"),
        Column("email", _("Email"), value=lambda row: first_of(row, "emails"), priority=3),
        Column("created_at", _("Created"), kind="date", sort="created_at", priority=4, shown=False),
    )
    filters: tuple[Filter, ...] = (DateRangeFilter("created", _("Created"), "created_at", True),)

    def __init__(self, params: Any, actor: Actor, **kwargs: Any) -> None:
        families = with_summary(Family.objects.filter(account=actor.account))
        if actor.can(ledger.VIEW):
            families = with_balance(families)
            self.columns = (*self.columns, BALANCE)
            self.filters = (BALANCE_FILTER, *self.filters)
        if actor.can(parties.VIEW):
            self.filters = (*self.filters, PARTY_FILTER)
        super().__init__(families, params, actor, **kwargs)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return narrowed(queryset, self.actor.account, text)

    def prepare(self, rows: list[Any]) -> list[Any]:
        for row in rows:
            row.url = self.of(row, "family")
        return rows

    def row_actions(self, row: Any) -> list[Action]:
        return [
            Action(label, self.of(row, page), icon=icon)
            for label, page, icon, permission in ROW_ACTIONS
            if self.actor.can(permission)
        ]

    def of(self, row: Any, page: str) -> str:
        """The address of a family's page; looked up once for the whole list."""
        slug = self.actor.account.slug
        anywhere: str = self.remember(page, lambda: reverse(f"office:{page}", args=[slug, 0]))
        return anywhere.replace("/0/", f"/{row.pk}/")


class Families(OfficeView):
    permission = permissions.VIEW

    def get(self, request: Any) -> HttpResponse:
        page = FamilyList(
            request.GET,
            request.actor,
            path=request.path,
            views=saved_views(request.staff, FamilyList.name),
        )
        page.save_view_url = self.to("save-view", FamilyList.name)
        page.export_urls = {
            kind: self.to("export", FamilyList.name, kind) for kind in ("csv", "xlsx")
        }
        return self.render(
            "office/families/list.html#list",
            list=page,
            new_url=self.to("new-family") if request.actor.can(permissions.EDIT) else "",
            new_label=_("New family"),
        )
