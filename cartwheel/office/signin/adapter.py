"""allauth as Cartwheel wants it: no sign-up, letters through the outbox, plain words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_rates
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.identity.models import User
from cartwheel.domain.identity.queries import user_with
from cartwheel.domain.mailer.operations import post_message
from cartwheel.domain.staff.models import StaffMember
from cartwheel.domain.staff.queries import workplaces
from cartwheel.kernel.tenancy import own_rows, tenant

PASSWORD_LINK = "account/email/password_reset_key"  # noqa: S105 - a template, not a password


def minutes_of(action: str) -> int:
    """How long a limit of ``action`` keeps somebody waiting at most, in whole minutes."""
    rates = get_rates(app="allauth.account", action=action)
    return max(1, round(max((rate.duration for rate in rates), default=60) / 60))


def _too_many_tries() -> str:
    minutes = minutes_of("login_failed")
    return ngettext(
        "Too many tries did not work. Wait %d minute, then try again.",
        "Too many tries did not work. Wait %d minutes, then try again.",
        minutes,
    ) % (minutes)


class OfficeAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This email address and password do not belong together."),
        "too_many_login_attempts": lazy(_too_many_tries, str)(),
        "rate_limited": lazy(_too_many_tries, str)(),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your current password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Sign-ins are given by the business."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count tries by address alone: whatever name of this server they were sent to."""
        return str(credentials.get("email", "")).strip().lower()

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Only say what is worth saying: allauth greets and waves at every turn."""
        template = kwargs.get("message_template") or (args[2] if len(args) > 2 else None)
        if template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(*args, **kwargs)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        for staff in workplaces_of(user):
            with tenant(staff.account_id):
                record("staff.signed-in", staff, by=_at_the_door(request, staff))
        return super().post_login(request, user, **kwargs)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, gettext("This sign-in was switched off. Ask your administrator."))
        return redirect("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("security")

    # Letters

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link as the world reaches it, whatever name the request came by."""
        place = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.PUBLIC_URL}{place.replace('UID-KEY', key)}"

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    @transaction.atomic  # allauth writes some letters after the request's own transaction
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write through the outbox of the first business where the user works.

        To an address that works nowhere here nothing is written, and nobody learns that.
        """
        user = user_with(email)
        places = workplaces_of(user) if user else []
        if user is None or not places:
            return
        staff = places[0]
        business = {"business": staff.account, "user": user, "public_url": settings.PUBLIC_URL}
        letter = self.render_mail(template_prefix, email, context | business)
        with tenant(staff.account_id):
            post_message(
                to=user.email,
                to_name=user.name,
                title=str(letter.subject),
                text=str(letter.body),
                kind="sign-in.link" if template_prefix == PASSWORD_LINK else "sign-in.notice",
                regarding=[staff],
                secret=template_prefix == PASSWORD_LINK,
                by=Actor.system(staff.account),
            )


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. A code can be used only for a short time."),
    }

    def _get_site_name(self) -> str:
        """What the device calls the place that asks for a passkey."""
        return "Cartwheel"


def workplaces_of(user: User) -> list[StaffMember]:
    """Her staff rows in every business."""
    with own_rows(user.pk), transaction.atomic():
        return workplaces(user.pk)


def _at_the_door(request: HttpRequest, staff: StaffMember) -> Actor:
    address = request.META.get("REMOTE_ADDR") or None
    return Actor(staff.account, "staff", str(staff), id=staff.pk, surface="office", address=address)
