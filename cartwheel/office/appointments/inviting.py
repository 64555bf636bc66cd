"""The group of a booking: who is invited to share it, and what became of that."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments import permissions
from cartwheel.domain.appointments.models import Booking, Invitation
from cartwheel.domain.appointments.operations import (
    invite_to_booking,
    resend_invitation,
    withdraw_invitation,
)
from cartwheel.domain.appointments.queries import settings_of
from cartwheel.kernel.refusals import Refused
from cartwheel.office.appointments.record import BookingView
from cartwheel.office.mail import tell_posted
from cartwheel.ui.forms import OperationForm


class InviteForm(OperationForm):
    email = forms.CharField(
        max_length=254,
        label=_("Email of the family’s account"),
        widget=forms.TextInput({"type": "email", "autocomplete": "off"}),
    )
    student_name = forms.CharField(max_length=120, label=_("Student’s name"))


class GroupPage(BookingView):
    """Send Invite, and the list of the invitations."""

    permission = permissions.VIEW
    change_permission = permissions.BOOK

    def get(self, request: Any, booking: int) -> HttpResponse:
        return self.page(self.booking(booking), InviteForm())

    def post(self, request: Any, booking: int) -> HttpResponse:
        record, form = self.booking(booking), InviteForm(request.POST)
        sent = form.perform(
            lambda **typed: invite_to_booking(record, **typed),
            now=timezone.now(),
            by=request.actor,
        )
        if sent is None:
            return self.page(record, form, status=422)
        tell_posted(request, _t("The invitation is on its way to %s.") % sent.email)
        return self.go("booking-group", record.pk)

    def page(self, booking: Booking, form: InviteForm, status: int = 200) -> HttpResponse:
        now = timezone.now()
        invitations = list(booking.invitations.select_related("guest__student", "guest__family"))
        return self.render(
            "office/appointments/group.html",
            booking=booking,
            form=form if self.request.actor.can(permissions.BOOK) else None,
            invitations=[(each, state_of(each, now)) for each in invitations],
            hours=settings_of(booking.location).invitation_hours,
            status=status,
        )


def state_of(invitation: Invitation, now: Any) -> str:
    """accepted, withdrawn, expired or open."""
    if invitation.used_at:
        return "accepted"
    if invitation.withdrawn_at:
        return "withdrawn"
    return "open" if invitation.is_open(now) else "expired"


class InvitationView(BookingView):
    permission = permissions.BOOK

    def get(self, request: Any, booking: int, invitation: int) -> HttpResponse:
        return self.go("booking-group", self.invitation(booking, invitation).booking_id)

    def invitation(self, booking: int, key: int) -> Invitation:
        record = self.booking(booking)
        found = record.invitations.filter(pk=key).first()
        if found is None:
            raise self.no_such()
        found.account = self.request.account
        return found


class ResendInvitation(InvitationView):
    """With a new link; to the address from which somebody asked, where the form names it."""

    def post(self, request: Any, booking: int, invitation: int) -> HttpResponse:
        found = self.invitation(booking, invitation)
        email = found.asked_from if request.POST.get("asked") else ""
        try:
            sent = resend_invitation(found, email=email, now=timezone.now(), by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            tell_posted(request, _t("The invitation is on its way to %s.") % sent.email)
        return self.go("booking-group", found.booking_id)


class WithdrawInvitation(InvitationView):
    def post(self, request: Any, booking: int, invitation: int) -> HttpResponse:
        found = self.invitation(booking, invitation)
        try:
            withdraw_invitation(found, now=timezone.now(), by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _t("The link in the invitation works no more."))
        return self.go("booking-group", found.booking_id)
