"""Finding a sign-in."""

from allauth.account.models import EmailAddress

from cartwheel.domain.identity.models import User


def user_with(email: str) -> User | None:
    """The user who signs in with this address, in whatever case it is written."""
    return User.objects.filter(email__iexact=email.strip()).first()


def has_proven_address(user: User) -> bool:
    """Whether only somebody who reads the mail to her address can have chosen her password."""
    return EmailAddress.objects.filter(user=user, verified=True).exists()
