"""Customer loyalty: the best customers, and those who were lost."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.customers.queries import KINDS, has_ordered, is_lost, with_loyalty
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Family, FamilyKeyword, Kind
from cartwheel.domain.people.queries import narrowed
from cartwheel.kernel.periods import read_day
from cartwheel.office.drafts.views import saved_views
from cartwheel.office.views import OfficeView
from cartwheel.ui import formats
from cartwheel.ui.lists import (
    Choice,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    FlagFilter,
    ListPage,
    Tab,
)
from cartwheel.ui.lists.pager import Pager

LOST_AFTER = 12  # months, on the tab; the filter offers others
MONTHS = (3, 6, 12, 18, 24, 36)
AMOUNTS = (100, 250, 500, 1000, 2500, 5000)  # in whole units of the currency
SHOWN = ("account", "name", "sort_name", "kind", "do_not_solicit")
MONTH = timedelta(days=365.25 / 12)


@dataclass(frozen=True)
class PeriodFilter(DateRangeFilter):
    """When orders count. It narrows the orders that are summed, not the customers."""

    def apply(self, queryset: QuerySet, cleaned: Any, page: Any) -> QuerySet:
        return queryset


@dataclass(frozen=True)
class OrdersFilter(ChoiceFilter):
    """Which orders count."""

    def apply(self, queryset: QuerySet, cleaned: Any, page: Any) -> QuerySet:
        return queryset


def _unseen(page: Any) -> list[Choice]:
    now = timezone.now()
    return [
        Choice(
            str(months),
            ngettext("for %d month", "for %d months", months) % months,
            is_lost(since=now - months * MONTH, now=now),
        )
        for months in MONTHS
    ]


def _at_least(page: Any) -> list[Choice]:
    unit = 10 ** formats.decimals(page.currency)
    return [
        Choice(
            str(amount),
            formats.money(amount * unit, page.currency, page.locale),
            Q(revenue__gte=amount * unit),
        )
        for amount in AMOUNTS
    ]


class LoyaltyList(ListPage):
    """Customers by what they brought in; sums over all of them in one statement."""

    name = "customer-loyalty"
    title = _("Customer loyalty")
    search_label = _("Name, phone or email")
    default_sort = "-revenue"
    empty_icon = "star"
    empty_text = _("No customers yet.")
    columns = (
        Column("name", _("Customer"), sort="sort_name", strong=True, link=lambda row: row.url),
        Column("revenue", _("Revenue"), kind="money", sort="revenue"),
        Column("orders", _("Orders"), kind="number", sort="orders", priority=2),
        Column("average", _("Average order"), kind="money", sort="average", priority=3),
        Column("last_visit", _("Last visit"), kind="date", sort="last_visit", priority=2),
        Column("first_visit", _("First visit"), kind="date", priority=4, shown=False),
        Column("tags", _("Tags"), value=lambda row: ", ".join(row.tags), priority=3),
        Column("do_not_solicit", _("Do not solicit"), kind="flag", priority=4),
    )
    tabs = (
        Tab("best", _("Best customers")),
        Tab("lost", _("Lost customers")),
        Tab("all", _("All")),
    )
    filters = (
        PeriodFilter("ordered", _("Ordered")),
        OrdersFilter("orders", _("Orders"), tuple((k, label) for k, (label, _q) in KINDS.items())),
        ChoiceFilter("least", _("Revenue of at least"), _at_least, multiple=False),
        ChoiceFilter("unseen", _("Not seen"), _unseen, multiple=False),
        ChoiceFilter("customers", _("Customers"), tuple(Kind.choices), lookup="kind"),
        FlagFilter(
            "solicit",
            _("Do not solicit"),
            text=_("left out"),
            condition=Q(do_not_solicit=False),
        ),
    )

    def __init__(self, params: Any, actor: Actor, **kwargs: Any) -> None:
        customers = Family.objects.filter(account=actor.account, archived_at=None)
        super().__init__(customers, params, actor, **kwargs)
        now = timezone.now()
        asked: dict[str, Any] = {
            "since": self._day("ordered_from"),
            "until": self._day("ordered_to"),
            "kinds": tuple(self.active.get("orders", {}).get("orders", [])),
        }
        self.ordered = has_ordered(**asked)
        self.lost = is_lost(since=now - LOST_AFTER * MONTH, now=now)
        summed = with_loyalty(actor.account, now=now, **asked).filter(archived_at=None)
        self.summed = summed.only(*SHOWN)

    @cached_property
    def filtered(self) -> QuerySet:
        """The customers with their sums; the sums say who has ordered."""
        return self._among(self.summed, Q(orders__gt=0))

    @cached_property
    def pager(self) -> Pager:
        """Customers are counted without summing, unless the sums decide who is in."""
        pager: Pager = ListPage.pager.func(self)  # type: ignore[attr-defined]
        if "least" not in self.active:
            pager.unsorted = self._among(self.queryset, self.ordered)
        return pager

    def _among(self, customers: QuerySet, ordered: Q) -> QuerySet:
        conditions = {"best": ordered, "lost": self.lost}
        found = customers.filter(conditions.get(self.tab.name if self.tab else "", Q()))
        for each in self.filters:
            if each.name in self.active:
                found = each.apply(found, self.active[each.name], self)
        return self.search(found, self.text) if self.text else found

    def _day(self, name: str) -> date | None:
        asked = self.active.get("ordered", {}).get(name)
        return read_day(asked[0]) if asked else None

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return narrowed(queryset, self.actor.account, text)

    def prepare(self, rows: list[Any]) -> list[Any]:
        links = FamilyKeyword.objects.filter(account=self.actor.account, family__in=rows)
        tags = defaultdict(list)
        for family, name in links.order_by("keyword__name").values_list("family", "keyword__name"):
            tags[family].append(name)
        for row in rows:
            row.tags, row.url = tags[row.pk], self._anywhere.replace("/0/", f"/{row.pk}/")
        return rows

    @cached_property
    def _anywhere(self) -> str:
        return reverse("office:family-loyalty", args=[self.actor.account.slug, 0])


class CustomerLoyalty(OfficeView):
    permission = permissions.SEE_LOYALTY & ledger.VIEW

    def get(self, request: Any) -> HttpResponse:
        page = LoyaltyList(
            request.GET,
            request.actor,
            path=request.path,
            views=saved_views(request.staff, LoyaltyList.name),
        )
        page.save_view_url = self.to("save-view", page.name)
        page.export_urls = self.export_urls(page.name)
        return self.render("office/families/best.html#list", list=page)
