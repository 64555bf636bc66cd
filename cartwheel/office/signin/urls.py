"""Signing in, and looking after one's own sign-in.

allauth answers most of it; only what is named here can be reached, always in our own words.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from cartwheel.office.signin import forms, views
from cartwheel.office.signin.doors import View, door


def at(address: str, view: View, name: str) -> URLPattern:
    return path(address, door(view), name=name)


signing_in = [
    at("", account.LoginView.as_view(form_class=forms.SignInForm), "account_login"),
    at("out/", account.logout, "account_logout"),
    at("code/", mfa.AuthenticateView.as_view(form_class=forms.CodeForm), "mfa_authenticate"),
    at("passkey/", webauthn.login_webauthn, "mfa_login_webauthn"),
]

forgotten = [
    at(
        "password/forgotten/",
        account.PasswordResetView.as_view(form_class=forms.ForgottenPasswordForm),
        "account_reset_password",
    ),
    at("password/forgotten/sent/", account.password_reset_done, "account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        door(account.PasswordResetFromKeyView.as_view(form_class=forms.NewPasswordForm)),
        name="account_reset_password_from_key",
    ),
    at(
        "password/new/done/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    # Whoever has no password yet gets one by mail, like somebody who forgot hers.
    at(
        "password/set/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        "account_set_password",
    ),
]

again = [
    at(
        "again/",
        account.ReauthenticateView.as_view(form_class=forms.ConfirmPasswordForm),
        "account_reauthenticate",
    ),
    at(
        "again/code/",
        mfa.ReauthenticateView.as_view(form_class=forms.ConfirmCodeForm),
        "mfa_reauthenticate",
    ),
    at("again/passkey/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
]

own_sign_in = [
    at("security/", mfa.index, "security"),
    at("security/", mfa.index, "mfa_index"),
    at("theme/", views.theme, "theme"),
    at(
        "security/password/",
        account.PasswordChangeView.as_view(form_class=forms.ChangePasswordForm),
        "account_change_password",
    ),
    at(
        "security/authenticator/",
        totp.ActivateTOTPView.as_view(form_class=forms.ActivateAuthenticatorForm),
        "mfa_activate_totp",
    ),
    at("security/authenticator/off/", totp.deactivate_totp, "mfa_deactivate_totp"),
    at("security/recovery-codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    at(
        "security/recovery-codes/new/",
        codes.generate_recovery_codes,
        "mfa_generate_recovery_codes",
    ),
    at(
        "security/recovery-codes/download/",
        codes.download_recovery_codes,
        "mfa_download_recovery_codes",
    ),
    at("security/passkeys/", webauthn.list_webauthn, "mfa_list_webauthn"),
    at(
        "security/passkeys/new/",
        webauthn.AddWebAuthnView.as_view(form_class=forms.AddPasskeyForm),
        "mfa_add_webauthn",
    ),
    at("security/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
    at(
        "security/passkeys/<int:pk>/",
        webauthn.EditWebAuthnView.as_view(form_class=forms.RenamePasskeyForm),
        "mfa_edit_webauthn",
    ),
]

urlpatterns = [*signing_in, *forgotten, *again, *own_sign_in]
