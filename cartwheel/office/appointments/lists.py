"""The Appointments page: the timeslots of one location, with who is in them."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor, Location
from cartwheel.domain.appointments import permissions
from cartwheel.domain.appointments.models import Appointment, Place, Timeslot
from cartwheel.domain.appointments.queries import bookable_among, places_in, with_offer
from cartwheel.office.drafts.views import saved_views
from cartwheel.office.views import OfficeView
from cartwheel.office.weekdays import weekday_choices
from cartwheel.ui import formats
from cartwheel.ui.lists import ChoiceFilter, Column, DateRangeFilter, ListPage, Tab

USUAL_SPAN = timedelta(days=30)


def _offered(kind: str) -> Any:
    """What a filter offers: what stands in any appointment of the location."""
    return lambda page: page.remember("offered", lambda: _everything_offered(page))[kind]


def _everything_offered(page: Any) -> dict[str, list[tuple[int, str]]]:
    rows = Appointment.objects.filter(account=page.actor.account, location=page.location)
    found: dict[str, dict[int, str]] = {n: {} for n in ("service", "instructor", "program", "zone")}
    for each in rows.select_related(*found):
        for name, known in found.items():
            if thing := getattr(each, name):
                known[thing.pk] = str(thing)
    return {name: sorted(known.items(), key=lambda c: c[1]) for name, known in found.items()}


class TimeslotList(ListPage):
    """What can be booked and what is, one row for each meeting."""

    name = "appointments"
    title = _("Appointments")
    search_label = _("Student or instructor")
    default_sort = "starts_at"
    empty_icon = "calendar-clock"
    empty_text = _("No timeslots in these days.")
    columns = (
        Column(
            "starts_at",
            _("When"),
            value=lambda slot: slot.starts_at,
            kind="moment",
            sort=("starts_at", "pk"),
            strong=True,
            link=lambda slot: slot.url,
        ),
        Column("service", _("Service"), value="appointment.service", priority=2),
        Column("instructor", _("Instructor"), sort="instructor__first_name", priority=2),
        Column(
            "students",
            _("Students"),
            cell=lambda slot: students_html(slot),
            export=lambda slot: ", ".join(str(place.student) for place in slot.taken_by),
            priority=2,
        ),
        Column(
            "openings",
            _("Openings"),
            cell=lambda slot: openings_html(slot),
            export=lambda slot: slot.capacity - slot.taken,
        ),
        Column("zone", _("Zone"), priority=4),
        Column("program", _("Program"), value="appointment.program", shown=False, priority=4),
        Column("ends_at", _("Ends"), kind="moment", shown=False, priority=4),
    )
    filters = (
        DateRangeFilter("date", _("Date"), lookup="on"),
        ChoiceFilter("weekday", _("Day of the week"), weekday_choices, lookup="time__weekday"),
        ChoiceFilter(
            "service", _("Service"), _offered("service"), lookup="appointment__service_id"
        ),
        ChoiceFilter("instructor", _("Instructor"), _offered("instructor"), "instructor_id"),
        ChoiceFilter(
            "program", _("Program"), _offered("program"), lookup="appointment__program_id"
        ),
        ChoiceFilter("zone", _("Zone"), _offered("zone"), lookup="zone_id"),
        ChoiceFilter(
            "frequency",
            _("Frequency"),
            Appointment.Frequency.choices,
            lookup="appointment__frequency",
        ),
    )

    def __init__(self, location: Location, params: Any, actor: Actor, **kwargs: Any) -> None:
        self.location = location
        now = timezone.now()
        standing = Q(canceled_at=None)
        offered = Q(appointment__archived_at=None)
        self.tabs = (
            Tab("standing", _("All"), standing & (offered | Q(taken__gt=0))),
            Tab(
                "open",
                _("Open"),
                standing & offered & Q(taken__lt=F("capacity"), starts_at__gt=now),
            ),
            Tab("booked", _("Booked"), standing & Q(taken__gt=0)),
            Tab("full", _("Full"), standing & Q(taken__gte=F("capacity"))),
            Tab("canceled", _("Canceled"), Q(canceled_at__isnull=False)),
        )
        rows = Timeslot.objects.filter(account=location.account_id, location=location)
        super().__init__(with_offer(rows), params, actor, **kwargs)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        for word in text.split():
            named = Q(student__first_name__istartswith=word) | Q(
                student__last_name__istartswith=word
            )
            place = Place.objects.filter(timeslot=OuterRef("pk"), canceled_at=None).filter(named)
            teaches = Q(instructor__first_name__istartswith=word)
            teaches |= Q(instructor__last_name__istartswith=word)
            queryset = queryset.filter(Exists(place) | teaches)
        return queryset

    def prepare(self, rows: list[Any]) -> list[Any]:
        """Who is in each of them, and which can be booked this very moment."""
        there = places_in(rows)
        bookable: set[int] = set()
        if self.actor.can(permissions.BOOK):
            days = {slot.pk: slot.on for slot in rows}
            bookable = bookable_among(self.location, days, now=timezone.now())
        for slot in rows:
            slot.taken_by = there.get(slot.pk, [])
            slot.url = self.of("timeslot", slot.pk)
            slot.book_url = self.of("book-appointment", slot.pk) if slot.pk in bookable else ""
            for place in slot.taken_by:
                place.url = self.of("appointment-booking", place.booking_id)
        return rows

    def of(self, page: str, key: int) -> str:
        slug = self.actor.account.slug
        anywhere: str = self.remember(page, lambda: reverse(f"office:{page}", args=[slug, 0]))
        return anywhere.replace("/0/", f"/{key}/")


def students_html(slot: Any) -> str:
    return format_html_join(
        ", ", '<a href="{}">{}</a>', ((place.url, place.student) for place in slot.taken_by)
    )


def openings_html(slot: Any) -> str:
    """How many places are left, and the button that takes one."""
    if slot.canceled_at is not None:
        return format_html('<span class="badge">{}</span>', _t("Canceled"))
    left = slot.capacity - slot.taken
    words = _t("%(left)d of %(all)d") % {"left": max(left, 0), "all": slot.capacity}
    if not slot.book_url:
        return format_html("{}", words)
    told = f"{slot.appointment.service}, {formats.moment(slot.starts_at)}"
    button = format_html(
        '<a class="btn small" href="{}">{}<span class="sr"> {}</span></a>',
        slot.book_url,
        _t("Book"),
        told,
    )
    return format_html('<span class="cluster">{} {}</span>', words, button)


class Appointments(OfficeView):
    """Today to thirty days ahead, unless other days are asked for."""

    permission = permissions.VIEW

    def get(self, request: Any) -> HttpResponse:
        params = request.GET.copy()
        if not params.get("date_from") and not params.get("date_to"):
            today = timezone.localdate()
            params["date_from"] = today.isoformat()
            params["date_to"] = (today + USUAL_SPAN).isoformat()
        views = saved_views(request.staff, TimeslotList.name)
        page = TimeslotList(request.location, params, request.actor, path=request.path, views=views)
        page.save_view_url = self.to("save-view", TimeslotList.name)
        page.export_urls = self.export_urls(TimeslotList.name)
        may_offer = request.actor.can(permissions.OFFER)
        return self.render(
            "office/appointments/list.html#list",
            list=page,
            head_actions="office/appointments/_ways.html",
            new_url=self.to("new-appointment") if may_offer else "",
            new_label=_("New appointment"),
        )
