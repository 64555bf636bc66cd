"""What somebody may teach and when she can work, what an hour costs, and her picture."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments.models import Service
from cartwheel.domain.appointments.operations import set_teaching
from cartwheel.domain.scheduling.operations import set_working_hours
from cartwheel.domain.staff import permissions
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.operations import remove_staff_photo, set_rate, set_staff_photo
from cartwheel.office.seen import digest, overtaken
from cartwheel.office.settings.appointments.hours import HoursForm, hours_kept
from cartwheel.office.staff.forms import Several
from cartwheel.office.staff.record import StaffView
from cartwheel.ui.forms import DateField, MoneyField, OperationForm
from cartwheel.ui.pictures import keep_picture, picture_response


class WorkingForm(HoursForm):
    services = Several(label=_("May teach"), help_text=_("None ticked means every service."))

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].queryset = services  # type: ignore[attr-defined]


class TeachingAndHours(StaffView):
    permission = permissions.VIEW
    change_permission = permissions.EDIT

    def get(self, request: Any, staff: int) -> HttpResponse:
        member = self.find(staff)
        return self.page(member, self.form(initial=self.kept(member)))

    def post(self, request: Any, staff: int) -> HttpResponse:
        member = self.find(staff)
        form = self.form(request.POST)
        if form.is_valid() and overtaken(form, request.POST.get("seen", ""), self.kept(member)):
            return self.page(member, form, status=422)
        if form.perform(partial(self.save, member)) is None:
            return self.page(member, form, status=422)
        messages.success(request, _t("What %s may teach and when is saved.") % member)
        return self.go("staff-member", member.pk)

    def save(self, member: StaffMember, *, services: Any, hours: Any) -> bool:
        set_teaching(member, services=services, by=self.request.actor)
        set_working_hours(member, hours=hours, by=self.request.actor)
        return True

    def form(self, typed: Any = None, **given: Any) -> WorkingForm:
        services = Service.objects.filter(account=self.request.account, archived_at=None)
        return WorkingForm(typed, services=services, **given)

    def kept(self, member: StaffMember) -> dict[str, Any]:
        taught = list(member.teaching.order_by("service").values_list("service", flat=True))
        return hours_kept(member.working_hours.all()) | {"services": taught}

    def page(self, member: StaffMember, form: WorkingForm, status: int = 200) -> HttpResponse:
        return self.render(
            "office/staff/working.html",
            member=member,
            form=form,
            seen=digest(self.kept(member)),
            may_edit=self.request.actor.can(permissions.EDIT),
            status=status,
        )


class RateForm(OperationForm):
    amount = MoneyField(label=_("Hourly rate"))
    since_on = DateField(label=_("From"))


class HourlyRate(StaffView):
    permission = permissions.VIEW_RATES
    change_permission = permissions.EDIT_RATES

    def get(self, request: Any, staff: int) -> HttpResponse:
        form = RateForm(account=request.account, initial={"since_on": timezone.localdate()})
        return self.page(self.find(staff), form)

    def post(self, request: Any, staff: int) -> HttpResponse:
        member, form = self.find(staff), RateForm(request.POST, account=request.account)
        if form.perform(partial(set_rate, member), by=request.actor) is None:
            return self.page(member, form, status=422)
        messages.success(request, _t("The hourly rate of %s is saved.") % member)
        return self.go("staff-rate", member.pk)

    def page(self, member: StaffMember, form: RateForm, status: int = 200) -> HttpResponse:
        return self.render(
            "office/staff/rate.html",
            member=member,
            form=form if self.request.actor.can(permissions.EDIT_RATES) else None,
            rates=member.rates.all(),
            status=status,
        )


class StaffPhoto(StaffView):
    """The picture itself; sent a new one, it takes the place of the old."""

    permission = permissions.VIEW
    change_permission = permissions.EDIT

    def get(self, request: Any, staff: int) -> HttpResponseBase:
        return picture_response(self.find(staff).photo, large="large" in request.GET)

    def post(self, request: Any, staff: int) -> HttpResponse:
        member = self.find(staff)
        kept = _t("The photo of %s is saved.") % member
        keep_picture(request, partial(set_staff_photo, member), kept=kept)
        return self.go("staff-member", member.pk)


class RemoveStaffPhoto(StaffView):
    permission = permissions.EDIT

    def get(self, request: Any, staff: int) -> HttpResponse:
        return self.go("staff-member", self.find(staff).pk)

    def post(self, request: Any, staff: int) -> HttpResponse:
        member = remove_staff_photo(self.find(staff), by=request.actor)
        messages.success(request, _t("The photo of %s is removed.") % member)
        return self.go("staff-member", member.pk)
