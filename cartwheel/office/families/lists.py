"""Office > Families: the list of the customers."""

from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.customers.queries import is_active
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.ledger.queries import with_balance
from cartwheel.domain.paperwork import permissions as paperwork
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Family, Kind
from cartwheel.domain.people.queries import Finding, find, with_summary
from cartwheel.domain.upkeep import permissions as upkeep
from cartwheel.office.drafts.views import saved_views
from cartwheel.office.families.columns import columns_for, read_for
from cartwheel.office.families.filters import filters_for
from cartwheel.office.families.near import told_of
from cartwheel.office.views import OfficeView
from cartwheel.ui.lists import Action, BulkAction, Letters, ListPage, Tab

ROW_ACTIONS = (
    (_("Ledger"), "family-ledger", "receipt", ledger.VIEW),
    (_("Edit"), "edit-family", "pencil", permissions.EDIT),
)
HERE = Q(archived_at=None)


def _active(page: Any) -> Q:
    return HERE & is_active(now=timezone.now())


def _inactive(page: Any) -> Q:
    return HERE & ~is_active(now=timezone.now())


JUST_FOUND = {"q", "sort", "cols"}
ENOUGH = 100  # families of those that one common beginning finds


class FamilyList(ListPage):
    """The customers of the business; the balance only for those who may see ledgers."""

    name = "families"
    title = _("Families")
    search_label = _("Name, phone or email")
    default_sort = "name"
    letters = Letters("sort_name")
    empty_icon = "users"
    empty_text = _("No families yet.")
    tabs = (
        Tab("all", _("All"), HERE),
        Tab("active", _("Active"), _active),
        Tab("inactive", _("Inactive"), _inactive),
        Tab("archived", _("Archived"), Q(archived_at__isnull=False, merged_into=None)),
    )

    def __init__(self, location: Location, params: Any, actor: Actor, **kwargs: Any) -> None:
        """``location``: what must be signed there is what the waivers of a family stand for."""
        self.location = location
        families = with_summary(Family.objects.filter(account=actor.account, kind=Kind.HOUSEHOLD))
        if actor.can(ledger.VIEW):
            families = with_balance(families)
        self.columns, self.filters = columns_for(actor), filters_for(actor)
        super().__init__(families, params, actor, **kwargs)

    @cached_property
    def finding(self) -> Finding | None:
        """What is searched for means, or what is near it; None without a search."""
        return find(self.actor.account, self.text) if self.text else None

    @property
    def is_narrow(self) -> bool:
        return bool(self.finding and self.finding.needles and not self.finding.is_common)

    @property
    def counted_to(self) -> int:
        """Nobody pages through all whom one letter finds in a great business, or asks how many."""
        found = self.finding
        many = found is not None and len(found.needles) == 1 and found.is_common
        return ENOUGH if many and self.state.keys() <= JUST_FOUND else super().counted_to

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return self.finding.among(queryset) if self.finding else queryset

    def told(self) -> str:
        return told_of(self.finding, self.rows, self.path)

    def prepare(self, rows: list[Any]) -> list[Any]:
        for row in rows:
            row.account = self.actor.account
            row.url = self.of(row, "family")
        read_for(self.shown, self, rows)
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
            request.location,
            request.GET,
            request.actor,
            path=request.path,
            views=saved_views(request.staff, FamilyList.name),
        )
        if request.actor.can(upkeep.MERGE):
            merge = BulkAction(_("Merge"), self.to("merge-families"), icon="arrow-right-left")
            page.bulk_actions = (*page.bulk_actions, merge)
        if request.actor.can(paperwork.ASK):
            ask = BulkAction(_("Send waiver link"), self.to("send-waiver-links"), icon="file-check")
            page.bulk_actions = (*page.bulk_actions, ask)
        page.save_view_url = self.to("save-view", FamilyList.name)
        page.export_urls = self.export_urls(FamilyList.name)
        return self.render(
            "office/families/list.html#list",
            list=page,
            head_actions="office/upkeep/_duplicates_link.html",
            duplicates_url=self.to("duplicates") if request.actor.can(upkeep.MERGE) else "",
            new_url=self.to("new-family") if request.actor.can(permissions.EDIT) else "",
            new_label=_("New family"),
        )
