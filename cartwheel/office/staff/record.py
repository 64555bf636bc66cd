"""A staff member's record: details, sign-in, rights and where they come from, history."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cartwheel.domain.calendar import permissions as calendar
from cartwheel.domain.staff import permissions
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.operations import (
    add_staff_member,
    change_staff_member,
    grant_rights,
)
from cartwheel.domain.staff.queries import groups_of, sign_in_of
from cartwheel.office.history.timeline import timeline
from cartwheel.office.rights import RIGHTS
from cartwheel.office.staff.forms import (
    RightsForm,
    StaffForm,
    rights_values,
    staff_values,
)
from cartwheel.office.staff.newer import differences, overtaken
from cartwheel.office.staff.standing import standing, through_groups
from cartwheel.office.views import OfficeView
from cartwheel.office.weekdays import WEEKDAY_NAMES
from cartwheel.ui import formats
from cartwheel.ui.pictures import PhotoForm


class StaffView(OfficeView, abstract=True):
    """A page about one staff member."""

    def find(self, pk: int) -> StaffMember:
        found = StaffMember.objects.filter(account=self.request.account, pk=pk)
        staff = found.select_related("account", "user").first()
        if staff is None:
            raise self.no_such()
        return staff


class StaffRecord(StaffView):
    permission = permissions.VIEW

    def get(self, request: Any, staff: int) -> HttpResponse:
        member = self.find(staff)
        can = request.actor.can
        return self.render(
            "office/staff/record.html",
            member=member,
            groups=groups_of(member),
            locations_of=[place.location for place in member.locations.select_related("location")],
            sign_in=sign_in_of(member).value,
            taught=[each.service for each in member.teaching.select_related("service")],
            hours_told=[
                f"{WEEKDAY_NAMES[each.weekday]} {formats.hours(each.starts, each.ends)}"
                for each in member.working_hours.all()
            ],
            may_see_rate=can(permissions.VIEW_RATES),
            photo_form=PhotoForm(),
            rights=standing(member) if can(permissions.VIEW_RIGHTS) else None,
            may_edit=can(permissions.EDIT),
            may_grant=can(permissions.EDIT & permissions.EDIT_RIGHTS),
            week_url=f"{self.to('calendar')}?{urlencode({'by': 'staff', 'staff': str(member)})}"
            if can(calendar.VIEW)
            else "",
            history=timeline(member),
        )


class NewStaff(OfficeView):
    permission = permissions.EDIT

    def get(self, request: Any) -> HttpResponse:
        typed = self.typed_before()
        if typed is not None:
            return self.page(StaffForm.as_typed(typed, **self.asked()))
        return self.page(StaffForm(**self.asked()))

    def post(self, request: Any) -> HttpResponse:
        form = StaffForm(request.POST, **self.asked())
        member = form.perform(_add, by=request.actor)
        if member is None:
            return self.page(form, status=422)
        self.forget_draft()
        messages.success(request, _("%s is on the staff. A sign-in is given below.") % member)
        return self.go("staff-member", member.pk)

    def asked(self) -> dict[str, Any]:
        return {"account": self.request.account, "by": self.request.actor}

    def page(self, form: StaffForm, status: int = 200) -> HttpResponse:
        return self.render(
            "office/staff/edit.html",
            form=form,
            draft=self.draft(),
            draft_url=self.to("drafts"),
            status=status,
        )


def _add(*, version: int | None, by: Any, **fields: Any) -> StaffMember:
    return add_staff_member(**fields, by=by)


class EditStaff(StaffView):
    permission = permissions.EDIT

    def get(self, request: Any, staff: int) -> HttpResponse:
        member = self.find(staff)
        typed = self.typed_before()
        if typed is not None:
            return self.page(member, StaffForm.as_typed(typed, **self.asked()))
        return self.page(member, StaffForm(initial=staff_values(member), **self.asked()))

    def post(self, request: Any, staff: int) -> HttpResponse:
        member = self.find(staff)
        form = StaffForm(request.POST, **self.asked())
        change = partial(change_staff_member, member)
        changed = form.perform(change, by=request.actor, **form.stays(member))
        if changed is None:
            return self.page(self.find(staff), form, status=422)
        self.forget_draft()
        messages.success(request, _("The record of %s is saved.") % changed)
        return self.go("staff-member", changed.pk)

    def asked(self) -> dict[str, Any]:
        return {"account": self.request.account, "by": self.request.actor}

    def page(self, member: StaffMember, form: StaffForm, status: int = 200) -> HttpResponse:
        newer = None
        if overtaken(form, member.version):
            newer = differences(form, staff_values(member))
        return self.render(
            "office/staff/edit.html",
            member=member,
            form=form,
            newer=newer,
            newest=timeline(member, limit=1) if newer is not None else [],
            draft=self.draft(),
            draft_url=self.to("drafts"),
            status=status,
        )


class PersonalRights(StaffView):
    """Grants to one person. They add to what her groups give and take nothing away."""

    permission = permissions.VIEW & permissions.VIEW_RIGHTS
    change_permission = permissions.EDIT & permissions.EDIT_RIGHTS

    def get(self, request: Any, staff: int) -> HttpResponse:
        member = self.find(staff)
        typed = self.typed_before()
        if typed is not None:
            return self.page(member, RightsForm.as_typed(typed))
        return self.page(member, RightsForm(initial=rights_values(member)))

    def post(self, request: Any, staff: int) -> HttpResponse:
        member = self.find(staff)
        form = RightsForm(request.POST)
        granted = form.perform(partial(grant_rights, member), known_rights=RIGHTS, by=request.actor)
        if granted is None:
            return self.page(self.find(staff), form, status=422)
        messages.success(request, _("The rights of %s are saved.") % member)
        return self.go("staff-member", member.pk)

    def page(self, member: StaffMember, form: RightsForm, status: int = 200) -> HttpResponse:
        newer = None
        if overtaken(form, member.version):
            newer = differences(form, rights_values(member))
        form.given = through_groups(member)
        return self.render(
            "office/staff/rights.html",
            member=member,
            form=form,
            newer=newer,
            newest=timeline(member, limit=1) if newer is not None else [],
            may_save=self.request.actor.can(self.needed("POST")),
            status=status,
        )
