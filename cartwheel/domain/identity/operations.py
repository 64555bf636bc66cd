"""Creating sign-ins, and the links that let their owners choose a password."""

from allauth.account import app_settings
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cartwheel.domain.identity.models import User
from cartwheel.domain.identity.queries import has_proven_address, user_with
from cartwheel.kernel.refusals import Refused, refuse_on

THEMES = ("", "light", "dark")


def require_good_password(password: str, user: User | None = None) -> None:
    """Refuse a password that is too short, too common or too much like its owner's address."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error


@transaction.atomic
def create_user(
    *, email: str, name: str, password: str | None = None, vouched: bool = True
) -> User:
    """A sign-in for this address; without a password until its owner has chosen one.

    ``vouched`` is False when somebody else knows the password and nobody has shown yet that she
    reads the mail to this address (see ``prove_address``).
    """
    address = email.strip().lower()
    if password is not None:
        require_good_password(password, User(email=address, name=name))
    taken = Refused(_("There is already a sign-in for %s.") % address, field="email")
    if user_with(address) is not None:
        raise taken
    with refuse_on("identity_user_email_key", taken):
        user = User.objects.create_user(address, password, name=name)
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=vouched)
    return user


@transaction.atomic
def prove_address(user: User) -> None:
    """``user`` reads the mail to her address. What others set up before that is undone."""
    if has_proven_address(user):
        return
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).update(verified=True)


@transaction.atomic
def start_over(user: User, *, password: str | None, vouched: bool) -> None:
    """Make a sign-in that nobody uses any more as good as a new one."""
    if password is not None:
        require_good_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).update(verified=vouched)


def password_link(user: User) -> str:
    """An address at which ``user``, and whoever reads her mail, may choose her password once.

    It ends to work when it was used, when she signs in, and after ``PASSWORD_RESET_TIMEOUT``.
    """
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    place = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": token},
    )
    return f"{settings.PUBLIC_URL}{place}"


def choose_theme(user: User, *, theme: str) -> None:
    """``theme`` is light, dark or empty (as the device says)."""
    if theme not in THEMES:
        raise Refused(_("There is no such theme."), field="theme")
    user.theme = theme
    user.save(update_fields=["theme"])
