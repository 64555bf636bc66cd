"""Finding the business a request is about."""

from cartwheel.domain.accounts.models import Account
from cartwheel.kernel import prepared


def account_at(slug: str) -> Account | None:
    """The business at this address, or None."""
    return prepared.find(Account, slug=slug)
