"""Finding a sign-in."""

from cartwheel.domain.identity.models import User


def user_with(email: str) -> User | None:
    """The user who signs in with this address, in whatever case it is written."""
    return User.objects.filter(email__iexact=email.strip()).first()
