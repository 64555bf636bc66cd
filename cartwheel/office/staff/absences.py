"""When somebody is not there, and what is on the schedule in that time for others to take over."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import CharField
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments import permissions as appointments
from cartwheel.domain.appointments.queries import KIND as LESSON
from cartwheel.domain.parties import permissions as parties
from cartwheel.domain.scheduling.models import Absence, Claim
from cartwheel.domain.scheduling.operations import add_absence, cancel_absence
from cartwheel.domain.scheduling.queries import absences_of, work_during
from cartwheel.domain.staff import permissions
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.periods import instant
from cartwheel.office.staff.record import StaffView
from cartwheel.ui import formats
from cartwheel.ui.forms import DateField, OperationForm, TimeField

PARTY = "party"
DAY = timedelta(days=1)


class AbsenceForm(OperationForm):
    """Whole days, or from an hour of the first to an hour of the last."""

    first_day = DateField(label=_("First day"))
    starts = TimeField(required=False, step=5, label=_("From"))
    last_day = DateField(label=_("Last day"))
    ends = TimeField(required=False, step=5, label=_("To"))
    reason = CharField(required=False, max_length=120, label=_("Reason"))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        zone = timezone.get_current_timezone()
        first, last = typed.pop("first_day", None), typed.pop("last_day", None)
        starts, ends = typed.pop("starts", None), typed.pop("ends", None)
        if not (first and last):
            return typed
        if last < first:
            self.add_error("last_day", ValidationError(_t("The last day is before the first.")))
            return typed
        typed["starts_at"] = instant(first, starts or time(), zone)
        after, clock = (last, ends) if ends else (last + DAY, time())
        typed["ends_at"] = instant(after, clock, zone)
        return typed

    def refuse(self, refusal: Any) -> None:
        if refusal.field == "ends_at":
            refusal.field = "ends"
        super().refuse(refusal)


@dataclass
class Work:
    """Something on the schedule meanwhile; ``url`` is where somebody else takes it over."""

    claim: Claim
    url: str


@dataclass
class Away:
    absence: Absence
    work: list[Work]

    @property
    def when(self) -> str:
        """The days, or from which moment to which."""
        zone = timezone.get_current_timezone()
        start, end = (at.astimezone(zone) for at in (self.absence.starts_at, self.absence.ends_at))
        if start.time() == end.time() == time():
            return formats.days(start.date(), end.date() - DAY)
        return f"{formats.moment(start)} – {formats.moment(end)}"


class StaffAbsences(StaffView):
    permission = permissions.VIEW
    change_permission = permissions.EDIT

    def get(self, request: Any, staff: int) -> HttpResponse:
        today = timezone.localdate()
        form = AbsenceForm(initial={"first_day": today, "last_day": today})
        return self.page(self.find(staff), form)

    def post(self, request: Any, staff: int) -> HttpResponse:
        member = self.find(staff)
        form = AbsenceForm(request.POST)
        given = form.perform(lambda **typed: add_absence(member, **typed), by=request.actor)
        if given is None:
            return self.page(member, form, status=422)
        messages.success(request, _t("%s cannot be booked in that time any more.") % member)
        return self.go("staff-absences", member.pk)

    def page(self, member: StaffMember, form: AbsenceForm, status: int = 200) -> HttpResponse:
        now = timezone.now()
        return self.render(
            "office/staff/absences.html",
            member=member,
            form=form,
            may_edit=self.request.actor.can(permissions.EDIT),
            absences=[self.away(each, now) for each in absences_of(member, now=now)],
            status=status,
        )

    def away(self, absence: Absence, now: datetime) -> Away:
        claims = work_during(absence, now=now)
        return Away(absence, [Work(claim, self.place_of(claim)) for claim in claims])

    def place_of(self, claim: Claim) -> str:
        can = self.request.actor.can
        if claim.kind == LESSON and claim.record_id and can(appointments.BOOK):
            return self.to("move-timeslot", claim.record_id)
        if claim.kind == PARTY and claim.record_id and can(parties.VIEW):
            return self.to("party", claim.record_id)
        return ""


class CancelAbsence(StaffView):
    permission = permissions.VIEW
    change_permission = permissions.EDIT

    def find_absence(self, pk: int) -> Absence:
        rows = Absence.objects.filter(account=self.request.account, pk=pk)
        absence = rows.select_related("staff").first()
        if absence is None:
            raise self.no_such()
        return absence

    def get(self, request: Any, absence: int) -> HttpResponse:
        return self.go("staff-absences", self.find_absence(absence).staff_id)

    def post(self, request: Any, absence: int) -> HttpResponse:
        found = self.find_absence(absence)
        cancel_absence(found, now=timezone.now(), by=request.actor)
        messages.success(request, _t("%s is there after all.") % found.staff)
        return self.go("staff-absences", found.staff_id)
