"""allauth's forms in our words: sentence case, no placeholders that repeat the label."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.identity.operations import prove_address

ONE_TIME_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


class Plain(forms.Form):
    """``labels`` and ``hints`` by field; what is not named there keeps allauth's."""

    use_required_attribute = False  # the server's sentence stands beside the field
    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}
    first = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
        if self.first in self.fields:
            self.fields[self.first].widget.attrs["autofocus"] = True


PASSWORDS = {
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
}
PASSWORD_RULES = {"password1": _("At least 10 characters. A few words make a good one.")}


class SignInForm(Plain, account.LoginForm):
    labels = {"login": _("Email"), "password": _("Password")}
    first = "login"


class ForgottenPasswordForm(Plain, account.ResetPasswordForm):
    labels = {"email": _("Email")}
    first = "email"


class NewPasswordForm(Plain, account.ResetPasswordKeyForm):
    """Chosen by a link: whoever has it reads the mail to her address."""

    labels, hints, first = PASSWORDS, PASSWORD_RULES, "password1"

    def save(self) -> None:
        super().save()
        prove_address(self.user)


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    labels, hints, first = PASSWORDS, PASSWORD_RULES, "oldpassword"


class ConfirmPasswordForm(Plain, account.ReauthenticateForm):
    labels = {"password": _("Password")}
    first = "password"


class CodeForm(Plain, mfa.AuthenticateForm):
    labels = {"code": _("Code")}
    hints = {"code": _("Six digits from your authenticator app, or one of your recovery codes.")}
    first = "code"


class ConfirmCodeForm(Plain, mfa.ReauthenticateForm):
    labels, hints, first = CodeForm.labels, CodeForm.hints, "code"


class ActivateAuthenticatorForm(Plain, totp.ActivateTOTPForm):
    labels = {"code": _("Code that the app shows")}
    first = "code"


class AddPasskeyForm(Plain, webauthn.AddWebAuthnForm):
    labels = {"name": _("Name"), "passwordless": _("Sign in with this passkey alone")}
    hints = {
        "name": _("So that you know it again, such as “Front desk laptop”."),
        "passwordless": _("Then no password is needed. The device asks for your finger or PIN."),
    }


class RenamePasskeyForm(Plain, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name")}
    first = "name"
