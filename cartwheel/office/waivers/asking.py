"""Asking a family to sign: by a mailed link, or on this device that is handed over."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartwheel.domain.paperwork import permissions
from cartwheel.domain.paperwork.models import ACTIVITIES
from cartwheel.domain.paperwork.operations import Link, hand_over, request_signature
from cartwheel.domain.people import permissions as people
from cartwheel.domain.people.models import Family, Guardian
from cartwheel.kernel.refusals import Refused
from cartwheel.office import access
from cartwheel.office.families.frame import guardians_in
from cartwheel.office.families.screen import FamilyView
from cartwheel.ui.forms import OperationForm


class AskForm(OperationForm):
    """Whom to write to, and what for."""

    guardian = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, label=gettext_lazy("Guardian")
    )
    activity = forms.ChoiceField(
        required=False,
        choices=[("", gettext_lazy("Everything")), *ACTIVITIES],
        label=gettext_lazy("What is asked for"),
    )

    def __init__(self, *args: Any, guardians: list[Guardian], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(guardian.pk, str(guardian)) for guardian in guardians]
        self.fields["guardian"].choices = choices  # type: ignore[attr-defined]


class AskView(FamilyView, abstract=True):
    permission = people.VIEW & permissions.ASK
    change_permission = people.VIEW

    def get(self, request: Any, family: int) -> HttpResponse:
        return self.go("family-waivers", self.family(family).pk)

    def post(self, request: Any, family: int) -> HttpResponse:
        record = self.family(family)
        guardians = guardians_in(record)
        form = AskForm(request.POST, guardians=guardians)
        if form.is_valid():
            chosen = next((g for g in guardians if g.pk == form.cleaned_data["guardian"]), None)
            try:
                return self.ask(record, chosen, form.cleaned_data["activity"])
            except Refused as refusal:
                form.refuse(refusal)
        for error in form.error_list():
            messages.error(request, error.text)
        return self.go("family-waivers", record.pk)

    def ask(self, family: Family, guardian: Guardian | None, activity: str) -> HttpResponse:
        raise NotImplementedError


class SendLink(AskView):
    def ask(self, family: Family, guardian: Guardian | None, activity: str) -> HttpResponse:
        link: Link = request_signature(
            family,
            guardian=guardian,
            location=self.request.location,
            activity=activity,
            now=timezone.now(),
            by=self.request.actor,
        )
        if settings.MAIL_SERVER is None:
            text = _("There is no mail server, so the link to %s stays here. Let them sign here.")
            messages.warning(self.request, text % link.request.sent_to)
        else:
            messages.success(
                self.request, _("The link is on its way to %s.") % link.request.sent_to
            )
        return self.go("family-waivers", family.pk)


class SignHere(AskView):
    """Whoever gets the device in her hands must not get the office with it: it is signed out."""

    def ask(self, family: Family, guardian: Guardian | None, activity: str) -> HttpResponse:
        link = hand_over(
            family,
            location=self.request.location,
            activity=activity,
            now=timezone.now(),
            by=self.request.actor,
        )
        logout(self.request)
        return access.go(self.request, urlsplit(link.url).path)
