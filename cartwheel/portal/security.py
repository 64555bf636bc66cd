"""A guardian's own sign-in: another password, and a second step."""

from typing import Any
from urllib.parse import quote, urlencode

from allauth.mfa.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from cartwheel.domain.people.operations import (
    change_portal_password,
    new_second_step,
    turn_off_second_step,
    turn_on_second_step,
)
from cartwheel.kernel.refusals import Refused
from cartwheel.portal import access
from cartwheel.portal.forms import ChangePasswordForm, StepForm, TurnOffForm
from cartwheel.portal.views import PortalView
from cartwheel.ui.forms import OperationForm
from cartwheel.ui.throttle import allowed

SECRET = "portal_new_step"  # noqa: S105 - where in the session it stands


class SecurityView(PortalView):
    tab = "family"

    def may_try(self, form: OperationForm) -> bool:
        """Count one try of a password by whoever holds this device."""
        if allowed("portal-again", str(self.login.pk), most=10, seconds=600):
            return True
        form.refuse(Refused(_("Too many tries. Wait some minutes, then try again.")))
        return False

    def stay(self, text: str) -> HttpResponse:
        """Say what was done, to her who stays signed in here, and only here."""
        self.login.refresh_from_db()
        access.stay_in(self.request, self.request.account, self.login)
        messages.success(self.request, text)
        return self.go("security")


class Security(SecurityView):
    def get(self, request: Any) -> HttpResponse:
        return self.render("portal/security.html")


class ChangePassword(SecurityView):
    def get(self, request: Any) -> HttpResponse:
        return self.render("portal/change_password.html", form=ChangePasswordForm())

    def post(self, request: Any) -> HttpResponse:
        form = ChangePasswordForm(request.POST)
        if form.is_valid() and self.may_try(form):
            login = form.perform(
                lambda **typed: change_portal_password(self.login, **typed), by=self.actor
            )
            if login is not None:
                return self.stay(_("Your new password is saved. Other devices are signed out."))
        return self.render("portal/change_password.html", form=form, status=422)


class TurnOn(SecurityView):
    """The secret stands in the session until a code shows that the app has it."""

    def get(self, request: Any) -> HttpResponse:
        if self.login.second_step:
            return self.go("security")
        request.session[SECRET] = new_second_step()
        return self.page(StepForm())

    def post(self, request: Any) -> HttpResponse:
        secret, form = request.session.get(SECRET), StepForm(request.POST)
        if not secret or self.login.second_step:
            return self.go("security")
        if form.is_valid() and self.may_try(form):
            login = form.perform(
                lambda **typed: turn_on_second_step(self.login, secret=secret, **typed),
                now=timezone.now(),
                by=self.actor,
            )
            if login is not None:
                del request.session[SECRET]
                return self.stay(_("From now on a code of your app is asked for at sign-in."))
        return self.page(form, status=422)

    def page(self, form: StepForm, status: int = 200) -> HttpResponse:
        secret = self.request.session[SECRET]
        business = self.request.account.name
        about = urlencode({"secret": secret, "issuer": business})
        url = f"otpauth://totp/{quote(business)}:{quote(self.login.email)}?{about}"
        drawn = get_adapter().build_totp_svg(url)
        return self.render(
            "portal/turn_on.html",
            form=form,
            secret=secret,
            drawn=mark_safe(drawn),  # noqa: S308 - drawn here
            status=status,
        )


class TurnOff(SecurityView):
    def get(self, request: Any) -> HttpResponse:
        if not self.login.second_step:
            return self.go("security")
        return self.render("portal/turn_off.html", form=TurnOffForm())

    def post(self, request: Any) -> HttpResponse:
        form = TurnOffForm(request.POST)
        if form.is_valid() and self.may_try(form):
            login = form.perform(
                lambda **typed: turn_off_second_step(self.login, **typed), by=self.actor
            )
            if login is not None:
                return self.stay(_("Your password alone is enough again."))
        return self.render("portal/turn_off.html", form=form, status=422)
