"""Amounts and days in the sentences and papers of the ledger."""

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, get_currency_precision

from cartwheel.domain.accounts.models import Account


def in_words(amount: int, account: Account) -> str:
    """``$1,234.50`` for 123450 in an account that counts in dollars."""
    value = Decimal(amount).scaleb(-get_currency_precision(account.currency))
    return format_currency(value, account.currency, locale=account.locale)


def day_in_words(day: date, account: Account) -> str:
    """``Dec 5, 2026``."""
    return format_date(day, "medium", locale=account.locale)
