"""The punch passes that are sold at a location, and those that somebody holds."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.appointments import permissions as appointments
from cartwheel.domain.passes import permissions
from cartwheel.domain.passes.models import PassType, usable
from cartwheel.domain.passes.queries import search_passes, sold_passes, state_of, with_counts
from cartwheel.domain.people import permissions as people
from cartwheel.office.drafts.views import saved_views
from cartwheel.office.passes.holding import PUNCH, USABLE
from cartwheel.office.passes.wording import TONES, uses_of, utilized, validity_of
from cartwheel.office.views import OfficeView
from cartwheel.ui import formats
from cartwheel.ui.lists import Action, ChoiceFilter, Column, DateRangeFilter, ListPage, Tab


def price_html(row: Any) -> str:
    account = row.account
    shown = formats.money(row.price, account.currency, account.locale)
    return format_html("{}", _t("%s each") % shown if row.is_per_use else shown)


class PassTypeList(ListPage):
    """What is sold at one location."""

    name = "punch-passes"
    title = _("Punch Passes")
    search_label = _("Title")
    default_sort = "title"
    empty_icon = "ticket"
    empty_text = _("No punch pass is sold here yet.")
    columns = (
        Column("title", _("Title"), sort="title", strong=True, link=lambda row: row.url),
        Column("holder", _("Holder"), value=lambda row: row.get_holder_display(), priority=2),
        Column(
            "price",
            _("Price"),
            kind="money",
            cell=price_html,
            sort="price",
            export=lambda row: row.price,
        ),
        Column("uses", _("Uses"), value=uses_of, sort="uses", priority=2),
        Column("validity", _("Valid"), value=validity_of, priority=2),
        Column("sold", _("Sold"), kind="number", sort="sold", priority=3),
        Column("in_use", _("In use"), kind="number", sort="in_use", priority=3),
        Column("max_sold", _("At most"), kind="number", shown=False, priority=4),
        Column("everywhere", _("Every location"), kind="flag", shown=False, priority=4),
        Column("program", _("Program"), shown=False, priority=4),
    )
    filters = (ChoiceFilter("holder", _("Holder"), PassType.Holder.choices),)
    tabs = (
        Tab("sale", _("For sale"), Q(archived_at=None, is_for_sale=True)),
        Tab("not-sold", _("Not for sale"), Q(archived_at=None, is_for_sale=False)),
        Tab("archived", _("Archived"), Q(archived_at__isnull=False)),
    )

    def __init__(self, location: Location, params: Any, actor: Actor, **kwargs: Any) -> None:
        rows = PassType.objects.filter(account=location.account_id, location=location)
        rows = with_counts(rows.select_related("program"), on=timezone.localdate())
        super().__init__(rows, params, actor, **kwargs)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return queryset.filter(title__icontains=text)

    def prepare(self, rows: list[Any]) -> list[Any]:
        may_edit = self.actor.can(permissions.SETUP)
        for row in rows:
            row.account = self.actor.account
            row.url = self.to("edit-pass-type", row.pk) if may_edit else self.holders_of(row)
        return rows

    def row_actions(self, row: Any) -> list[Action]:
        sold = Action(_("Sold passes"), self.holders_of(row), icon="tickets")
        if not self.actor.can(permissions.SETUP):
            return [sold]
        archive = self.to("archive-pass-type", row.pk)
        stop = Action(_("Archive"), archive, icon="archive", method="post")
        back = Action(_("Restore"), archive, icon="archive-restore", method="post")
        edit = Action(_("Edit"), self.to("edit-pass-type", row.pk), icon="pencil")
        return [edit, sold, back if row.archived_at else stop]

    def holders_of(self, row: Any) -> str:
        return f"{self.to('sold-passes')}?tab=all&type={row.pk}"

    def to(self, page: str, *args: Any) -> str:
        return reverse(f"office:{page}", args=[self.actor.account.slug, *args])


class PunchPasses(OfficeView):
    permission = permissions.VIEW

    def get(self, request: Any) -> HttpResponse:
        page = PassTypeList(request.location, request.GET, request.actor, path=request.path)
        page.export_urls = self.export_urls(PassTypeList.name)
        may_edit = request.actor.can(permissions.SETUP)
        return self.render(
            "office/passes/list.html#list",
            list=page,
            head_actions="office/passes/_ways.html",
            new_url=self.to("new-pass-type") if may_edit else "",
            new_label=_("New punch pass"),
        )


def state_html(row: Any) -> str:
    return format_html(
        '<span class="badge dot" data-tone="{}">{}</span>', TONES[row.state], row.state.label
    )


class SoldPassList(ListPage):
    """The passes of one location, whoever holds them."""

    name = "sold-passes"
    title = _("Sold passes")
    search_label = _("Family, phone or number of a pass")
    default_sort = "-number"
    empty_icon = "tickets"
    empty_text = _("No pass of this kind was sold here.")
    columns = (
        Column(
            "holder",
            _("Holder"),
            value=lambda row: row.student or row.family,
            sort="family__sort_name",
            strong=True,
            link=lambda row: row.url,
        ),
        Column("number", _("Number"), sort="number", priority=3),
        Column("type", _("Punch pass"), sort="type__title", priority=2),
        Column("state", _("Status"), value=lambda row: row.state.label, cell=state_html),
        Column("starts_on", _("Active on"), kind="date", sort="starts_on", priority=2),
        Column("ends_on", _("Expires"), kind="date", sort="ends_on", priority=2),
        Column("used", _("Used"), value=utilized, sort="used", priority=2),
        Column("family", _("Family"), shown=False, priority=4),
        Column("sold_at", _("Sold"), kind="moment", sort="sold_at", shown=False, priority=4),
        Column("sold_by", _("Sold by"), shown=False, priority=4),
    )
    filters = (
        ChoiceFilter(
            "type",
            _("Punch pass"),
            lambda page: [(each.pk, each.title) for each in page.types()],
            lookup="type_id",
        ),
        DateRangeFilter("ends", _("Expires"), lookup="ends_on"),
    )

    def __init__(self, location: Location, params: Any, actor: Actor, **kwargs: Any) -> None:
        self.location, self.today = location, timezone.localdate()
        active = usable(self.today)
        self.tabs = (
            Tab("active", _("Active"), active),
            Tab("inactive", _("Inactive"), ~active),
            Tab("all", _("All")),
        )
        rows = sold_passes(actor.account).filter(type__location=location)
        super().__init__(rows, params, actor, **kwargs)

    def types(self) -> QuerySet[PassType]:
        return PassType.objects.filter(account=self.location.account_id, location=self.location)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return search_passes(queryset, self.actor.account, text)

    def prepare(self, rows: list[Any]) -> list[Any]:
        sees = self.actor.can(people.VIEW & appointments.VIEW)
        slug = self.actor.account.slug
        for row in rows:
            row.state = state_of(row, on=self.today)
            page = "family-enrollments" if sees else "punch-passes"
            args = [slug, row.family_id] if sees else [slug]
            row.url = reverse(f"office:{page}", args=args)
        return rows

    def row_actions(self, row: Any) -> list[Action]:
        if row.state not in USABLE or not self.actor.can(PUNCH):
            return []
        url = reverse("office:punch-in", args=[self.actor.account.slug, row.pk])
        return [Action(_("Punch in"), url, icon="ticket-check")]


class SoldPasses(OfficeView):
    permission = permissions.VIEW

    def get(self, request: Any) -> HttpResponse:
        views = saved_views(request.staff, SoldPassList.name)
        page = SoldPassList(
            request.location, request.GET, request.actor, path=request.path, views=views
        )
        page.save_view_url = self.to("save-view", SoldPassList.name)
        page.export_urls = self.export_urls(SoldPassList.name)
        return self.render(
            "office/passes/list.html#list",
            list=page,
            head_actions="office/passes/_ways.html",
            is_sold=True,
        )
