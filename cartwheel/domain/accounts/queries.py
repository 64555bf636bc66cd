"""Finding the business a request is about."""

from cartwheel.domain.accounts.models import Account


def account_at(slug: str) -> Account | None:
    """The business at this address, or None."""
    return Account.objects.filter(slug=slug).first()
