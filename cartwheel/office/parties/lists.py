"""Parties as lists: what is booked, and what is still open."""

from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.parties import permissions
from cartwheel.domain.parties.models import Package, Party, Station, TimeSlot
from cartwheel.domain.parties.queries import open_slots, party_list, search_parties
from cartwheel.domain.people.queries import with_alerts
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.periods import read_day
from cartwheel.office.drafts.views import saved_views
from cartwheel.office.parties.ways import ways
from cartwheel.office.views import OfficeView
from cartwheel.office.weekdays import weekday_choices
from cartwheel.ui.lists import (
    Action,
    Choice,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    FlagFilter,
    ListPage,
    Tab,
)


def _named(kind: str) -> Any:
    """What a filter offers: stations, slots, packages or hosts; asked for once, all together."""
    return lambda page: page.remember("named", lambda: _everything_named(page))[kind]


def _everything_named(page: Any) -> dict[str, list[tuple[int, str]]]:
    account, location = page.actor.account, page.location
    here = {"account": account, "location": location}
    name = Concat("first_name", Value(" "), "last_name", output_field=CharField())
    sources: dict[str, tuple[QuerySet[Any], Any]] = {
        "station": (Station.objects.filter(**here), F("name")),
        "slot": (TimeSlot.objects.filter(**here), F("name")),
        "package": (Package.objects.filter(**here), F("name")),
        "host": (StaffMember.objects.filter(account=account, may_host=True), name),
    }
    rows = [
        found.order_by().values_list(Value(kind), "pk", Cast(label, TextField()))
        for kind, (found, label) in sources.items()
    ]
    named: dict[str, list[tuple[int, str]]] = {kind: [] for kind in sources}
    for kind, key, label in rows[0].union(*rows[1:], all=True):
        named[kind].append((key, label))
    return {kind: sorted(choices, key=lambda choice: choice[1]) for kind, choices in named.items()}


def party_url(party: Party) -> str:
    return reverse("office:party", args=[party.account.slug, party.pk])


class PartyList(ListPage):
    """The bookings of one location."""

    name = "parties"
    title = _("Parties")
    search_label = _("Title, family or honoree")
    default_sort = "starts_at"
    columns = (
        Column("starts_at", _("When"), kind="moment", sort="starts_at", priority=2),
        Column("title", _("Party"), sort="title", strong=True, link=party_url),
        Column("station", _("Station"), value="station.name", sort="station__name", priority=2),
        Column(
            "family",
            _("Family"),
            value="family.name",
            sort="family__sort_name",
            cell="office/parties/_customer.html",
            priority=3,
        ),
        Column("honoree", _("Honoree"), value="honoree.first_name", priority=4),
        Column("guests", _("Guests"), kind="number", sort="guests", priority=3),
        Column("package", _("Package"), value="package.name", priority=4),
        Column("number", _("Number"), kind="text", shown=False, priority=4),
        Column("contact_phone", _("Contact phone"), kind="phone", shown=False, priority=4),
        Column("contact_email", _("Contact email"), shown=False, priority=4),
        Column(
            "state",
            _("Status"),
            cell="office/parties/_state.html",
            export=lambda party: str(state_of(party)[0]),
            priority=2,
        ),
        Column("price", _("Charged"), kind="money", sort="price", priority=4),
        Column("balance", _("Balance"), kind="balance", sort="balance"),
    )
    filters = (
        ChoiceFilter("station", _("Station"), _named("station"), lookup="station_id"),
        ChoiceFilter("time_slot", _("Time slot"), _named("slot"), lookup="time_slot_id"),
        DateRangeFilter("date", _("Date"), lookup="starts_at", instants=True),
        ChoiceFilter("weekday", _("Day of the week"), weekday_choices, lookup="weekday"),
        ChoiceFilter("package", _("Package"), _named("package"), lookup="package_id"),
        ChoiceFilter("host", _("Host"), _named("host"), lookup="hosts__staff_id", multiple=False),
        ChoiceFilter(
            "balance",
            _("Balance"),
            (
                Choice("uncharged", _("not charged"), Q(money_state="uncharged")),
                Choice("owing", _("nothing paid"), Q(money_state="owing")),
                Choice("deposit", _("partly paid"), Q(money_state="deposit")),
                Choice("paid", _("paid"), Q(money_state="paid")),
            ),
        ),
        FlagFilter("confirmed", "", text=_("Confirmed"), condition=Q(is_confirmed=True)),
        FlagFilter("unconfirmed", "", text=_("Not confirmed"), condition=Q(is_confirmed=False)),
    )

    def __init__(self, location: Location, params: Any, actor: Actor, **kwargs: Any) -> None:
        self.location = location
        now = timezone.now()
        standing = Q(canceled_at=None, quote_expired_at=None)
        holding = Q(held_until=None) | Q(held_until__gt=now)
        self.tabs = (
            Tab("coming", _("Coming"), standing & holding & Q(ends_at__gt=now)),
            Tab("quotes", _("Quotes"), standing & Q(held_until__gt=now)),
            Tab("past", _("Past"), standing & holding & Q(ends_at__lte=now), sort="-starts_at"),
            Tab("deleted", _("Deleted"), Q(canceled_at__isnull=False), sort="-starts_at"),
            Tab("all", _("All")),
        )
        rows = with_alerts(party_list(location), family="family_id")
        super().__init__(rows, params, actor, **kwargs)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return search_parties(queryset, text)

    def prepare(self, rows: list[Any]) -> list[Any]:
        for row in rows:
            row.account = self.actor.account
            row.state_label, row.state_tone = state_of(row)
        return rows

    def row_actions(self, row: Any) -> list[Action]:
        slug = self.actor.account.slug
        actions = [Action(_("Open"), party_url(row), icon="cake")]
        if row.stands(now=timezone.now()):
            sheet = reverse("office:party-sheet", args=[slug, row.pk])
            actions.append(Action(_("Party sheet"), sheet, icon="printer"))
        if self.actor.can(permissions.BOOK):
            again = f"{reverse('office:new-party', args=[slug])}?again={row.pk}"
            actions.append(Action(_("Book again"), again, icon="copy-plus"))
        return actions


def state_of(party: Any) -> tuple[Any, str]:
    """The party's state in a word, and its tone; it was read with ``is_confirmed``."""
    if party.canceled_at:
        return _("Deleted"), "danger"
    if party.lapsed(now=timezone.now()):
        return _("Quote expired"), ""
    if party.is_quote:
        return _("Quote"), "info"
    if party.is_confirmed:
        return _("Confirmed"), "good"
    return _("Booked"), "warn"


class Parties(OfficeView):
    permission = permissions.VIEW

    def get(self, request: Any) -> HttpResponse:
        page = PartyList(
            request.location,
            request.GET,
            request.actor,
            path=request.path,
            views=saved_views(request.staff, PartyList.name),
        )
        page.save_view_url = self.to("save-view", PartyList.name)
        page.export_urls = self.export_urls(PartyList.name)
        return self.render(
            "office/parties/list.html#list",
            list=page,
            new_url=self.to("new-party") if request.actor.can(permissions.BOOK) else "",
            new_label=_("New booking"),
            head_actions="office/parties/_views.html",
            ways=ways(self, "parties"),
        )


class Openings(OfficeView):
    """The open slots from a day on, each one click away from being booked."""

    permission = permissions.VIEW
    SPAN = timedelta(days=30)
    MOST = 200

    def get(self, request: Any) -> HttpResponse:
        now = timezone.now()
        today = timezone.localdate()
        first = max(self.asked("date_from") or today, today)
        last = min(
            max(self.asked("date_to") or first + self.SPAN, first), first + timedelta(days=396)
        )
        stations = list(
            Station.objects.filter(account=request.account, location=request.location, active=True)
        )
        station = next((s for s in stations if str(s.pk) == request.GET.get("station")), None)
        weekdays = {int(day) for day in request.GET.getlist("weekday") if day in set("0123456")}
        found = open_slots(request.location, first=first, last=last, now=now, station=station)
        slots = list(
            TimeSlot.objects.filter(account=request.account, location=request.location, active=True)
        )
        slot = next((s for s in slots if str(s.pk) == request.GET.get("time_slot")), None)
        if slot:
            found = [each for each in found if each.time_slot.pk == slot.pk]
        if weekdays:
            found = [slot for slot in found if slot.on.weekday() in weekdays]
        return self.render(
            "office/parties/openings.html",
            slots=found[: self.MOST],
            more=len(found) > self.MOST,
            count=len(found),
            first=first,
            last=last,
            stations=stations,
            station=station,
            time_slots=slots,
            time_slot=slot,
            weekdays=[(n, label, n in weekdays) for n, label in weekday_choices()],
            may_book=request.actor.can(permissions.BOOK),
            ways=ways(self, "party-openings"),
        )

    def asked(self, name: str) -> date | None:
        return read_day(self.request.GET.get(name, ""))
