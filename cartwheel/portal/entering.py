"""Signing in and out, forgotten passwords, and accounts for new families.

A forgotten password and a new account are one way: a code goes to the address; whoever types it is
asked for a new password when a family is known there, else for who she is. What is known at an
address is told by mail alone.
"""

import time
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.people.models import Channel, Guardian, PortalLogin
from cartwheel.domain.people.operations import (
    CodeNeeded,
    Suspended,
    check_portal_password,
    code_is_right,
    create_family,
    enter_portal,
    open_portal,
    send_portal_code,
)
from cartwheel.domain.people.queries import guardians_with
from cartwheel.kernel.refusals import Refused
from cartwheel.portal import access
from cartwheel.portal.forms import (
    AddressForm,
    MailedCodeForm,
    NewPasswordForm,
    RegisterForm,
    SignInForm,
    StepForm,
)
from cartwheel.portal.views import PortalView
from cartwheel.ui.forms import OperationForm
from cartwheel.ui.requests import address_of
from cartwheel.ui.throttle import allowed

MINUTES = 10


class DoorView(PortalView):
    """A page for somebody who is not signed in."""

    open_to_all = True

    @property
    def at_the_door(self) -> Actor:
        return access.at_the_door(self.request, self.request.account)

    def may_try(self, what: str, who: str, *, most: int) -> bool:
        """Count one try of this kind by ``who``, and by the address it comes from."""
        here = address_of(self.request) or "nowhere"
        mine = f"{self.request.account.pk}:{who}"
        one = allowed(f"portal-{what}", mine, most=most, seconds=MINUTES * 60)
        return allowed(f"portal-{what}-at", here, most=20 * most, seconds=MINUTES * 60) and one

    def too_many(self, form: OperationForm) -> None:
        form.refuse(Refused(_("Too many tries. Wait %d minutes, then try again.") % MINUTES))

    def came_in(self, login: PortalLogin, *, keep: bool) -> HttpResponse:
        wanted = self.next_page()
        access.sign_in(self.request, self.request.account, login, keep=keep)
        return redirect(wanted)

    def onward(self, name: str) -> HttpResponse:
        """To the next page of the way in, which remembers where she wanted to go."""
        return redirect(f"{self.to(name)}?{urlencode({'next': self.next_page()})}")

    def form_page(
        self, template: str, form: OperationForm, *, status: int = 200, **shown: Any
    ) -> HttpResponse:
        return self.render(template, form=form, next=self.next_page(), status=status, **shown)


class SignIn(DoorView):
    def get(self, request: Any) -> HttpResponse:
        if self.request.login is not None:
            return redirect(self.next_page())
        return self.form_page("portal/sign_in.html", SignInForm())

    def post(self, request: Any) -> HttpResponse:
        form = SignInForm(request.POST)
        if not form.is_valid():
            return self.form_page("portal/sign_in.html", form, status=422)
        typed = form.cleaned_data
        email = typed["email"].strip().lower()
        if not self.may_try("password", email, most=10):
            self.too_many(form)
            return self.form_page("portal/sign_in.html", form, status=429)
        try:
            login = check_portal_password(
                email=email, password=typed["password"], by=self.at_the_door
            )
        except Suspended:
            form.refuse(Refused(_("This account is suspended. Please contact us.")))
            return self.form_page("portal/sign_in.html", form, status=422)
        except Refused as refusal:
            form.refuse(refusal)
            return self.form_page("portal/sign_in.html", form, status=422)
        if login.second_step:
            halfway = {"account": request.account.pk, "login": login.pk, "keep": typed["keep"]}
            request.session[access.HALFWAY] = halfway | {"at": time.time()}
            return self.onward("second-step")
        login = enter_portal(login, now=timezone.now(), by=self.at_the_door)
        return self.came_in(login, keep=typed["keep"])


class SecondStep(DoorView):
    """The code of the authenticator app, after a right password or a mailed code."""

    def get(self, request: Any) -> HttpResponse:
        if self.halfway() is None:
            return self.onward("sign-in")
        return self.form_page("portal/second_step.html", StepForm())

    def post(self, request: Any) -> HttpResponse:
        login, form = self.halfway(), StepForm(request.POST)
        if login is None:
            return self.onward("sign-in")
        if not form.is_valid():
            return self.form_page("portal/second_step.html", form, status=422)
        if not self.may_try("step", str(login.pk), most=5):
            self.too_many(form)
            return self.form_page("portal/second_step.html", form, status=429)
        keep = request.session[access.HALFWAY]["keep"]
        try:
            code = form.cleaned_data["code"]
            login = enter_portal(login, code=code, now=timezone.now(), by=self.at_the_door)
        except Refused as refusal:
            form.refuse(refusal)
            return self.form_page("portal/second_step.html", form, status=422)
        return self.came_in(login, keep=keep)

    def halfway(self) -> PortalLogin | None:
        entry = self.request.session.get(access.HALFWAY) or {}
        fresh = time.time() - entry.get("at", 0) < access.CODE_COUNTS.total_seconds()
        if entry.get("account") != self.request.account.pk or not fresh:
            return None
        rows = PortalLogin.objects.filter(account=self.request.account, pk=entry["login"])
        return rows.select_related("guardian__family").first()


class SignOut(DoorView):
    def get(self, request: Any) -> HttpResponse:
        return self.go("home")

    def post(self, request: Any) -> HttpResponse:
        access.sign_out(request, request.account)
        return self.go("home")


class AskForCode(DoorView):
    """The way in for who has no password: the address to which a code goes."""

    new = False

    def get(self, request: Any) -> HttpResponse:
        if self.request.login is not None:
            return redirect(self.next_page())
        if self.new and not self.look.takes_new_families:
            return self.render("portal/no_new.html")
        return self.page(AddressForm(initial={"email": request.GET.get("email", "")}))

    def post(self, request: Any) -> HttpResponse:
        form = AddressForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        if not self.may_try("code", form.cleaned_data["email"].strip().lower(), most=4):
            self.too_many(form)
            return self.page(form, status=429)
        email = form.perform(send_portal_code, now=timezone.now(), by=self.at_the_door)
        if email is None:
            return self.page(form, status=422)
        request.session[access.BY_CODE] = {"account": request.account.pk, "email": email}
        return self.onward("mailed-code")

    def page(self, form: AddressForm, status: int = 200) -> HttpResponse:
        return self.form_page("portal/ask_for_code.html", form, new=self.new, status=status)


class MailedCode(DoorView):
    """The code that was mailed, from whoever asked for it in this browser."""

    def get(self, request: Any) -> HttpResponse:
        if not self.address():
            return self.onward("forgotten")
        return self.page(MailedCodeForm())

    def post(self, request: Any) -> HttpResponse:
        email, form = self.address(), MailedCodeForm(request.POST)
        if not email:
            return self.onward("forgotten")
        if not form.is_valid():
            return self.page(form, status=422)
        right = self.may_try("typed", email, most=20) and code_is_right(
            email=email, code=form.cleaned_data["code"], now=timezone.now(), by=self.at_the_door
        )
        if not right:
            text = _("This code is not right, or too old. After five wrong ones ask for another.")
            form.refuse(Refused(text, field="code"))
            return self.page(form, status=422)
        proven = {"account": request.account.pk, "email": email, "proven": time.time()}
        request.session[access.BY_CODE] = proven
        known = guardians_with(request.account, email)
        return self.onward("new-password" if known else "new-account")

    def address(self) -> str:
        entry = self.request.session.get(access.BY_CODE) or {}
        return entry["email"] if entry.get("account") == self.request.account.pk else ""

    def page(self, form: MailedCodeForm, status: int = 200) -> HttpResponse:
        email = self.address()
        return self.form_page("portal/mailed_code.html", form, email=email, status=status)


class ProvenView(DoorView):
    """A page for who has shown that she reads the mail to an address."""

    def proven(self) -> str:
        return access.proven_address(self.request, self.request.account)

    def enter(self, login: PortalLogin) -> HttpResponse:
        """She comes in with her new password, or is asked for her second step."""
        try:
            entered = enter_portal(login, now=timezone.now(), by=self.at_the_door)
        except CodeNeeded:
            halfway = {"account": self.request.account.pk, "login": login.pk, "keep": False}
            self.request.session[access.HALFWAY] = halfway | {"at": time.time()}
            return self.onward("second-step")
        return self.came_in(entered, keep=False)


class NewPassword(ProvenView):
    def get(self, request: Any) -> HttpResponse:
        known = self.known()
        if not known:
            return self.onward("forgotten")
        return self.page(NewPasswordForm(guardians=known))

    def post(self, request: Any) -> HttpResponse:
        known = self.known()
        if not known:
            return self.onward("forgotten")
        form = NewPasswordForm(request.POST, guardians=known)
        if not form.is_valid():
            return self.page(form, status=422)
        typed = form.cleaned_data
        guardian = next(each for each in known if each == typed.get("guardian", known[0]))
        try:
            login = open_portal(
                guardian,
                email=self.proven(),
                portal_password=typed["portal_password"],
                by=self.as_guardian(guardian),
            )
        except Suspended:
            form.refuse(Refused(_("This account is suspended. Please contact us.")))
            return self.page(form, status=422)
        except Refused as refusal:
            form.refuse(refusal)
            return self.page(form, status=422)
        messages.success(request, _("Your new password is saved."))
        return self.enter(login)

    def known(self) -> list[Guardian]:
        """Who is at the address; alone the one who signs in with it, where somebody does."""
        email = self.proven()
        found = guardians_with(self.request.account, email) if email else []
        logins = PortalLogin.objects.filter(account=self.request.account, email=email)
        mine = set(logins.values_list("guardian", flat=True))
        return [each for each in found if each.pk in mine] or found

    def as_guardian(self, guardian: Guardian) -> Actor:
        return replace(self.at_the_door, name=str(guardian), id=guardian.pk)

    def page(self, form: NewPasswordForm, status: int = 200) -> HttpResponse:
        email = self.proven()
        return self.form_page("portal/new_password.html", form, email=email, status=status)


class NewAccount(ProvenView):
    """A family that nobody knows yet."""

    def get(self, request: Any) -> HttpResponse:
        return self.barred() or self.page(self.form())

    def post(self, request: Any) -> HttpResponse:
        if elsewhere := self.barred():
            return elsewhere
        form, email = self.form(request.POST), self.proven()
        # A phone number that another family has is for the office to look at, not for her to read.
        by = self.called(form) if form.is_valid() else self.at_the_door
        family = form.perform(create_family, email=email, duplicates_seen=True, by=by)
        if family is None:
            return self.page(form, status=422)
        login = PortalLogin.objects.select_related("guardian__family").get(guardian__family=family)
        words = {"business": request.account.name}
        messages.success(request, _("Welcome to %(business)s.") % words)
        return self.enter(login)

    def barred(self) -> HttpResponse | None:
        email = self.proven()
        if not email:
            return self.onward("start-account")
        if not self.look.takes_new_families:
            return self.render("portal/no_new.html")
        if guardians_with(self.request.account, email):
            return self.onward("new-password")
        return None

    def called(self, form: RegisterForm) -> Actor:
        """Who she says she is, for the history."""
        typed = form.cleaned_data
        return replace(self.at_the_door, name=f"{typed['first_name']} {typed['last_name']}")

    def form(self, typed: Any = None) -> RegisterForm:
        return RegisterForm(typed, account=self.request.account, channel=Channel.ONLINE_BOOKING)

    def page(self, form: RegisterForm, status: int = 200) -> HttpResponse:
        email = self.proven()
        return self.form_page("portal/new_account.html", form, email=email, status=status)
