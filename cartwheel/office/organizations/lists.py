"""Office > Organizations: the list."""

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.ledger.queries import with_balance
from cartwheel.domain.people import permissions
from cartwheel.domain.people.models import Family, Kind, Organization, OrganizationMember
from cartwheel.domain.people.queries import narrowed, with_summary
from cartwheel.office.drafts.views import saved_views
from cartwheel.office.families.showing import first_of
from cartwheel.office.organizations.showing import exemption_state
from cartwheel.office.views import OfficeView
from cartwheel.ui.lists import Action, Choice, ChoiceFilter, Column, ListPage, Tab

BALANCE = Column("balance", _("Balance"), kind="balance", sort="balance")


def exempt_now(today: date) -> Q:
    until = "organization__tax_exempt_until"
    in_time = Q(**{until: None}) | Q(**{f"{until}__gte": today})
    return Q(organization__tax_exempt=True) & in_time


def _exemptions(page: Any) -> list[Choice]:
    holds = exempt_now(timezone.localdate())
    marked = Q(organization__tax_exempt=True)
    return [
        Choice("exempt", _("exempt"), holds),
        Choice("expired", _("run out"), marked & ~holds),
        Choice("none", _("none"), ~marked),
    ]


class OrganizationList(ListPage):
    """Companies, schools and clubs; the balance only for those who may see ledgers."""

    name = "organizations"
    title = _("Organizations")
    search_label = _("Name, contact, phone or email")
    default_sort = "name"
    empty_icon = "building-2"
    empty_text = _("No organizations yet.")
    tabs = (
        Tab("active", _("Active"), Q(archived_at=None)),
        Tab("archived", _("Archived"), Q(archived_at__isnull=False)),
        Tab("all", _("All")),
    )
    columns: tuple[Column, ...] = (
        Column(
            "name",
            _("Organization"),
            sort="sort_name",
            strong=True,
            link=lambda row: row.url,
            cell="office/organizations/_name.html",
        ),
        Column(
            "kind", _("Kind"), value=lambda row: row.organization.get_kind_display(), priority=2
        ),
        Column("contact", _("Contact"), value=lambda row: _first(row), priority=2),
        Column("phone", _("Phone"), value=lambda row: first_of(row, "phones"), kind="phone"),
        Column("email", _("Email"), value=lambda row: first_of(row, "emails"), priority=3),
        Column("members", _("Members"), kind="number", sort="members", priority=3),
        Column(
            "exemption",
            _("Tax"),
            cell="office/organizations/_exemption.html",
            value=lambda row: row.exemption[0],
            priority=3,
        ),
        Column("website", _("Website"), value="organization.website", priority=4, shown=False),
    )
    filters = (
        ChoiceFilter(
            "kind", _("Kind"), tuple(Organization.Kind.choices), lookup="organization__kind"
        ),
        ChoiceFilter("tax", _("Tax exemption"), _exemptions, multiple=False),
    )

    def __init__(self, params: Any, actor: Actor, **kwargs: Any) -> None:
        families = Family.objects.filter(account=actor.account, kind=Kind.ORGANIZATION)
        families = with_summary(families.select_related("organization")).annotate(
            members=_members()
        )
        if actor.can(ledger.VIEW):
            families = with_balance(families)
            self.columns = (*self.columns, BALANCE)
        super().__init__(families, params, actor, **kwargs)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return narrowed(queryset, self.actor.account, text)

    def prepare(self, rows: list[Any]) -> list[Any]:
        today = timezone.localdate()
        for row in rows:
            row.url = self._to("family", row)
            row.exemption = exemption_state(row.organization, today)
        return rows

    def row_actions(self, row: Any) -> list[Action]:
        if not self.actor.can(permissions.EDIT_ORGANIZATIONS):
            return []
        return [Action(_("Edit"), self._to("edit-organization", row), icon="pencil")]

    def _to(self, page: str, row: Any) -> str:
        slug = self.actor.account.slug
        anywhere: str = self.remember(page, lambda: reverse(f"office:{page}", args=[slug, 0]))
        return anywhere.replace("/0/", f"/{row.pk}/")


def _members() -> Any:
    """How many households belong to it."""
    links = OrganizationMember.objects.filter(
        account=OuterRef("account"), organization__family=OuterRef("pk")
    )
    counts = links.order_by().values("organization").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts), 0)


def _first(row: Any) -> str:
    return row.adults[0]["name"] if row.adults else ""


class Organizations(OfficeView):
    permission = permissions.SEE_ORGANIZATIONS

    def get(self, request: Any) -> HttpResponse:
        page = OrganizationList(
            request.GET,
            request.actor,
            path=request.path,
            views=saved_views(request.staff, OrganizationList.name),
        )
        page.save_view_url = self.to("save-view", page.name)
        page.export_urls = self.export_urls(page.name)
        may_edit = request.actor.can(permissions.EDIT_ORGANIZATIONS)
        return self.render(
            "office/organizations/list.html#list",
            list=page,
            new_url=self.to("new-organization") if may_edit else "",
            new_label=_("New organization"),
        )
