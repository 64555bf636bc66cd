"""Taking part in another family's lessons, by the link in an invitation."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.appointments.models import Invitation
from cartwheel.domain.appointments.operations import (
    InvitationOver,
    NotInvited,
    accept_invitation,
    ask_for_invitation,
    hidden,
)
from cartwheel.domain.appointments.queries import invitation_behind, is_invited, shared_dates
from cartwheel.domain.people.queries import students_of
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.wording import hours
from cartwheel.portal import access
from cartwheel.portal.views import PortalView
from cartwheel.ui.forms import OperationForm


class StudentForm(OperationForm):
    student: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        label=_("Who takes part?"),
        error_messages={"required": _("Choose a child.")},
    )

    def __init__(self, *args: Any, students: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["student"].queryset = students  # type: ignore[attr-defined]


class AskForm(OperationForm):
    email = forms.CharField(
        max_length=254,
        label=_("Where should it go?"),
        widget=forms.TextInput({"type": "email", "autocomplete": "email"}),
    )


class InvitationView(PortalView):
    """Whoever has the link may read what it is about; an unknown one says only that it is none."""

    open_to_all = True

    def invitation(self, key: str) -> Invitation | None:
        found = invitation_behind(self.request.account, key)
        if found is not None:
            found.account = found.booking.account = self.request.account
            found.booking.location.account = self.request.account
            self.work_at(found.booking.location)
        return found

    def unknown(self) -> HttpResponse:
        if not self.may_guess("invitation"):
            return self.slow_down()
        return self.render("portal/invitation_unknown.html", status=404)

    def over(self, found: Invitation, key: str) -> HttpResponse:
        """It works no more, and why; a new one can be asked for where it was not used."""
        form = AskForm(initial={"email": self.request.login and self.request.login.email})
        return self.render(
            "portal/invitation_over.html", invitation=found, key=key, form=form, status=410
        )


class Accept(InvitationView):
    def get(self, request: Any, key: str) -> HttpResponse:
        found = self.invitation(key)
        if found is None:
            return self.unknown()
        if not found.is_open(timezone.now()):
            return self.over(found, key)
        if self.request.login is None:
            return self.stranger(found, key)
        if not is_invited(self.her_family, found):
            return self.wrong(found, key)
        students = self.students()
        initial = {"student": students[0].pk if len(students) == 1 else None}
        return self.page(found, StudentForm(students=students, initial=initial))

    def post(self, request: Any, key: str) -> HttpResponse:
        found = self.invitation(key)
        if found is None:
            return self.unknown()
        if self.request.login is None:
            return self.to_sign_in()
        form = StudentForm(request.POST, students=self.students())
        if not form.is_valid():
            return self.page(found, form, status=422)
        try:
            guest = accept_invitation(
                found,
                student=form.cleaned_data["student"],
                family=self.her_family,
                now=timezone.now(),
                by=self.actor,
            )
        except InvitationOver:
            found.refresh_from_db()
            return self.over(found, key)
        except NotInvited:
            return self.wrong(found, key)
        except Refused as refusal:
            form.refuse(refusal)
            return self.page(found, form, status=422)
        words = {"student": guest.student.first_name}
        messages.success(request, _t("%(student)s takes part. Here are the dates.") % words)
        return self.go("schedule")

    def students(self) -> Any:
        return students_of(self.her_family).filter(archived_at=None).order_by("first_name", "pk")

    def stranger(self, found: Invitation, key: str) -> HttpResponse:
        return self.render(
            "portal/invitation_stranger.html",
            invitation=found,
            dates=self.dates(found),
            here=self.to("invitation", key),
            to=hidden(found.email),
        )

    def wrong(self, found: Invitation, key: str) -> HttpResponse:
        form = AskForm(initial={"email": self.login.email})
        return self.render(
            "portal/invitation_wrong.html",
            invitation=found,
            key=key,
            form=form,
            to=hidden(found.email),
            here=self.to("invitation", key),
            status=403,
        )

    def page(self, found: Invitation, form: StudentForm, status: int = 200) -> HttpResponse:
        return self.render(
            "portal/invitation.html",
            invitation=found,
            form=form,
            dates=self.dates(found),
            here=self.request.path,
            has_students=self.students().exists(),
            status=status,
        )

    def dates(self, found: Invitation) -> dict[str, list[str]]:
        """The dates to come, as they are there: those that are free, and those that are not."""
        free, others = shared_dates(found, now=timezone.now())
        place = found.booking.location
        return {
            name: [hours(slot.starts_at, slot.ends_at, place) for slot in slots]
            for name, slots in (("free", free), ("taken", others))
        }


class AskForAnother(InvitationView):
    """From a link that works no more, or from an account with another address."""

    def get(self, request: Any, key: str) -> HttpResponse:
        return self.go("invitation", key)

    def post(self, request: Any, key: str) -> HttpResponse:
        found = self.invitation(key)
        if found is None or not self.may_guess("ask-invitation"):
            return self.unknown()
        form = AskForm(request.POST)
        login = self.request.login
        by = self.actor if login else access.at_the_door(request, request.account)
        asked = form.perform(
            lambda email: ask_for_invitation(found, email=email, now=timezone.now(), by=by)
        )
        if asked is None:
            return self.render(
                "portal/invitation_over.html", invitation=found, key=key, form=form, status=422
            )
        return self.render("portal/invitation_asked.html", invitation=found)
