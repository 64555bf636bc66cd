"""How the Customer Portal looks, and whom it lets in."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts import permissions
from cartwheel.domain.people.operations import (
    change_portal_settings,
    remove_portal_logo,
    set_portal_logo,
)
from cartwheel.domain.people.queries import portal_settings_of
from cartwheel.office.seen import digest, overtaken
from cartwheel.office.views import OfficeView
from cartwheel.ui.forms import OperationForm
from cartwheel.ui.pictures import keep_picture, picture_response


class PortalSettingsForm(OperationForm):
    is_open = forms.BooleanField(required=False, label=_("The portal is open"))
    closed_text = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        label=_("What families read while it is closed"),
    )
    takes_new_families = forms.BooleanField(
        required=False,
        label=_("New families may create an account"),
        help_text=_("Families that you know always choose a password by themselves."),
    )
    color = forms.CharField(
        required=False,
        max_length=7,
        label=_("Your color"),
        help_text=_("Such as #0a7a5c. Text on it stays readable; left empty, it is ours."),
    )
    welcome = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        label=_("Welcome"),
        help_text=_("Stands on the first page."),
    )


class PortalSettingsPage(OfficeView):
    permission = permissions.SETUP

    def get(self, request: Any) -> HttpResponse:
        return self.page(PortalSettingsForm(initial=self.kept()))

    def post(self, request: Any) -> HttpResponse:
        form, newer = PortalSettingsForm(request.POST), []
        if form.is_valid():
            newer = overtaken(form, request.POST.get("seen", ""), self.kept())
        if newer:
            return self.page(form, status=422, newer=newer)
        if form.perform(change_portal_settings, by=request.actor) is None:
            return self.page(form, status=422)
        messages.success(request, _t("The portal settings are saved."))
        return self.go("settings")

    def kept(self) -> dict[str, Any]:
        found = portal_settings_of(self.request.account)
        return {name: getattr(found, name) for name in PortalSettingsForm.base_fields}

    def page(self, form: PortalSettingsForm, status: int = 200, **shown: Any) -> HttpResponse:
        address = reverse("portal:home", args=[self.request.account.slug])
        return self.render(
            "office/settings/portal.html",
            form=form,
            address=f"{settings.PUBLIC_URL}{address}",
            logo=Path(portal_settings_of(self.request.account).logo).stem,
            seen=digest(self.kept()),
            status=status,
            **shown,
        )


class PortalLogo(OfficeView):
    """The logo itself; ``edition`` changes with it, so that browsers may keep it for a while."""

    permission = permissions.SETUP

    def get(self, request: Any, edition: str) -> HttpResponseBase:
        return picture_response(portal_settings_of(request.account).logo, large=True)


class ReplacePortalLogo(OfficeView):
    permission = permissions.SETUP

    def get(self, request: Any) -> HttpResponse:
        return self.go("portal-settings")

    def post(self, request: Any) -> HttpResponse:
        keep_picture(request, set_portal_logo, kept=_t("The logo is saved."))
        return self.go("portal-settings")


class RemovePortalLogo(OfficeView):
    permission = permissions.SETUP

    def get(self, request: Any) -> HttpResponse:
        return self.go("portal-settings")

    def post(self, request: Any) -> HttpResponse:
        remove_portal_logo(by=request.actor)
        messages.success(request, _t("The logo is removed."))
        return self.go("portal-settings")
