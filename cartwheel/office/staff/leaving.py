"""Archiving a staff member, and taking her back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cartwheel.domain.staff import permissions
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.operations import archive_staff_member, restore_staff_member
from cartwheel.kernel.refusals import Refused
from cartwheel.office.staff.record import StaffView


class Archiving(StaffView):
    permission = permissions.EDIT

    def get(self, request: Any, staff: int) -> HttpResponse:
        return self.page(self.find(staff))

    def post(self, request: Any, staff: int) -> HttpResponse:
        member = self.find(staff)
        try:
            archive_staff_member(member, by=request.actor)
        except Refused as refusal:
            return self.page(member, problem=str(refusal), status=422)
        messages.success(request, _("%s is archived.") % member)
        return self.go("staff")

    def page(self, member: StaffMember, problem: str = "", status: int = 200) -> HttpResponse:
        return self.render(
            "office/staff/archive.html", member=member, problem=problem, status=status
        )


class Return(StaffView):
    permission = permissions.EDIT

    def post(self, request: Any, staff: int) -> HttpResponse:
        member = self.find(staff)
        try:
            restore_staff_member(member, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%s is back on the staff.") % member)
        return self.go("staff-member", member.pk)
