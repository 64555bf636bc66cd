"""What is on offer: services that instructors give at weekly times, or once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Account, Actor, Location
from cartwheel.domain.appointments import permissions
from cartwheel.domain.appointments.models import (
    Appointment,
    PricingSchedule,
    Service,
)
from cartwheel.domain.appointments.operations import Window, add_appointment, archive_appointment
from cartwheel.domain.catalog.queries import offered_programs
from cartwheel.domain.people.models import Gender
from cartwheel.domain.scheduling.models import Zone
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.text import read_key
from cartwheel.office.views import OfficeView
from cartwheel.office.weekdays import WEEKDAY_NAMES
from cartwheel.ui import formats
from cartwheel.ui.forms import DateField, OperationForm, TimeField
from cartwheel.ui.lists import Action, BulkAction, ChoiceFilter, Column, ListPage, Tab

TIMES = 7
MONTHS = 12


class AppointmentForm(OperationForm):
    """One appointment; its weekly times are rows, and those left empty count for nothing."""

    service: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Service"), empty_label=_("Choose")
    )
    instructor: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Instructor"), empty_label=_("Choose")
    )
    program: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Program"), empty_label=_("Choose")
    )
    pricing: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Pricing schedule"), empty_label=_("Choose")
    )
    zone: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Zone"), empty_label=_("None")
    )
    frequency = forms.ChoiceField(
        choices=Appointment.Frequency.choices, widget=forms.RadioSelect, label=_("Frequency")
    )
    starts_on = DateField(label=_("Start date"))
    ends_on = DateField(
        required=False,
        label=_("End date"),
        help_text=_("Empty: until further notice. One Time: the start date is the only one."),
    )
    max_students = forms.IntegerField(
        min_value=1, max_value=999, initial=1, label=_("Maximum students")
    )
    youngest_years = forms.IntegerField(
        required=False, min_value=0, max_value=99, label=_("Youngest, years")
    )
    youngest_rest = forms.IntegerField(
        required=False, min_value=0, max_value=11, label=_("and months")
    )
    oldest_years = forms.IntegerField(
        required=False, min_value=0, max_value=99, label=_("Oldest, years")
    )
    oldest_rest = forms.IntegerField(
        required=False, min_value=0, max_value=11, label=_("and months")
    )
    gender = forms.ChoiceField(
        required=False, choices=[("", _("Everybody")), *Gender.choices], label=_("Gender")
    )

    def __init__(self, *args: Any, location: Location, **kwargs: Any) -> None:
        account: Account = location.account
        super().__init__(*args, account=account, **kwargs)
        here = {"account": account, "archived_at": None}
        choices: dict[str, QuerySet[Any]] = {
            "service": Service.objects.filter(**here),
            "instructor": StaffMember.objects.filter(**here),
            "program": offered_programs(account),
            "pricing": PricingSchedule.objects.filter(**here),
            "zone": Zone.objects.filter(location=location, **here),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        days = [("", "—"), *enumerate(WEEKDAY_NAMES)]
        for row in range(TIMES):
            self.fields[f"weekday_{row}"] = forms.TypedChoiceField(
                required=False, coerce=int, empty_value=None, choices=days, label=_("Day")
            )
            self.fields[f"starts_{row}"] = TimeField(required=False, step=5, label=_("From"))
            self.fields[f"ends_{row}"] = TimeField(required=False, step=5, label=_("To"))

    def time_rows(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        return [
            (self[f"weekday_{row}"], self[f"starts_{row}"], self[f"ends_{row}"])
            for row in range(TIMES)
        ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        once = typed.get("frequency") == Appointment.Frequency.ONCE
        typed["times"] = [w for row in range(TIMES) if (w := self._window(typed, row, once))]
        for edge in ("youngest", "oldest"):
            years, rest = typed.pop(f"{edge}_years", None), typed.pop(f"{edge}_rest", None)
            known = years is not None or rest is not None
            typed[f"{edge}_months"] = (years or 0) * MONTHS + (rest or 0) if known else None
        youngest, oldest = typed["youngest_months"], typed["oldest_months"]
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error("oldest_years", ValidationError(_t("This is below the youngest age.")))
        return typed

    def _window(self, typed: dict[str, Any], row: int, once: bool) -> Window | None:
        day, starts, ends = (typed.pop(f"{n}_{row}", None) for n in ("weekday", "starts", "ends"))
        if once and starts and ends:
            day = 0  # that of the start date, whatever is chosen
        if day is not None and starts and ends:
            return Window(day, starts, ends)
        names = {f"{n}_{row}" for n in ("weekday", "starts", "ends")}
        if (starts or ends or day is not None) and not names & set(self.errors):
            missing = "weekday" if starts and ends else "starts" if not starts else "ends"
            text = _t("Choose a day, and from when to when.")
            self.add_error(f"{missing}_{row}", ValidationError(text))
        return None

    def refuse(self, refusal: Any) -> None:
        if refusal.field == "times":
            refusal.field = "starts_0"
        super().refuse(refusal)


def values_of(appointment: Appointment) -> dict[str, Any]:
    """The appointment as the form's fields hold it, for one that is like it."""
    plain = ("frequency", "max_students", "gender", "ends_on")
    related = ("service", "program", "pricing", "zone", "instructor")
    values = {name: getattr(appointment, name) for name in plain}
    values |= {name: getattr(appointment, f"{name}_id") for name in related}
    for edge in ("youngest", "oldest"):
        months = getattr(appointment, f"{edge}_months")
        if months is not None:
            values[f"{edge}_years"], values[f"{edge}_rest"] = divmod(months, MONTHS)
    for row, each in enumerate(appointment.times.filter(archived_at=None)[:TIMES]):
        values[f"weekday_{row}"] = each.weekday
        values[f"starts_{row}"], values[f"ends_{row}"] = each.starts, each.ends
    return values


class NewAppointment(OfficeView):
    """Offer something new; ``?like=`` begins with what another one is."""

    permission = permissions.OFFER

    def get(self, request: Any) -> HttpResponse:
        like = self.like()
        today = timezone.localdate()
        initial = {"starts_on": today, "frequency": Appointment.Frequency.RECURRING}
        if like is not None:
            initial |= values_of(like)
            if like.ends_on and like.ends_on < today:
                initial["ends_on"] = None
        for name in ("instructor", "zone", "starts_on", "weekday_0", "starts_0", "ends_0"):
            if name in request.GET:
                initial[name] = request.GET[name]
        return self.page(AppointmentForm(location=request.location, initial=initial))

    def post(self, request: Any) -> HttpResponse:
        form = AppointmentForm(request.POST, location=request.location)
        added = form.perform(
            add_appointment,
            location=request.location,
            today=timezone.localdate(),
            by=request.actor,
        )
        if added is None:
            return self.page(form, status=422)
        count = added.timeslots.count()
        words = {"appointment": added, "count": formats.number(count, request.account.locale)}
        messages.success(request, _t("%(appointment)s is offered: %(count)s timeslots.") % words)
        return self.go("offered-appointments")

    def like(self) -> Appointment | None:
        key = read_key(self.request.GET.get("like", ""))
        return self.request.account.appointments.filter(pk=key).first() if key else None

    def page(self, form: AppointmentForm, status: int = 200) -> HttpResponse:
        request = self.request
        return self.render(
            "office/appointments/new.html",
            form=form,
            status=status,
            may_set_up=request.actor.can(permissions.SETUP),
            set_up=form.fields["service"].queryset.exists()  # type: ignore[attr-defined]
            and form.fields["pricing"].queryset.exists(),  # type: ignore[attr-defined]
        )


def times_told(appointment: Appointment) -> str:
    """``Tuesday 4:00 – 4:30 PM, Thursday 4:00 – 4:30 PM``."""
    shown = [
        f"{WEEKDAY_NAMES[each.weekday]} {formats.hours(each.starts, each.ends)}"
        for each in appointment.times.all()
        if each.archived_at is None
    ]
    return ", ".join(shown)


class OfferedList(ListPage):
    """The appointments of one location."""

    name = "offered-appointments"
    title = _("Appointments on offer")
    default_sort = "service"
    empty_icon = "calendar-clock"
    empty_text = _("Nothing is offered here yet.")
    columns = (
        Column("service", _("Service"), sort="service__name", strong=True),
        Column("instructor", _("Instructor"), sort="instructor__first_name", priority=2),
        Column("times", _("Times"), value=times_told, priority=2),
        Column("starts_on", _("Start date"), kind="date", sort="starts_on", priority=3),
        Column("ends_on", _("End date"), kind="date", sort="ends_on", priority=3),
        Column("max_students", _("Maximum students"), kind="number", priority=4),
        Column("pricing", _("Pricing schedule"), priority=4),
        Column("zone", _("Zone"), priority=4),
        Column("coming", _("Timeslots to come"), kind="number", priority=3),
        Column("program", _("Program"), shown=False, priority=4),
    )
    filters = (
        ChoiceFilter("frequency", _("Frequency"), Appointment.Frequency.choices),
        ChoiceFilter(
            "instructor",
            _("Instructor"),
            lambda page: [(each.pk, each) for each in page.instructors()],
            lookup="instructor_id",
        ),
    )

    def __init__(self, location: Location, params: Any, actor: Actor, **kwargs: Any) -> None:
        self.location = location
        self.tabs = (
            Tab("offered", _("On offer"), Q(archived_at=None)),
            Tab("archived", _("No longer"), Q(archived_at__isnull=False)),
        )
        rows = Appointment.objects.filter(account=location.account_id, location=location)
        rows = rows.select_related("service", "instructor", "program", "pricing", "zone")
        coming = Q(timeslots__canceled_at=None, timeslots__starts_at__gt=timezone.now())
        rows = rows.prefetch_related("times").annotate(coming=Count("timeslots", filter=coming))
        super().__init__(rows, params, actor, **kwargs)

    def instructors(self) -> QuerySet[StaffMember]:
        given = Appointment.objects.filter(location=self.location).values("instructor")
        return StaffMember.objects.filter(account=self.location.account_id, pk__in=given)

    def row_actions(self, row: Any) -> list[Action]:
        if not self.actor.can(permissions.OFFER):
            return []
        again = Action(_("Duplicate"), f"{self.to('new-appointment')}?like={row.pk}", icon="copy")
        if row.archived_at is not None:
            return [again]
        url = self.to("archive-appointment", row.pk)
        edit = Action(_("Edit"), f"{self.to('quick-edit')}?row={row.pk}", icon="pencil")
        return [edit, again, Action(_("Stop offering"), url, icon="archive")]

    def to(self, page: str, *args: Any) -> str:
        return reverse(f"office:{page}", args=[self.actor.account.slug, *args])


class OfferedAppointments(OfficeView):
    permission = permissions.VIEW

    def get(self, request: Any) -> HttpResponse:
        page = OfferedList(request.location, request.GET, request.actor, path=request.path)
        page.export_urls = self.export_urls(OfferedList.name)
        may_offer = request.actor.can(permissions.OFFER)
        if may_offer:
            edit = BulkAction(_("Quick edit"), self.to("quick-edit"), icon="pencil")
            page.bulk_actions = (edit,)
        return self.render(
            "office/appointments/list.html#list",
            list=page,
            head_actions="office/appointments/_ways.html",
            new_url=self.to("new-appointment") if may_offer else "",
            new_label=_("New appointment"),
        )


class ArchiveAppointment(OfficeView):
    """Says what stopping to offer will do, and does it."""

    permission = permissions.OFFER

    def find(self, pk: int) -> Appointment:
        found = self.request.account.appointments.filter(pk=pk).first()
        if found is None:
            raise self.no_such()
        found.account = found.location.account = self.request.account
        self.work_at(found.location)
        return found

    def get(self, request: Any, appointment: int) -> HttpResponse:
        record = self.find(appointment)
        coming = record.timeslots.filter(canceled_at=None, starts_at__gt=timezone.now())
        counts: dict[str, int] = coming.aggregate(
            empty=Count("pk", filter=Q(taken=0)), booked=Count("pk", filter=Q(taken__gt=0))
        )
        return self.render("office/appointments/archive.html", appointment=record, **counts)

    def post(self, request: Any, appointment: int) -> HttpResponse:
        record = archive_appointment(self.find(appointment), now=timezone.now(), by=request.actor)
        messages.success(request, _t("%s is no longer offered.") % record)
        return self.go("offered-appointments")
