"""What is offered when somebody charges a family."""

from datetime import date

from django.db.models import Q, QuerySet

from cartwheel.domain.accounts.models import Account, Location
from cartwheel.domain.catalog.models import ChargeCategory, Program, TaxRate


def offered_programs(account: Account) -> QuerySet[Program]:
    return Program.objects.filter(account=account, archived_at=None)


def offered_categories(account: Account, *, on: date) -> QuerySet[ChargeCategory]:
    """Categories that have not expired by ``on``; the day of expiry itself still counts."""
    fresh = Q(expires_on=None) | Q(expires_on__gte=on)
    return ChargeCategory.objects.filter(fresh, account=account)


def offered_tax_rates(location: Location) -> QuerySet[TaxRate]:
    return TaxRate.objects.filter(
        account_id=location.account_id, location=location, archived_at=None
    )
