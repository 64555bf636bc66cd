"""Finding the business a request is about."""

from cartwheel.domain.accounts.models import Account


def account_at(slug: str) -> Account | None:
    """The business at this address, or None."""
    try:
        return Account.objects.get(slug=slug)
    except Account.DoesNotExist:
        return None
