"""Letting a staff member in, and shutting her out."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cartwheel.domain.staff import permissions
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.operations import give_sign_in, invite_again, withdraw_sign_in
from cartwheel.kernel.refusals import Refused
from cartwheel.office.mail import tell_posted
from cartwheel.office.staff.forms import SignInForm
from cartwheel.office.staff.record import StaffView


class GiveSignIn(StaffView):
    permission = permissions.EDIT

    def get(self, request: Any, staff: int) -> HttpResponse:
        member = self.find(staff)
        return self.page(member, SignInForm(initial={"email": member.email}))

    def post(self, request: Any, staff: int) -> HttpResponse:
        member = self.find(staff)
        form = SignInForm(request.POST)
        done = form.perform(partial(give_sign_in, member), by=request.actor)
        if done is None:
            return self.page(member, form, status=422)
        messages.success(request, _("%s can sign in now.") % done)
        return self.go("staff-member", done.pk)

    def page(self, member: StaffMember, form: SignInForm, status: int = 200) -> HttpResponse:
        return self.render(
            "office/staff/sign_in.html",
            member=member,
            form=form,
            mail_works=settings.MAIL_SERVER is not None,
            status=status,
        )


class Invitation(StaffView):
    """Another letter, for one who has not chosen a password yet."""

    permission = permissions.EDIT

    def post(self, request: Any, staff: int) -> HttpResponse:
        member = self.find(staff)
        try:
            invite_again(member, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            tell_posted(request, _("Another invitation is on its way to %s.") % member)
        return self.go("staff-member", member.pk)


class Withdrawal(StaffView):
    permission = permissions.EDIT

    def get(self, request: Any, staff: int) -> HttpResponse:
        return self.page(self.find(staff))

    def post(self, request: Any, staff: int) -> HttpResponse:
        member = self.find(staff)
        try:
            withdraw_sign_in(member, by=request.actor)
        except Refused as refusal:
            return self.page(member, problem=str(refusal), status=422)
        messages.success(request, _("%s cannot sign in any more.") % member)
        return self.go("staff-member", member.pk)

    def page(self, member: StaffMember, problem: str = "", status: int = 200) -> HttpResponse:
        return self.render(
            "office/staff/withdraw.html", member=member, problem=problem, status=status
        )
